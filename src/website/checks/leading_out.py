"""Which links to other sites pages, menus and contacts hold, and the checking of them: only when a person asks."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from .asking import IP, ask, is_public
from .outside import OutsideLink
from .records import entries

AT_ONCE = 4
A_ROUND = 8  # links; then the worker looks for letters to send before it goes on
STALE = timedelta(minutes=10)  # a check that has not moved for so long has lost its worker
HREF = re.compile(r'<a\b[^>]*\bhref="(https?://[^"]+)"')


@dataclass(frozen=True)
class Place:
    """Where a link stands; `block` is the id of the block in the stream, if it stands in one."""

    page: Page
    field: str
    block: str
    address: str


@dataclass(frozen=True)
class Progress:
    done: int
    of: int

    @property
    def is_running(self) -> bool:
        return self.done < self.of


def places_of(pages: Any) -> list[Place]:
    """Every link to another site of these pages, a queryset of Page."""
    return list(dict.fromkeys(place for page in pages.specific() for place in _places_on(page)))


def _places_on(page: Page) -> Iterator[Place]:
    for field in page._meta.fields:
        if isinstance(field, StreamField):
            for raw in getattr(page, field.name).raw_data:
                for address in _addresses(raw["value"]):
                    yield Place(page, str(field.verbose_name), raw.get("id") or "", address)
        elif isinstance(field, RichTextField | models.URLField):
            for address in _addresses(getattr(page, field.name)):
                yield Place(page, str(field.verbose_name), "", address)


def _addresses(raw: Any) -> Iterator[str]:
    """Addresses in a block's raw data: values that are one, and links in rich text."""
    if isinstance(raw, str):
        if raw.startswith(("http://", "https://")) and not re.search(r"\s", raw):
            yield raw
        else:
            yield from (unescape(address) for address in HREF.findall(raw))
    elif isinstance(raw, Mapping):
        for value in raw.values():
            yield from _addresses(value)
    elif isinstance(raw, Iterable):
        for value in raw:
            yield from _addresses(value)


def progress() -> Progress:
    links = OutsideLink.objects.all()
    return Progress(links.count() - links.waiting().count(), links.count())


def begin() -> int | None:
    """Have every such link checked anew; how many, or None while an earlier check still moves."""
    from website.tasks import check_outside_links

    now = timezone.now()
    if OutsideLink.objects.waiting().exists():
        latest = OutsideLink.objects.aggregate(asked=models.Max("asked_for_at"), checked=models.Max("checked_at"))
        if max(moment for moment in latest.values() if moment) > now - STALE:
            return None
    addresses = {place.address for place in places_of(Page.objects.live().filter(depth__gt=1))}
    addresses |= {entry.address for entry in entries() if entry.address.startswith(("http://", "https://"))}
    with transaction.atomic():
        OutsideLink.objects.exclude(address__in=addresses).delete()
        OutsideLink.objects.update(state=OutsideLink.State.WAITING, asked_for_at=now)
        OutsideLink.objects.bulk_create([OutsideLink(address=each) for each in addresses], ignore_conflicts=True)
        if addresses:
            transaction.on_commit(check_outside_links.enqueue)
    return len(addresses)


def check_some(may_ask: Callable[[IP], bool] = is_public) -> int:
    """Check a round of the waiting links, four at once; returns how many still wait."""
    waiting = list(OutsideLink.objects.waiting().order_by("pk")[:A_ROUND])
    with ThreadPoolExecutor(AT_ONCE) as askers:
        asked = {askers.submit(ask, link.address, may_ask): link for link in waiting}
        for answered in as_completed(asked):
            link, answer = asked[answered], answered.result()
            OutsideLink.objects.filter(pk=link.pk).update(
                state=answer.state, code=answer.code, checked_at=timezone.now()
            )
    return OutsideLink.objects.waiting().count()
