"""Whether the log is whole and up to date: what the badge says and what an alert is raised for."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import AccessLogEntry, Alert, Gap, LogFile

# Above this the figures are old without saying so.
LAG_LIMIT = timedelta(seconds=60)
# A gap is news for a week; afterwards the list of log files still tells of it.
NEWS = timedelta(days=7)
# A burst: this many failures in so many minutes, and this share of all requests, so that one bad address is none.
BURST = timedelta(minutes=5)
BURST_REQUESTS = 5
BURST_SHARE = 0.05


@dataclass(frozen=True)
class Problem:
    kind: Alert.Kind
    sentence: str


@dataclass
class Completeness:
    """`lag` is how long what nobody has read yet may be waiting; sizes in bytes, the last lines of a week."""

    read: int = 0
    size: int = 0
    lag: timedelta = timedelta()
    unparsable: int = 0
    missing: int = 0
    looked_at: datetime | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def begun(self) -> bool:
        return self.looked_at is not None

    @property
    def whole(self) -> bool:
        return not self.problems


def completeness() -> Completeness:
    """As of now, in the language of who asks; a handful of quick queries."""
    state, now = Completeness(), timezone.now()
    for file in LogFile.objects.filter(path=str(settings.ACCESS_LOG)).order_by("-last_seen_at")[:1]:
        state.size = max(_size_now(file), file.bytes_read)
        state.read = file.bytes_read
        state.looked_at = file.last_seen_at or file.last_read_at or file.first_read_at
        behind = state.size > state.read and now - (file.last_read_at or file.first_read_at)
        state.lag = max(now - state.looked_at, behind or timedelta())
    state.unparsable = LogFile.objects.filter(last_read_at__gt=now - NEWS).aggregate(all=Sum("unparsable"))["all"] or 0
    gaps = Gap.objects.filter(found_at__gt=now - NEWS)
    state.missing = gaps.aggregate(all=Sum("missing"))["all"] or 0
    state.problems = [each for each in (_lag(state), _gap(state, gaps.count()), _burst(now)) if each]
    return state


def _size_now(file: LogFile) -> int:
    """From the disk where this process may look, so that a stopped ingester shows; else as the ingester last saw it."""
    try:
        state = Path(file.path).stat()
    except OSError:
        return file.size
    return state.st_size if state.st_ino % 2**63 == file.inode else file.size


def _lag(state: Completeness) -> Problem | None:
    if not state.begun or state.lag <= LAG_LIMIT:
        return None
    minutes = max(round(state.lag.total_seconds() / 60), 1)
    sentence = ngettext(
        "For %(count)s minute nobody has read the server's log: the newest requests are missing here.",
        "For %(count)s minutes nobody has read the server's log: the newest requests are missing here.",
        minutes,
    )
    return Problem(Alert.Kind.LAG, sentence % {"count": number_format(minutes, force_grouping=True)})


def _gap(state: Completeness, count: int) -> Problem | None:
    if not count:
        return None
    sentence = ngettext(
        "Part of a log file vanished before it was read: %(size)s bytes.",
        "Parts of log files vanished before they were read: %(size)s bytes in %(count)s places.",
        count,
    )
    size = number_format(state.missing, force_grouping=True)
    return Problem(Alert.Kind.GAP, sentence % {"count": count, "size": size})


def _burst(now: datetime) -> Problem | None:
    recent = AccessLogEntry.objects.filter(time__gt=now - BURST, time__lte=now + BURST)
    failed = recent.filter(status__gte=500).count()
    if failed < BURST_REQUESTS or failed < BURST_SHARE * recent.count():
        return None
    sentence = _("In the last five minutes %(count)s requests failed with an error of the site.")
    return Problem(Alert.Kind.ERRORS, sentence % {"count": number_format(failed, force_grouping=True)})
