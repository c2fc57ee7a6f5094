"""Guessing passwords is slowed down until it is hopeless, without harm to those who know theirs.

Two limits within AXES_COOLOFF_TIME. Of one user name from one address: AXES_FAILURE_LIMIT. Of one user name from
everywhere: PER_ACCOUNT, which a browser that its owner has signed in with before is not held to, so nobody locks an
owner out by guessing. A name that nobody has is counted in the same way, so the answers tell nothing.
"""

from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.core import signing
from django.db.models import Sum
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Below 20 by what eight threads may evaluate at the same moment, before the first of them is counted.
PER_ACCOUNT = 12
COOKIE, SALT = "known_device", "website.people.known_device"
DAYS_KNOWN = 180


class PerAccountHandler(AxesDatabaseHandler):
    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        name = get_client_username(request, credentials)
        recent = AccessAttempt.objects.filter(username=name, attempt_time__gte=get_cool_off_threshold(request))
        address = request.axes_ip_address  # type: ignore[attr-defined] # axes sets it
        everywhere = _sum(recent)
        if everywhere >= PER_ACCOUNT and not is_known(request, name):
            return max(everywhere, settings.AXES_FAILURE_LIMIT)
        return _sum(recent.filter(ip_address=address))


def _sum(attempts: Any) -> int:
    return attempts.aggregate(sum=Sum("failures_since_start"))["sum"] or 0


def remember(response: HttpResponseBase, name: str) -> None:
    """The browser that gets `response` has been signed in as `name`."""
    response.set_cookie(
        COOKIE,
        signing.dumps(name, salt=SALT),
        max_age=DAYS_KNOWN * 86_400,
        path="/admin/login/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def is_known(request: HttpRequest, name: str | None) -> bool:
    try:
        signed = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=DAYS_KNOWN * 86_400)
    except signing.BadSignature:
        return False
    return bool(name) and signed == name
