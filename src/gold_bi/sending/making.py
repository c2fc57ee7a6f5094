"""Documents: asked for on a dashboard's page, made by the worker, kept for a week."""

import logging
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gold_bi.dashboards.asking import Asked
from gold_bi.dashboards.board import Board
from gold_bi.documents import Printed, printed
from gold_bi.gold import GoldAway

from .models import KEPT, Document
from .people import board_of

logger = logging.getLogger(__name__)


def ask(board: Board, asked: Asked, kind: str, user: Any, only: str = "") -> Document:
    """`only` is the name of the one part that is wanted."""
    from .tasks import make_document

    Document.objects.filter(asked_at__lt=timezone.now() - KEPT).delete()
    document = Document.objects.create(
        board=board.name, asked=asked.address | ({"part": only} if only else {}), kind=kind, asked_by=user,
        language=translation.get_language(),
    )  # fmt: skip
    make_document.enqueue(pk=document.pk)
    return document


def make(pk: int) -> str:
    """Make it; whatever happens, who asked is told."""
    document = Document.objects.select_related("asked_by").filter(pk=pk, state=Document.State.WAITING).first()
    if document is None:
        return ""
    with translation.override(document.language):
        try:
            _make(document)
            document.state = Document.State.READY
        except GoldAway as away:
            document.state, document.reason = Document.State.FAILED, str(away)
        except Exception as error:  # the log has the rest
            logger.exception("The document %s could not be made.", document)
            said = _("It could not be made: %s") % (error or type(error).__name__)
            document.state, document.reason = Document.State.FAILED, said
    document.save()
    return str(document)


def _make(document: Document) -> None:
    from gold_bi.dashboards.asking import understood

    board = board_of(document.asked_by, document.board)
    if board is None:
        raise PermissionError(_("You may no longer see this dashboard."))
    asked = understood(document.asked, board)
    period = asked.selection.period
    only = document.asked.get("part", "")
    document.content = content([printed(board, asked.selection, asked.compared, only)], document.kind)
    name = f"{board.name}-{only}" if only else board.name
    document.name = f"{name}-{period.first}-{period.last}.{document.kind}"


def content(dashboards: list[Printed], kind: str) -> bytes:
    """The file; what makes it is loaded here, so that no web process has it."""
    if kind == Document.Kind.XLSX:
        from gold_bi.documents.workbook import workbook

        return workbook(dashboards)
    from gold_bi.documents.pdf import pdf

    return pdf(dashboards, settings.SITE_URL.split("//")[-1])
