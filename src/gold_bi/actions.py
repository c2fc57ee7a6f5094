"""What a person may have the worker do for the figures now (see `base.lib.actions`)."""

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.lib.actions.registry import Action, ActionFailed, Asked, Progress, Words, register
from gold_bi import tasks
from gold_bi.flows.registry import registered
from gold_bi.gold import reading_gold
from gold_bi.models import FlowRun
from gold_bi.sending import digest
from gold_bi.sending.models import Digest
from gold_bi.words import number

RUN_FLOW, VIEW_FIGURES = "gold_bi.run_flow", "gold_bi.view_figures"


def flows() -> list[tuple[str, Words]]:
    return [(flow.name, flow.title) for flow in registered()]


def run_flow(asked: Asked, progress: Progress) -> str:
    """As the schedule would, with its further attempts when it fails."""
    last = _newest(asked.choice)
    tasks.run_flow.func(name=asked.choice, started_by=asked.username)
    run = _newest(asked.choice)
    if run is None or run == last:
        return gettext("There was nothing to do.")
    if run.state == FlowRun.State.FAILED:
        raise ActionFailed(run.reason)
    return gettext("%(read)s rows read, %(changed)s changed, %(rejected)s set aside.") % {
        "read": number(run.rows_read),
        "changed": number(run.rows_changed),
        "rejected": number(run.rows_rejected),
    }


def send_letter(asked: Asked, progress: Progress) -> str:
    """Of the dashboards its reader chose, or else of the usual ones."""
    user = get_user_model().objects.get_by_natural_key(asked.username)
    usual = [board.name for board in digest.usual_boards(user)]
    letter = Digest.objects.filter(user=user).first() or Digest(user=user, boards=usual)
    try:
        digest.send(letter, timezone.localdate())
    except digest.NotSent as why:
        raise ActionFailed(str(why)) from why
    return gettext("It went to %s.") % asked.email


def _newest(flow: str) -> FlowRun | None:
    with reading_gold():
        return FlowRun.objects.of(flow).newest()


register(
    Action(
        "run-flow",
        _("Run a flow"),
        _(
            "Brings new rows from where they arise into the figures, as the flow does by itself when it is due. All of"
            " it is kept, or nothing."
        ),
        RUN_FLOW,
        run_flow,
        _("Flow"),
        flows,
    )
)
register(
    Action(
        "send-letter",
        _("Send me the weekly letter"),
        _("The figures of the last seven days with a PDF and an Excel workbook, to your address and nobody else’s."),
        VIEW_FIGURES,
        send_letter,
    )
)
