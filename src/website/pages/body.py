"""The two things every page with a stream needs: what it shows and links to, in one query each."""

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest
from wagtail.blocks import StreamValue
from wagtail.images import get_image_model

from website.blocks.cards import details_of, unfinished
from website.blocks.choosers import chosen, resolve
from website.navigation.around import around

from .base import BasePage


def gather(page: BasePage, request: HttpRequest, body: StreamValue, picture: str, link: str = "") -> None:
    """Fetch at once the pages and pictures of `body`, of the foreign key `picture`, and of the foreign key `link`."""
    raw: Any = list(body.raw_data)
    links = set(chosen(raw, "page"))
    own_link = getattr(page, f"{link}_id") if link else None
    own_picture = getattr(page, f"{picture}_id")
    nearby = around(request, page, links | ({own_link} if own_link else set()))
    pages = nearby.pages
    carded = {to.pk: to for pk in unfinished(raw) if (to := nearby.counterpart(pages.get(pk)))}
    page.card_details = details_of(carded.values())
    wanted = set(chosen(raw, "image")) | ({own_picture} if own_picture else set())
    images = get_image_model().objects.in_bulk(wanted) if wanted else {}
    of_cards = [details.picture for details in page.card_details.values() if details.picture]
    prefetch_related_objects([*images.values(), *of_cards], Prefetch("renditions", to_attr="prefetched_renditions"))
    resolve(body, pages, images)
    if own_picture in images:
        setattr(page, picture, images[own_picture])
    if own_link in pages:
        setattr(page, link, pages[own_link])
