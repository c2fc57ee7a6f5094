"""Everything visitors read can be written in their language."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.contrib.settings.models import AbstractSetting
from wagtail.fields import StreamField
from wagtail.models import Page, TranslatableMixin
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.fields import TranslatableField, get_translatable_fields

# Text that is the same in every language: names of people and of companies, numbers, codes, addresses.
NEUTRAL = {
    "BrandingSettings.site_name",
    "BrandingSettings.accent_colour",
    "BrandingSettings.second_colour",
    "SocialLink.label",  # Instagram is called so everywhere
    "Contacts.legal_name",
    "Contacts.address",
    "Contacts.postcode",
    "Contacts.phone",
    "Contacts.whatsapp",
    "Contacts.vat_number",
    "ContactFormField.clean_name",  # not shown
    "TeamMember.name",
    "TeamMember.phone",
}


def _records() -> list[type[models.Model]]:
    """Every model of ours whose words a visitor's page can hold, children included."""
    ours = list(apps.get_app_config("website").get_models())
    tops = [model for model in ours if issubclass(model, (Page, AbstractSetting)) or model in get_snippet_models()]
    children = [relation.related_model for model in tops for relation in get_all_child_relations(model)]
    return [*tops, *(child for child in children if child in ours)]


def _texts(model: type[models.Model]) -> Iterator[str]:
    """The names of the fields an editor writes words into."""
    for field in model._meta.get_fields():
        is_words = isinstance(field, (models.CharField, models.TextField, StreamField))
        is_code = isinstance(field, (models.URLField, models.EmailField, models.SlugField)) or bool(
            getattr(field, "choices", None)
        )
        if is_words and not is_code and field.editable and not field.model.__module__.startswith("wagtail"):
            yield field.name


FIELDS = sorted({f"{model.__name__}.{name}" for model in _records() for name in _texts(model)})


def test_the_list_knows_what_it_must() -> None:
    """Guards the enumeration itself."""
    assert {
        "ContactPage.thank_you_text",
        "ContactFormField.label",
        "ContactFormField.help_text",
        "Contacts.about",
        "HomePage.body",
        "Menus.header",
        "Menus.button_label",
        "OpeningHours.note",
        "OpeningHours.seasons",
        "ServicePage.price_unit",
        "TeamMember.role",
    } <= set(FIELDS)


@pytest.mark.parametrize("field", [field for field in FIELDS if field not in NEUTRAL])
def test_what_visitors_read_is_translatable(field: str) -> None:
    name, _, attribute = field.partition(".")
    model = apps.get_model("website", name)
    assert issubclass(model, TranslatableMixin), f"{name} has one text for all languages"
    assert TranslatableField(attribute) in get_translatable_fields(model)


@pytest.mark.parametrize("field", sorted(NEUTRAL))
def test_what_is_declared_neutral_exists(field: str) -> None:
    assert field in FIELDS


@pytest.mark.parametrize("model", [model for model in _records() if issubclass(model, Page)], ids=lambda m: m.__name__)
def test_children_with_words_are_translated_with_their_page(model: type[Page]) -> None:
    for relation in get_all_child_relations(model):
        child = relation.related_model
        if child in _records() and any(_texts(child)):
            assert issubclass(child, TranslatableMixin), child.__name__


def _blocks(block: blocks.Block, path: str) -> Iterator[tuple[str, blocks.Block]]:
    yield path, block
    inner = getattr(block, "child_blocks", None) or {}
    if isinstance(block, blocks.ListBlock):
        inner = {"*": block.child_block}
    for name, child in inner.items():
        yield from _blocks(child, f"{path}.{name}")


STREAMS = sorted(
    {
        f"{model.__name__}.{field.name}": field.stream_block
        for model in _records()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
    }.items()
)


@pytest.mark.parametrize(("name", "stream"), STREAMS, ids=[name for name, _ in STREAMS])
def test_no_block_hides_words_from_translation(name: str, stream: blocks.StreamBlock) -> None:
    """wagtail-localize takes words out of these kinds of blocks only; raw HTML it cannot read."""
    for path, block in _blocks(stream, name):
        assert not isinstance(block, (blocks.RawHTMLBlock, blocks.StaticBlock)), path
