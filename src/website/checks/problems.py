"""What is wrong on live pages, in menus and contacts: links to nowhere, pictures without words, or too large.

Nothing outside is asked here: links to other sites stand as a person last had them checked, see leading_out.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from website.blocks.choosers import chosen
from website.pages.gallery import GalleryPage, GalleryPicture

from .leading_out import places_of
from .outside import OutsideLink
from .records import Entry

HUGE_BYTES = 5 * 1024 * 1024
HUGE_SIDE = 6000  # pixels


class Kind(models.TextChoices):
    BROKEN = "broken", gettext_lazy("Broken link")
    UNPUBLISHED = "unpublished", gettext_lazy("Link to a page nobody sees")
    OUTSIDE = "outside", gettext_lazy("Link to another site")
    WORDLESS = "wordless", gettext_lazy("Picture without words")
    HUGE = "huge", gettext_lazy("Very large picture")


@dataclass(frozen=True)
class Problem:
    """`url` leads to where it is put right."""

    kind: Kind
    title: str
    detail: str
    url: str

    @property
    def pk(self) -> str:
        return f"{self.kind}{self.url}{self.detail}"


@dataclass(frozen=True)
class Block:
    """One block of a page's stream, as it is stored."""

    page: Page
    field: str
    raw: dict[str, Any]

    @property
    def anchor(self) -> str:
        return f"#block-{self.raw['id']}-section" if self.raw.get("id") else ""


def problems_of(pages: QuerySet[Page], entries: list[Entry]) -> list[Problem]:
    """Those of `pages`, which are live, and of `entries`; large pictures of the library, wherever they stand."""
    titles = dict(pages.values_list("pk", "title"))
    blocks = _blocks_of(pages)
    links = [*_to_nothing(blocks), *_to_nobody(titles), *_to_elsewhere(pages, entries), *_astray(entries)]
    found = [*links, *_in_galleries(titles), *_in_blocks(blocks), *_huge()]
    return sorted(found, key=lambda problem: (list(Kind).index(problem.kind), problem.title))


def _edit(page: int, anchor: str = "") -> str:
    return reverse("wagtailadmin_pages:edit", args=[page]) + anchor


def _blocks_of(pages: Any) -> list[Block]:
    return [
        Block(page, field.verbose_name, raw)
        for page in pages.specific()
        for field in page._meta.fields
        if isinstance(field, StreamField)
        for raw in getattr(page, field.name).raw_data
    ]


def _to_nobody(titles: dict[int, str]) -> Iterator[Problem]:
    """Whatever of a page refers to a page that is not live, its children included."""
    page_type = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.objects.filter(
        to_content_type=page_type, base_content_type=page_type, object_id__in=[str(pk) for pk in titles]
    )
    hidden = Page.objects.filter(pk__in={int(reference.to_object_id) for reference in references}, live=False)
    names = dict(hidden.values_list("pk", "title"))
    for reference in references:
        page, target = int(reference.object_id), int(reference.to_object_id)
        if target in names:
            detail = _("In “%(field)s” a link leads to “%(page)s”, which is not published.")
            words = {"field": _name(_field(reference)), "page": names[target]}
            yield Problem(Kind.UNPUBLISHED, titles[page], detail % words, _edit(page))


def _to_nothing(blocks: list[Block]) -> Iterator[Problem]:
    """Words and blocks keep the link to a page that was deleted; a chooser is emptied by the database."""
    links = [(block, target) for block in blocks for target in chosen(block.raw["value"], "page")]
    there = set(Page.objects.filter(pk__in={target for _block, target in links}).values_list("pk", flat=True))
    for block, target in links:
        if target not in there:
            detail = _("In “%(field)s” a link leads to a page that was deleted.") % {"field": block.field}
            yield Problem(Kind.BROKEN, block.page.title, detail, _edit(block.page.pk, block.anchor))


def _astray(entries: list[Entry]) -> Iterator[Problem]:
    """Entries that lead to a page which is gone, or which is not live: visitors do not see them at all."""
    targets = Page.objects.filter(pk__in={entry.page for entry in entries if entry.page})
    found = {pk: (title, live) for pk, title, live in targets.values_list("pk", "title", "live")}
    for entry in entries:
        if entry.page and entry.page not in found:
            detail = _("In “%(field)s” a link leads to a page that was deleted.") % {"field": entry.field}
            yield Problem(Kind.BROKEN, entry.title, detail, entry.url)
        elif entry.page and not found[entry.page][1]:
            words = {"field": entry.field, "page": found[entry.page][0]}
            detail = _("In “%(field)s” a link leads to “%(page)s”, which is not published.") % words
            yield Problem(Kind.UNPUBLISHED, entry.title, detail, entry.url)


def _to_elsewhere(pages: QuerySet[Page], entries: list[Entry]) -> Iterator[Problem]:
    failing = {link.address: link for link in OutsideLink.objects.failing()}
    for place in places_of(pages) if failing else []:
        if link := failing.get(place.address):
            anchor = f"#block-{place.block}-section" if place.block else ""
            yield _outside(link, place.page.title, place.field, _edit(place.page.pk, anchor))
    for entry in entries:
        if link := failing.get(entry.address):
            yield _outside(link, entry.title, entry.field, entry.url)


def _outside(link: OutsideLink, title: str, field: str, url: str) -> Problem:
    words = {
        "field": field,
        "address": link.address,
        "state": link.get_state_display(),
        "when": date_format(timezone.localtime(link.checked_at), "SHORT_DATETIME_FORMAT"),
    }
    detail = _("In “%(field)s”: %(address)s. %(state)s Checked on %(when)s.") % words
    if link.code:
        detail += " " + _("(HTTP status %(code)s)") % {"code": link.code}
    return Problem(Kind.OUTSIDE, title, detail, url)


def _field(reference: ReferenceIndex) -> Any:
    """The page's own field that holds the reference, or the relation to its children that do."""
    model = ContentType.objects.get_for_id(reference.content_type_id).model_class()
    assert model is not None  # noqa: S101 -- the index forgets models that are gone
    return model._meta.get_field(reference.content_path.split(".")[0])


def _name(field: Any) -> str:
    return str(field.related_model._meta.verbose_name if field.auto_created else field.verbose_name)


def _in_galleries(titles: dict[int, str]) -> Iterator[Problem]:
    wordless = GalleryPicture.objects.filter(page__in=titles, alt_text="").select_related("image")
    for one in wordless:
        yield _wordless(
            titles[one.page_id], one.image.title, _edit(one.page_id, "#panel-child-content-pictures-section")
        )
    albums = GalleryPage.objects.filter(pk__in=titles, collection__isnull=False)
    by_collection = {album.collection_id: album for album in albums}
    for picture in get_image_model().objects.filter(collection__in=by_collection, description=""):
        if not picture.default_alt_text:
            album = by_collection[picture.collection_id]
            yield _wordless(album.title, picture.title, reverse("wagtailimages:edit", args=[picture.pk]))


def _in_blocks(blocks: list[Block]) -> Iterator[Problem]:
    found = [(block, image) for block in blocks for image in _without_words(block.raw["value"])]
    images = get_image_model().objects.filter(pk__in={image for _block, image in found})
    names = dict(images.values_list("pk", "title"))
    for block, image in found:
        if image in names:
            yield _wordless(block.page.title, names[image], _edit(block.page.pk, block.anchor))


def _without_words(raw: Any) -> Iterator[int]:
    """Every picture in a block's raw data that neither says what it shows nor only decorates."""
    if isinstance(raw, list):
        for each in raw:
            yield from _without_words(each)
    elif isinstance(raw, dict):
        if raw.get("image") and "decorative" in raw and not raw["decorative"] and not raw.get("alt_text"):
            yield raw["image"]
        for each in raw.values():
            yield from _without_words(each)


def _wordless(title: str, picture: str, url: str) -> Problem:
    detail = _("Nothing says what “%(picture)s” shows to those who cannot see it.")
    return Problem(Kind.WORDLESS, title, detail % {"picture": picture}, url)


def _huge() -> Iterator[Problem]:
    large = Q(file_size__gt=HUGE_BYTES) | Q(width__gt=HUGE_SIDE) | Q(height__gt=HUGE_SIDE)
    for picture in get_image_model().objects.filter(large):
        size = _("%(width)s × %(height)s pixels") % {"width": picture.width, "height": picture.height}
        if picture.file_size:
            size += f", {number_format(picture.file_size / 1024 / 1024, 1)} MB"
        detail = _("%(size)s: cutting it to size takes long. Replace it by a smaller one.") % {"size": size}
        yield Problem(Kind.HUGE, picture.title, detail, reverse("wagtailimages:edit", args=[picture.pk]))
