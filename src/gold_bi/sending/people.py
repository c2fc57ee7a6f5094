"""To whom something is sent, in which language, and what that person may see."""

from typing import Any

from django.conf import settings

from gold_bi import dashboards
from gold_bi.dashboards.board import Board
from gold_bi.own.placing import with_own


def language_of(user: Any) -> str:
    """What the person chose for the back office, or else the site's."""
    profile = getattr(user, "wagtail_userprofile", None)
    chosen: str = profile.preferred_language if profile else ""
    return chosen or settings.LANGUAGE_CODE


def boards_of(user: Any) -> list[Board]:
    """Those that the person may see, with the charts of their own."""
    seen = [board for board in dashboards.BOARDS if user.is_active and user.has_perm(board.permission)]
    return with_own(seen, user)


def board_of(user: Any, name: str) -> Board | None:
    return next((board for board in boards_of(user) if board.name == name), None)
