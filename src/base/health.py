"""Health for machines: is the process up, and can it do its work."""

from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers; touches nothing else, so a database's death restarts no web worker."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """The databases, asked for real.

    200 `ready`; 200 `degraded` when only GOLD is away, since the site needs it for nothing;
    503 `down` when the site's own database is.
    """
    answers = {alias: _answers(alias) for alias in ("default", "gold")}
    state = "down" if not answers["default"] else "ready" if answers["gold"] else "degraded"
    databases = {alias: "up" if up else "down" for alias, up in answers.items()}
    return JsonResponse({"state": state, "databases": databases}, status=503 if state == "down" else 200)


def _answers(alias: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connections[alias].close()
        return False
    return True
