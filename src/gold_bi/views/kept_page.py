"""A page of the admin kept for whom it was made, for as long as it would be made the same."""

import zlib
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils.translation import get_language

from gold_bi.dashboards.keeping import KEPT_FOR


def kept_page(request: HttpRequest, shown: list[Any], make: Callable[[], HttpResponse]) -> HttpResponse:
    """The page as it was when its reader last saw the same `shown`, else what `make` gives.

    Its frame shows the reader's name, theme and language, and leads where the reader's rights go: all that tells one
    page from another, as do their cookies, of which the form's CSRF token is one half. A page that carries a message
    is for once.
    """
    if settings.CSRF_COOKIE_NAME not in request.COOKIES or len(get_messages(request)):
        return make()
    key = f"page:{sha256(repr([shown, *_reader(request)]).encode()).hexdigest()}"
    packed: bytes | None = cache.get(key)
    if packed is not None:
        return HttpResponse(zlib.decompress(packed))
    response = make()
    if isinstance(response, SimpleTemplateResponse):
        response.add_post_render_callback(lambda made: cache.set(key, zlib.compress(made.content, level=1), KEPT_FOR))
    return response


def _reader(request: HttpRequest) -> list[Any]:
    user: Any = request.user
    profile = model_to_dict(user.wagtail_userprofile) if hasattr(user, "wagtail_userprofile") else None
    named = [user.pk, user.get_username(), user.get_full_name(), user.email, profile]
    asked = [request.build_absolute_uri(), get_language(), sorted(request.COOKIES.items())]
    return [*named, sorted(user.get_all_permissions()), *asked]
