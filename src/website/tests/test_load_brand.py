"""`load_brand`: a folder becomes a site once; a mistake in it is named and leaves nothing behind."""

import re
from collections.abc import Callable, Iterable
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import router
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import TranslationSource

from website.models import BrandingSettings, ContactPage, Contacts, GalleryPage, HomePage, OpeningHours

from .small_brand import write_brand

pytestmark = pytest.mark.django_db


def load(brands: Path) -> str:
    said = StringIO()
    call_command("load_brand", "prova", "--brands-dir", str(brands), stdout=said)
    return said.getvalue()


def rows() -> dict[str, int]:
    """How many rows each table of the site's own database holds."""
    ours = [model for model in apps.get_models() if model._meta.managed and router.db_for_read(model) == "default"]
    return {model._meta.label: model._default_manager.count() for model in ours}


def stored() -> set[str]:
    def below(folder: str) -> Iterable[str]:
        folders, files = default_storage.listdir(folder)
        yield from (f"{folder}/{name}" for name in files)
        for name in folders:
            yield from below(f"{folder}/{name}")

    return set(below("."))


def test_it_builds_one_linked_page_tree_per_language(tmp_path: Path) -> None:
    write_brand(tmp_path)
    said = load(tmp_path)
    assert "Prova is here: 3 pages in it and en, 1 photographs.\nhttp://127.0.0.1:8080/it/ (" in said
    home = HomePage.objects.get(locale__language_code="it")
    english = home.get_translation(Locale.objects.get(language_code="en"))
    site = Site.objects.get()
    assert (site.root_page_id, site.hostname, site.port) == (home.pk, "127.0.0.1", 8080)
    assert (home.slug, english.slug, english.hero_heading) == ("it", "en", "Let us try")
    assert [page.title for page in english.get_children().live()] == ["Works", "Contact"]
    assert english.cta_page.slug == "contact"
    assert home.cta_page.slug == "contatti"
    assert [block.id for block in home.body] == [block.id for block in english.body]
    assert not Page.objects.filter(title__startswith="Welcome").exists()


def test_a_page_whose_cards_have_no_picture_can_be_sent_to_translation(tmp_path: Path) -> None:
    cards = """
[[body]]
block = "cards"

[[body.cards]]
title.it = "Uno"
title.en = "One"

[[body.cards]]
title.it = "Due"
title.en = "Two"
"""
    write_brand(tmp_path)
    home_file = tmp_path / "prova" / "pages" / "00-home.toml"
    home_file.write_text(home_file.read_text() + cards)
    load(tmp_path)
    home = HomePage.objects.get(locale__language_code="it")
    source, _made = TranslationSource.update_or_create_from_instance(home)
    words = set(source.stringsegment_set.values_list("string__data", flat=True))
    assert {"Uno", "Due"} <= words


def test_links_in_the_text_lead_to_the_page_of_the_same_language(tmp_path: Path) -> None:
    write_brand(tmp_path)
    load(tmp_path)
    for home in HomePage.objects.all():
        contact = ContactPage.objects.get(locale=home.locale)
        assert f'linktype="page" id="{contact.pk}"' in home.body.raw_data[0]["value"]
        assert "<b>" in home.body.raw_data[0]["value"]


def test_a_photograph_brings_its_focal_point_and_its_words(tmp_path: Path) -> None:
    write_brand(tmp_path)
    load(tmp_path)
    image = get_image_model().objects.get()
    assert (image.focal_point_x, image.focal_point_y) == (20, 20)
    words = {
        (g.locale.language_code, p.alt_text, p.caption) for g in GalleryPage.objects.all() for p in g.pictures.all()
    }
    assert words == {("it", "Un tavolo", "Il tavolo"), ("en", "A table", "The table")}
    english = HomePage.objects.get(locale__language_code="en")
    assert english.picture_alt == "A table"
    assert english.body[1].value["pictures"][1]["image"].contextual_alt_text == "A table"


def test_the_company_and_its_hours_are_there_in_both_languages(tmp_path: Path) -> None:
    write_brand(tmp_path)
    load(tmp_path)
    assert set(Contacts.objects.values_list("locale__language_code", "about")) == {
        ("it", "Una prova."),
        ("en", "A trial."),
    }
    hours = OpeningHours.objects.get(locale__language_code="en")
    spans = [
        (span.weekday, f"{span.opens:%H:%M}", f"{span.closes:%H:%M}", span.past_midnight) for span in hours.spans.all()
    ]
    assert spans == [(4, "09:00", "12:30", False), (4, "18:00", "02:00", True)]
    brand = BrandingSettings.for_site(Site.objects.get())
    assert (brand.site_name, brand.contacts.locale.language_code) == ("Prova", "it")
    assert brand.logo.read().startswith(b"<svg")
    assert {page.to_address for page in ContactPage.objects.all()} == {"noi@prova.example"}


def test_a_form_field_keeps_its_identity_across_languages(tmp_path: Path) -> None:
    write_brand(tmp_path)
    load(tmp_path)
    fields = {page.locale.language_code: page.form_fields.get() for page in ContactPage.objects.all()}
    assert fields["it"].translation_key == fields["en"].translation_key
    assert fields["it"].clean_name == fields["en"].clean_name
    assert fields["en"].label == "Your e-mail"


def test_the_first_language_of_the_file_is_the_site_s(tmp_path: Path) -> None:
    write_brand(tmp_path, {"brand.toml": ('["it", "en"]', '["en", "it"]')})
    load(tmp_path)
    assert Site.objects.get().root_page.locale.language_code == "en"


def test_it_leaves_a_site_alone_that_has_a_home_page_already(tmp_path: Path) -> None:
    write_brand(tmp_path)
    welcome = Site.objects.get().root_page
    welcome.title = "Il mio sito"
    welcome.save()
    before = rows(), stored()
    with pytest.raises(CommandError, match="already has a home page, “Il mio sito”"):
        load(tmp_path)
    assert (rows(), stored()) == before


def test_an_unknown_brand_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    write_brand(tmp_path)
    with pytest.raises(CommandError, match=r"no brand “roma”.* holds: prova"):
        call_command("load_brand", "roma", "--brands-dir", str(tmp_path))


WRONG: dict[str, tuple[str, tuple[str, str], list[str]]] = {
    "not TOML": ("brand.toml", ('name = "Prova"', "name = Prova"), ["brand.toml", "line 3, column 8"]),
    "unknown key": ("brand.toml", ("accent_colour", "accent_color"), ["line 17", "accent_color ", "accent_colour,"]),
    "colour": ("brand.toml", ('"#9a4526"', '"red"'), ["brand.accent_colour", "'red'", "#8a4b2a"]),
    "fonts": ("brand.toml", ('"warm"', '"comic"'), ["line 18", "brand.fonts", "'comic'", "Allowed: warm, "]),
    "VAT number": ("brand.toml", ("01234567897", "01234567890"), ["line 10", "company.vat_number", "01234567890"]),
    "missing language": ("brand.toml", ('about.en = "A trial."', ""), ["company.about.en is missing"]),
    "language": ("brand.toml", ('["it", "en"]', '["it", "fr"]'), ["line 13", "site.languages", "'fr'", "it, en"]),
    "hours": ("brand.toml", ("9:00-12:30", "9-12"), ["hours.friday", "'9-12'", "9:00-12:30"]),
    "hours past 24": ("brand.toml", ("9:00-12:30", "9:00-25:30"), ["hours.friday", "'9:00-25:30'"]),
    "logo": ("brand.toml", ('"logo.svg"', '"lógo.svg"'), ["line 19", "brand.logo", "lógo.svg", "no such file"]),
    "logo that runs": ("logo.svg", ("<path", "<script/><path"), ["brand.logo", "script"]),
    "file outside": ("brand.toml", ('"logo.svg"', '"../../x.svg"'), ["brand.logo", "../../x.svg"]),
    "focus": ("photos.toml", ("[0.25, 0.5]", "[25, 50]"), ["photos.toml, line 3", "table.focus", "[25, 50]", "0 to 1"]),
    "photograph": ("pages/10-gallery.toml", ('["table"]', '["chair"]'), ["line 6", "'chair'", "holds: table"]),
    "page type": ("pages/10-gallery.toml", ('"gallery"', '"album"'), ["line 2", "type", "'album'", "gallery_index"]),
    "parent": ("pages/10-gallery.toml", ('"home"', '"contact"'), ["line 3", "parent", "'contact'", "home"]),
    "wrong parent": ("pages/20-contact.toml", ('"home"', '"gallery"'), ["parent", "type contact stand under: home"]),
    "block": ("pages/00-home.toml", ('"pictures"', '"slideshow"'), ["line 17", "body 2.block", "'slideshow'", "quote"]),
    "ratio": ("pages/00-home.toml", ('"pictures"\n', '"pictures"\nratio = "9:16"\n'), ["2.ratio", "9:16", "portrait"]),
    "key of a block": ("pages/00-home.toml", ("caption.it", "title.it"), ["line 24", "2.pictures 2.title", "caption"]),
    "too few": ("pages/00-home.toml", ('[[body.pictures]]\nimage = "table"\n', ""), ["body 2.pictures", "2 to 4"]),
    "link": ("pages/00-home.toml", ("page:contact", "page:shop"), ["line 13", "body 1.text", "'shop'", "home, "]),
    "heading": ("pages/00-home.toml", ("## Chi", "# Chi"), ["body 1.text", "heading of level 1", "h2"]),
    "too long": ("pages/00-home.toml", ("Proviamo", "Prova " * 30), ["line 4", "hero_heading", "120"]),
    "no words": ("pages/00-home.toml", ('hero_heading.en = "Let us try"', 'hero_heading.en = ""'), ["hero_heading"]),
    "number for text": ("pages/00-home.toml", ('title = "Prova"', "title = 7"), ["line 3", "title is 7", "text"]),
    "form field": ("pages/20-contact.toml", ('"email"', '"mail"'), ["1.field_type", "'mail'", "singleline"]),
}  # fmt: skip


@pytest.mark.parametrize("mistake", WRONG)
def test_a_mistake_is_named_with_its_place_and_leaves_nothing_behind(mistake: str, tmp_path: Path) -> None:
    file, change, said = WRONG[mistake]
    write_brand(tmp_path, {file: change})
    before = rows(), stored()
    with pytest.raises(CommandError) as raised:
        load(tmp_path)
    assert [words for words in said if words not in str(raised.value)] == [], str(raised.value)
    assert str(raised.value).endswith("Nothing was changed.")
    assert (rows(), stored()) == before


def _no_home(folder: Path) -> None:
    (folder / "pages" / "00-home.toml").unlink()


def _no_photos(folder: Path) -> None:
    (folder / "photos.toml").unlink()


def _photo_without_words(folder: Path) -> None:
    (folder / "photos" / "table.jpg").rename(folder / "photos" / "lamp.jpg")


def _photo_that_is_none(folder: Path) -> None:
    (folder / "photos" / "table.jpg").write_text("not a picture")


def _two_of_a_name(folder: Path) -> None:
    (folder / "pages" / "30-contact.toml").write_text('type = "contact"')


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_no_home, "home page"),
        (_no_photos, "photos.toml is missing"),
        (_photo_without_words, "photos/lamp.jpg has no alternative text"),
        (_photo_that_is_none, "photos.toml, line 2: table names photos/table.jpg, which cannot be read"),
        (_two_of_a_name, "pages/30-contact.toml: another file already holds the page “contact”"),
    ],
)
def test_a_missing_or_broken_file_is_named(spoil: Callable[[Path], None], said: str, tmp_path: Path) -> None:
    spoil(write_brand(tmp_path))
    before = rows(), stored()
    with pytest.raises(CommandError, match=re.escape(said)):
        load(tmp_path)
    assert (rows(), stored()) == before
