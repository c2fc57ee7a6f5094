"""Who may do much must prove more than a password: owners, integrators and superusers."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from .groups import INTEGRATORS, OWNERS

FREE = ("/admin/login/", "/admin/logout/", "/admin/jsi18n/")


def must_have_second_factor(user: Any) -> bool:
    return user.is_superuser or user.groups.filter(name__in=[OWNERS, INTEGRATORS]).exists()


def has_second_factor(user: Any) -> bool:
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]))


class SecondFactorMiddleware:
    """Leads those who must have a second factor and have none to where they set it up; nothing else answers them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if (
            settings.SECOND_FACTOR_REQUIRED
            and path.startswith("/admin/")
            and not path.startswith(FREE)
            and request.user.is_authenticated
            and must_have_second_factor(request.user)
            and not has_second_factor(request.user)
        ):
            messages.warning(request, _("Your account may do a lot: add an authenticator app or a passkey first."))
            return redirect("mfa_index")
        return self.get_response(request)
