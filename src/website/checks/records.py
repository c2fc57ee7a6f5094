"""Links that stand in no page: those of the menus and of the company's contacts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy

from website.navigation.models import Menus
from website.snippets.contacts import Contacts


@dataclass(frozen=True)
class Entry:
    """One link; it leads to `page`, a primary key, or else to `address`. `field` says where in the record it stands."""

    record: Menus | Contacts
    field: str
    anchor: str
    page: int | None
    address: str

    @property
    def title(self) -> str:
        name = capfirst(str(self.record._meta.verbose_name))
        return f"{name} ({self.record.locale}): {self.record}"

    @property
    def url(self) -> str:
        viewset: Any = type(self.record).snippet_viewset
        return reverse(viewset.get_url_name("edit"), args=[self.record.pk]) + self.anchor


def entries(reader: Any = None) -> list[Entry]:
    """Of every record, or of those that `reader` may change."""
    found: list[Entry] = []
    if _may_change(reader, Menus):
        for menus in Menus.objects.select_related("locale", "site", "button_page"):
            found += _of_menus(menus)
    if _may_change(reader, Contacts):
        for contacts in Contacts.objects.select_related("locale").prefetch_related("social_links"):
            heading = capfirst(str(contacts.social_links.model._meta.verbose_name_plural))
            anchor = "#panel-child-social_links-section"
            found += [
                Entry(contacts, f"{heading}: {link.label}", anchor, None, link.url)
                for link in contacts.social_links.all()
            ]
    return found


def _may_change(reader: Any, model: type) -> bool:
    return reader is None or bool(ModelPermissionPolicy(model).user_has_permission(reader, "change"))


def _of_menus(menus: Menus) -> Iterator[Entry]:
    named: Any = menus._meta.get_field
    links = [(name, *link) for name in ("header", "footer") for link in _links(getattr(menus, name).raw_data)]
    titles = dict(Page.objects.filter(pk__in=menus.linked).values_list("pk", "title"))
    for name, block, page, address, words in links:
        field = capfirst(str(named(name).verbose_name))
        shown = words or titles.get(page) or ""
        anchor = f"#block-{block}-section" if block else ""
        yield Entry(menus, f"{field}: {shown}" if shown else field, anchor, page, address)
    if menus.button_page:
        words = menus.button_label or menus.button_page.title
        field = capfirst(str(named("button_label").verbose_name))
        yield Entry(menus, f"{field}: {words}", "", menus.button_page_id, "")


def _links(stream: Iterable[dict[str, Any]]) -> Iterator[tuple[str, int | None, str, str]]:
    """Block, page, address and words of each entry of a stored menu; those of a column or below a page too."""
    for block in stream:
        value, key = block["value"], block.get("id") or ""
        if block["type"] == "page":
            yield key, value["page"], "", value.get("words", "")
        elif block["type"] == "address":
            yield key, None, value["address"], value["words"]
        yield from _links([*value.get("children", []), *value.get("links", [])])
