"""Publishing from the list of pages passes no form: what a form would refuse is refused here."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.models import Page

from .gallery import GalleryPage
from .gallery_form import without_words


def refuse_wordless_galleries(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """Nothing is published while one of the chosen galleries has a picture that nothing describes."""
    if action_type != "publish" or request.method != "POST":
        return None
    refusals = [
        f"{gallery.title}: {without_words(names)}"
        for gallery in _galleries(objects, below="include_descendants" in request.POST)
        if (names := _wordless(gallery))
    ]
    for refusal in refusals:
        messages.error(request, refusal)
    return redirect(action.next_url) if refusals else None


def _galleries(objects: Sequence[Any], below: bool) -> Iterator[GalleryPage]:
    """As their latest drafts are."""
    for page in objects:
        if not isinstance(page, Page):
            continue
        drafts = GalleryPage.objects.descendant_of(page).not_live() if below else GalleryPage.objects.none()
        for gallery in [*GalleryPage.objects.filter(pk=page.pk), *drafts]:
            yield gallery.get_latest_revision_as_object()


def _wordless(gallery: GalleryPage) -> list[str]:
    pictures = enumerate(gallery.pictures.all(), 1)
    return [f"{place} “{one.image.title}”" for place, one in pictures if not one.alt_text.strip()]
