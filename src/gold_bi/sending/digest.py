"""The weekly letter: seven days of the dashboards one chose, to be read on a phone, with a PDF and a workbook."""

import logging
from datetime import date, datetime, time, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from gold_bi.board_words import kpi_in_words
from gold_bi.dashboards.board import Board, Selection
from gold_bi.dashboards.period import Period
from gold_bi.documents import Printed, printed
from gold_bi.gold import GoldAway

from .making import content
from .models import Alert, Digest, Document
from .people import boards_of, language_of

logger = logging.getLogger(__name__)
WEEK = timedelta(days=7)


class NotSent(Exception):
    """Why a letter could not be sent, in words; it may be tried again."""


def due(digest: Digest, now: datetime) -> date | None:
    """The day on which one should have gone out and has not."""
    local = timezone.localtime(now)
    day = local.date() - timedelta(days=(local.isoweekday() - digest.weekday) % 7)
    if _moment(day, digest.hour) > now:
        day -= WEEK
    owed = digest.sent_for is None or digest.sent_for < day
    return day if owed and digest.since <= _moment(day, digest.hour) else None


def upcoming(digest: Digest, now: datetime) -> datetime:
    local = timezone.localtime(now)
    day = local.date() + timedelta(days=(digest.weekday - local.isoweekday()) % 7)
    moment = _moment(day, digest.hour)
    return moment if moment > now else _moment(day + WEEK, digest.hour)


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), timezone.get_default_timezone())


def send_due(now: datetime | None = None) -> int:
    """Send what is due; returns how many went out. What cannot be sent stays due, and says why."""
    now = now or timezone.now()
    sent = 0
    for pk in Digest.objects.filter(active=True, user__is_active=True).values_list("pk", flat=True):
        with transaction.atomic():  # no two workers at one letter
            digest = Digest.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
            day = due(digest, now) if digest else None
            if digest is None or day is None:
                continue
            try:
                if not digest.is_paused(day):
                    with transaction.atomic():
                        send(digest, day)
                    digest.sent_at, sent = timezone.now(), sent + 1
                digest.sent_for, digest.problem = day, ""
            except NotSent as why:
                digest.problem = str(why)
            except Exception as error:  # whatever it was, the others' letters go out, and the log has the rest
                logger.exception("The %s could not be made.", digest)
                with translation.override(language_of(digest.user)):
                    digest.problem = _("It could not be made: %s") % (error or type(error).__name__)
            digest.save(update_fields=["sent_for", "sent_at", "problem"])
    return sent


def send(digest: Digest, day: date) -> None:
    """The letter of the seven days before `day`. Raises NotSent."""
    user = digest.user
    with translation.override(language_of(user)):
        if not user.email:
            raise NotSent(_("You have no e-mail address: add one in your account."))
        week = Period(day - WEEK, day - timedelta(days=1))
        boards = [board for board in boards_of(user) if board.name in digest.boards]
        if not boards:
            raise NotSent(_("No dashboard is chosen that you may see."))
        try:
            pages = [printed(board, Selection(week)) for board in boards]
        except GoldAway as away:
            raise NotSent(str(away)) from away
        letter = _letter(user, week, pages)
        try:
            letter.send()
        except (SMTPException, OSError) as error:
            logger.warning("A digest could not be mailed: %s", error)
            raise NotSent(_("The mail server did not take it: %s") % error) from error


def _letter(user: Any, week: Period, pages: list[Printed]) -> EmailMultiAlternatives:
    words = {
        "host": settings.SITE_URL.split("//")[-1],
        "week": week,
        "dashboards": [_in_words(page) for page in pages],
        "alerts": [alert.said for alert in Alert.objects.filter(user=user, active=True, fires=True)],
        "settings_url": settings.SITE_URL + reverse("gold_bi:digest"),
        "language": translation.get_language(),
    }
    first = words["dashboards"][0]["kpis"][0]
    subject = _("[%(host)s] Your week: %(figure)s %(value)s") % {
        "host": words["host"], "figure": str(first["title"]).lower(), "value": first["value"],
    }  # fmt: skip
    letter = EmailMultiAlternatives(
        subject, render_to_string("gold_bi/mail/digest.txt", words), to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    letter.attach_alternative(render_to_string("gold_bi/mail/digest.html", words), "text/html")
    for kind, mime in (
        (Document.Kind.PDF, "application/pdf"),
        (Document.Kind.XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ):
        letter.attach(f"{week.first}-{week.last}.{kind}", content(pages, kind), mime)
    return letter


def _in_words(page: Printed) -> dict[str, Any]:
    period = page.selection.period
    asked = urlencode({"from": period.first.isoformat(), "to": period.last.isoformat()})
    return {
        "title": page.board.title,
        "url": f"{settings.SITE_URL}{reverse('gold_bi:board', args=[page.board.name])}?{asked}",
        "kpis": [kpi_in_words(kpi, page.data["kpis"][kpi.name], page.same) for kpi in page.board.kpis],
        "as_of": page.freshness.as_of_in_words,
        "set_aside": page.data["set_aside"],
        "notice": page.freshness.notice,
    }


def usual_boards(user: Any) -> list[Board]:
    """Those a first letter has, until somebody chooses."""
    return [board for board in boards_of(user) if board.name not in ("today", "data-health")]
