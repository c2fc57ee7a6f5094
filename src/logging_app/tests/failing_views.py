"""Views that fail, for the tests of what is kept of it."""

from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.module_loading import import_string

# The lines of the code are shown, so what must not be seen stands elsewhere.
PERSON, TELEPHONE, NUMBER, ROW = "mario.rossi@example.it", "340 1234567", "quattordici", "(email)=(Giovanna)"

EMPTY: dict[str, str] = {}


def _inner(password: str, remark: str) -> None:
    try:
        EMPTY[password]
    except KeyError:
        raise ValueError(f"cannot use {password} nor '{remark}' of {PERSON} on {TELEPHONE}") from None


def typed(request: HttpRequest) -> HttpResponse:
    _inner(request.POST["parola"], request.POST["nota"])
    return HttpResponse()


def chained(request: HttpRequest) -> HttpResponse:
    try:
        int(NUMBER)
    except ValueError as error:
        raise RuntimeError("the price is no number") from error
    return HttpResponse()


def duplicate(request: HttpRequest) -> HttpResponse:
    raise IntegrityError(f'duplicate key value violates unique constraint "a"\nDETAIL:  Key {ROW} already exists.\n')


def secret(request: HttpRequest) -> HttpResponse:
    from django.conf import settings

    raise ValueError(f"bad signature {settings.SECRET_KEY}")


class Spiteful(Exception):
    def __str__(self) -> str:
        raise ValueError("no")


def spiteful(request: HttpRequest) -> HttpResponse:
    raise Spiteful


def deep(request: HttpRequest, depth: int = 120) -> Any:
    return deep(request, depth - 1) if depth else EMPTY["bottom"]


urlpatterns = [
    *(path(f"fails/{view.__name__}/", view) for view in (typed, chained, duplicate, secret, spiteful, deep)),
    *import_string("base.urls.urlpatterns"),  # by name: an app imports nothing of base but its lib
]
