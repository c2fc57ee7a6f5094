"""How old a dashboard's figures are, and why, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.utils import timezone
from django.utils.translation import gettext as _

from gold_bi import words
from gold_bi.last_known.models import Trouble
from gold_bi.models import FlowRun, FlowState

# Some flow runs every few minutes; after this long without a run of any, something is wrong.
STALE_AFTER = timedelta(minutes=30)


class Level(Enum):
    """What a notice is about: nothing, figures that are late, figures that cannot be had."""

    FINE = ""
    LATE = "warning"
    MISSING = "critical"


@dataclass(frozen=True)
class Freshness:
    """`as_of` is the last load's end, None before the first; `notice` says since when data is missing, and why."""

    as_of: datetime | None
    level: Level = Level.FINE
    notice: str = ""

    @property
    def as_of_in_words(self) -> str:
        return words.moment(self.as_of) if self.as_of else ""


def loaded(flows: Iterable[str]) -> dict[str, datetime | None]:
    """When each of them was loaded last. Read from GOLD: run it inside `reading_gold()`."""
    return dict(FlowState.objects.filter(name__in=flows).values_list("name", "loaded_at"))


def of_flow(flow: str) -> Freshness:
    """Read from GOLD: run it inside `reading_gold()`."""
    return of_load(flow, loaded([flow]).get(flow))


def of_load(flow: str, as_of: datetime | None) -> Freshness:
    """The same, of a flow that is known to have been loaded last `as_of`."""
    now = timezone.now()
    last = FlowRun.objects.of(flow).newest()
    failed = last is not None and last.state == FlowRun.State.FAILED
    if as_of is None:
        if last is not None and failed:
            return Freshness(None, Level.MISSING, _("Nothing was ever loaded: %s") % last.reason)
        return Freshness(None)
    if last is not None and failed:
        return Freshness(as_of, Level.LATE, since(as_of, _("the last run failed. %s") % last.reason))
    if now - as_of <= STALE_AFTER:
        return Freshness(as_of)
    newest = FlowRun.objects.exclude(finished_at=None).order_by("-pk").values_list("finished_at", flat=True).first()
    if newest is None or now - newest > STALE_AFTER:
        reason = _("no run has ended since then. Perhaps the worker is not running.")
        return Freshness(as_of, Level.LATE, since(as_of, reason))
    # The worker works: whether this flow is late is a matter of its own schedule, which the watch over the flows knows.
    late = Trouble.objects.under_way().filter(flow=flow, kind=Trouble.Kind.LATE).first()
    return Freshness(as_of, Level.LATE, late.reason) if late else Freshness(as_of)


def gold_away(as_of: datetime | None) -> Freshness:
    """What to say while GOLD does not answer; `as_of` is when the last known figures were loaded."""
    reason = _("the figures' database (GOLD) does not answer. The site and its pages are not affected.")
    if as_of is None:
        return Freshness(None, Level.MISSING, _("There are no figures: %s") % reason)
    return Freshness(as_of, Level.MISSING, since(as_of, reason))


def since(moment: datetime, reason: str) -> str:
    return _("No data since %(when)s: %(reason)s") % {"when": words.moment(moment), "reason": reason}
