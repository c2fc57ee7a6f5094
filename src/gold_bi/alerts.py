"""From a flow in trouble to a person who knows of it: once when it begins, once when it is over."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from base.lib import alerts
from base.lib.schedule import planning
from gold_bi import words
from gold_bi.flows.registry import Flow, UnknownFlow, find, registered
from gold_bi.gold import GoldAway
from gold_bi.last_known.models import Trouble
from gold_bi.models import FlowRun, FlowState
from gold_bi.runner import gold_or_away

# Of what comes and goes one letter is enough in so long.
AGAIN = timedelta(hours=1)


def watch() -> int:
    """See which flows are late, tell of what is wrong and of what is over; returns how much is wrong."""
    now = timezone.now()
    with translation.override(settings.LANGUAGE_CODE):
        try:
            with gold_or_away():
                states = FlowState.objects.in_bulk()
                begun = dict(FlowRun.objects.order_by().values_list("flow").annotate(Min("started_at")))
                for flow in registered():
                    _see_whether_late(flow, states.get(flow.name), begun.get(flow.name), now)
        except GoldAway:
            pass  # runs that fail for it tell of it
        for trouble in Trouble.objects.order_by("since"):
            _tell(trouble, now)
    return Trouble.objects.to_be_told().count()


def late_after(flow: Flow, now: datetime) -> timedelta | None:
    """Twice the longest wait of its schedule, or what it allows itself if that is more. None: it is never late."""
    plan = planning.plan(flow.plan)
    if flow.stale_after is None or not plan.enabled:
        return None
    wait = plan.longest_wait(now)
    return None if wait == timedelta.max else max(flow.stale_after, 2 * wait)


def _see_whether_late(flow: Flow, state: FlowState | None, begun: datetime | None, now: datetime) -> None:
    """`begun`: when it first ran; one that never did has nothing to be late with, and one that just did has time."""
    after = late_after(flow, now)
    loaded = state.loaded_at if state else None
    of_it = Trouble.objects.filter(flow=flow.name, kind=Trouble.Kind.LATE)
    since = loaded or begun
    if after is None or since is None or now - since <= after:
        of_it.under_way().update(over_at=now)
        return
    reason = _("Nothing was loaded since %s.") % words.moment(loaded) if loaded else _("Nothing was ever loaded.")
    trouble, made = of_it.get_or_create(
        defaults={"flow": flow.name, "kind": Trouble.Kind.LATE, "reason": reason, "certain": True}
    )
    if not made and trouble.over_at:
        trouble.since, trouble.over_at, trouble.reason = now, None, reason
        trouble.save()


def _tell(trouble: Trouble, now: datetime) -> None:
    """What cannot be sent is sent by the next watch; a mail server that is away loses no letter."""
    what = f"{_title(trouble)}: {trouble.get_kind_display().lower()}"
    if trouble.over_at is None and trouble.certain and not trouble.end_is_owed:
        lately = trouble.told_at is not None and trouble.told_at > now - AGAIN
        if not lately and alerts.letter(what, trouble.reason, _since(trouble)):
            trouble.told_at, trouble.end_is_owed = now, True
            trouble.save(update_fields=["told_at", "end_is_owed"])
    elif trouble.over_at is not None and trouble.end_is_owed:
        sentence = _("This is over since %(when)s. It was: %(what)s") % {
            "when": words.moment(trouble.over_at),
            "what": trouble.reason,
        }
        if alerts.letter(_("Over: %(what)s") % {"what": what}, sentence):
            trouble.end_is_owed = False
            trouble.save(update_fields=["end_is_owed"])


def _title(trouble: Trouble) -> str:
    try:
        return str(find(trouble.flow).title)
    except UnknownFlow:
        return trouble.flow


def _since(trouble: Trouble) -> str:
    return _("Since %s.") % words.moment(trouble.since)
