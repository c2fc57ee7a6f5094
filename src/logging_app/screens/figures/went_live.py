"""What went live when: pages and other content that somebody published."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

PUBLISHED = "wagtail.publish"
# A busy month publishes more than a chart can mark.
MOST = 30


@dataclass(frozen=True)
class Publication:
    at: datetime
    title: str
    url: str


def went_live(moments: tuple[datetime, datetime]) -> list[Publication]:
    """The newest MOST, newest first. Publishing the same thing again within an hour is one."""
    start, end = moments
    found = [
        (entry.timestamp, entry.label, type(entry), _object(entry))
        for model in (PageLogEntry, ModelLogEntry)
        for entry in model.objects.filter(action=PUBLISHED, timestamp__gte=start, timestamp__lt=end)
        .select_related("content_type")
        .order_by("-timestamp")[: MOST * 3]
    ]
    kept: dict[Any, Publication] = {}
    for at, label, model, number in sorted(found, key=lambda each: each[0], reverse=True):
        key = (model, number, at.replace(minute=0, second=0, microsecond=0))
        kept.setdefault(key, Publication(timezone.localtime(at), label, _url(model, number)))
    return list(kept.values())[:MOST]


def _object(entry: Any) -> Any:
    return entry.page_id if isinstance(entry, PageLogEntry) else (entry.content_type_id, entry.object_id)


def _url(model: type, number: Any) -> str:
    try:
        return reverse("wagtailadmin_pages:edit", args=[number]) if model is PageLogEntry else ""
    except NoReverseMatch:
        return ""
