"""Alerts: a figure against a limit, or against what it was. Told once, when it becomes so."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from gold_bi.board_words import amount, change
from gold_bi.dashboards.board import Board, Kpi, Selection, Unit
from gold_bi.dashboards.period import A_DAY, Period
from gold_bi.documents import Printed, printed
from gold_bi.gold import GoldAway
from gold_bi.words import spelt

from .models import Alert, Firing
from .people import board_of, language_of

logger = logging.getLogger(__name__)
LENGTHS = {Alert.Period.DAY: 1, Alert.Period.WEEK: 7, Alert.Period.MONTH: 30}
KEPT = timedelta(days=400)  # firings


@dataclass(frozen=True)
class Look:
    """What an alert's figure is: whether the limit is passed (None: it cannot be known yet), and all of it in words."""

    beyond: bool | None
    said: str


def period_of(alert: Alert, today: date) -> Period:
    """Whole days that are over."""
    return Period(today - LENGTHS[Alert.Period(alert.period)] * A_DAY, today - A_DAY)


def kpis_of(board: Board) -> list[Kpi]:
    """Those an alert can be set on: a figure that another dashboard has more of is asked for there."""
    return [kpi for kpi in board.kpis if not kpi.board]


def kpi_of(board: Board, name: str) -> Kpi | None:
    return next((kpi for kpi in kpis_of(board) if kpi.name == name), None)


def limit_in_words(alert: Alert, kpi: Kpi) -> str:
    by_percent = alert.condition in (Alert.Condition.FALLS, Alert.Condition.RISES)
    return amount(alert.limit, Unit.PERCENT.value if by_percent else kpi.unit.value, short=True)


def look(alert: Alert, today: date) -> Look:
    """Raises GoldAway."""
    board = board_of(alert.user, alert.board)
    kpi = kpi_of(board, alert.kpi) if board else None
    if board is None or kpi is None:
        return Look(None, _("You may no longer see this figure."))
    period = period_of(alert, today)
    page = printed(board, Selection(period))
    if (until := _missing_since(page)) is not None:
        return Look(None, _("It waits for the figures of %(period)s: there are those up to %(until)s.") % {
            "period": period, "until": until or _("nothing yet")
        })  # fmt: skip
    return _judged(alert, kpi, page.data["kpis"][kpi.name], period)


def _missing_since(page: Printed) -> str | None:
    """None if the period's figures are all there; else until when there are any, "" for never.

    They are when its last day has any, or something was loaded after it: a shop closed on Sundays sells nothing then.
    """
    last, latest = page.selection.period.last, page.data["latest"]
    if latest and date.fromisoformat(latest) >= last:
        return None
    loaded = page.data["loaded"].get(page.board.flow)
    if loaded and timezone.localdate(datetime.fromisoformat(loaded)) > last:
        return None
    return spelt(date.fromisoformat(latest)) if latest else ""


def _judged(alert: Alert, kpi: Kpi, figures: dict[str, Any], period: Period) -> Look:
    value, other = figures["value"], figures[alert.against]
    words = {
        "figure": kpi.title, "period": period, "value": amount(value, kpi.unit.value, short=True),
        "limit": limit_in_words(alert, kpi), "other": amount(other, kpi.unit.value, short=True),
        "change": change(value, other),
        "when": _("in the period before") if alert.against == Alert.Against.BEFORE else _("a year before"),
    }  # fmt: skip
    limit = float(alert.limit)
    if alert.condition in (Alert.Condition.BELOW, Alert.Condition.ABOVE):
        said = _("%(figure)s, %(period)s: %(value)s. The limit is %(limit)s.") % words
        below = alert.condition == Alert.Condition.BELOW
        return Look(value is not None and (value < limit if below else value > limit), said)
    if value is None or not other:
        return Look(False, _("%(figure)s, %(period)s: %(value)s. There is nothing to compare it with.") % words)
    moved = 100 * (value - other) / abs(other)
    said = (
        _("%(figure)s, %(period)s: %(value)s, %(change)s against %(other)s %(when)s. The limit is %(limit)s.") % words
    )
    return Look(moved < -limit if alert.condition == Alert.Condition.FALLS else moved > limit, said)


def check_all(now: datetime | None = None) -> int:
    """Look at every alert; returns how many are beyond their limit. Letters that could not be sent follow."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    for alert in Alert.objects.filter(active=True, user__is_active=True).select_related("user"):
        with translation.override(language_of(alert.user)):
            try:
                _check(alert, now, today)
            except Exception:  # one that cannot be reckoned keeps nobody else's from being told
                logger.exception("The alert %s could not be looked at.", alert.pk)
    for firing in Firing.objects.filter(told_at=None).select_related("alert__user"):
        with translation.override(language_of(firing.alert.user)):
            _tell(firing, today)
    Firing.objects.filter(at__lt=now - KEPT).delete()
    return Alert.objects.filter(active=True, fires=True).count()


def _check(alert: Alert, now: datetime, today: date) -> None:
    if alert.is_paused(today):
        alert.fires = False  # what is still so when it speaks again is told then
        alert.save(update_fields=["fires"])
        return
    try:
        seen = look(alert, today)
    except GoldAway:
        return  # those who look after the flows are told of it
    if seen.beyond and not alert.fires:
        Firing.objects.create(alert=alert, at=now, said=seen.said)
    if seen.beyond is not None:
        alert.fires = seen.beyond
    alert.checked_at, alert.said = now, seen.said
    alert.save(update_fields=["fires", "checked_at", "said"])


def _tell(firing: Firing, today: date) -> None:
    alert = firing.alert
    board = board_of(alert.user, alert.board)
    kpi = kpi_of(board, alert.kpi) if board else None
    if board is None or kpi is None or not alert.user.email:
        firing.told_at = timezone.now()  # nobody to tell; the page of alerts has it
        firing.save(update_fields=["told_at"])
        return
    period = period_of(alert, today)
    asked = urlencode({"from": period.first.isoformat(), "to": period.last.isoformat()})
    condition = f"{Alert.Condition(alert.condition).label} {limit_in_words(alert, kpi)}"
    why = _("You asked to be told when “%(figure)s” %(condition)s. Change it, pause it or delete it here:") % {
        "figure": kpi.title, "condition": condition,
    }  # fmt: skip
    paragraphs = [
        firing.said,
        f"{settings.SITE_URL}{reverse('gold_bi:board', args=[board.name])}?{asked}",
        f"{why}\n{settings.SITE_URL}{reverse('gold_bi:alert', args=[alert.pk])}",
    ]
    subject = f"[{settings.SITE_URL.split('//')[-1]}] {board.title}: {kpi.title} {condition}"
    letter = EmailMessage(
        subject, "\n\n".join(paragraphs), to=[alert.user.email], headers={"Auto-Submitted": "auto-generated"}
    )
    try:
        letter.send()
    except (SMTPException, OSError) as error:
        logger.warning("An alert could not be mailed: %s", error)
        return
    firing.told_at = timezone.now()
    firing.save(update_fields=["told_at"])
