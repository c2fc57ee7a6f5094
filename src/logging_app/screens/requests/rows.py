"""What a line of the list says of a request."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.timesince import timesince
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page

from logging_app.models import AccessLogEntry
from logging_app.screens.page_of import pages_of
from logging_app.screens.words import status_word
from logging_app.visible import visible

from .places import Place

_SHOWN = 200  # characters of a path; the whole of it is in the request's own screen
_RELATIVE_SECONDS = 24 * 3600


@dataclass
class Row:
    entry: AccessLogEntry
    page: Page | None

    @cached_property
    def place(self) -> str:
        return str(Place.of(self.entry))

    @property
    def url(self) -> str:
        return reverse("requests:inspect", args=[self.place])

    @cached_property
    def status(self) -> tuple[Promise, str]:
        return status_word(self.entry.status)

    @property
    def method(self) -> str:
        return visible(self.entry.endpoint.method) or "–"

    @property
    def path(self) -> str:
        """What was asked for: a path with its query, or the line that was no request."""
        query = f"?{self.entry.query}" if self.entry.query else ""
        text = self.entry.path.text + query or self.entry.request_line or "–"
        return visible(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")

    @property
    def agent(self) -> str:
        """The bot's name, or the person's browser and system."""
        agent = self.entry.agent
        if self.entry.is_bot:
            return visible(agent.bot) or pgettext("who asked", "bot")
        return visible(", ".join(part for part in (agent.browser, agent.system) if part and part != "Other"))

    @property
    def when(self) -> str:
        return relative(self.entry.time)

    @property
    def clock(self) -> str:
        return f"{localtime(self.entry.time):%H:%M:%S}"

    @property
    def exactly(self) -> str:
        return exactly(self.entry.time)

    @property
    def took(self) -> str:
        return duration(self.entry.request_ms)


def rows_of(entries: Sequence[AccessLogEntry]) -> list[Row]:
    """With their texts and pages: four questions to the database, however many entries."""
    prefetch_related_objects(entries, "path", "endpoint", "agent")
    pages = live_pages_of({entry.path.text for entry in entries})
    return [Row(entry, pages.get(entry.path.text)) for entry in entries]


def live_pages_of(paths: Collection[str]) -> dict[str, Page]:
    return {path: page for path, page in pages_of(paths).items() if page.live}


def duration(milliseconds: int) -> str:
    if milliseconds < 1000:
        return _("%(number)s ms") % {"number": milliseconds}
    return _("%(seconds)s s") % {"seconds": number_format(milliseconds / 1000, 1)}


def relative(moment: datetime) -> str:
    """How long ago, and from a day on the day and the minute."""
    seconds = (timezone.now() - moment).total_seconds()
    if 0 <= seconds < 60:
        return _("%(number)s s ago") % {"number": int(seconds)}
    if 0 <= seconds < _RELATIVE_SECONDS:
        return _("%(time)s ago") % {"time": timesince(moment, depth=1)}
    return short_moment(moment)


def short_moment(moment: datetime) -> str:
    """The day without its year, and the minute."""
    local = localtime(moment)
    day = date_format(local, pgettext("day and month, as Django's date filter takes it", "j M"))
    return f"{day} {local:%H:%M}"


def exactly(moment: datetime) -> str:
    local = localtime(moment)
    clock, zone = local.isoformat(timespec="milliseconds")[11:23], local.strftime("%z")
    return f"{date_format(local, 'DATE_FORMAT')}, {clock} (UTC{zone[:3]}:{zone[3:]})"
