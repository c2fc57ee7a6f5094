"""The log of sign-ins: who came in, who was refused, and who was not even heard."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .addresses import client_address, shortened


class SignIn(models.Model):
    """One attempt to sign in; those that were not heard are counted by the hour."""

    class Outcome(models.TextChoices):
        SUCCESS = "success", pgettext_lazy("sign-in", "Signed in")
        FAILED = "failed", pgettext_lazy("sign-in", "Wrong password")
        CODE_FAILED = "code", pgettext_lazy("sign-in", "Wrong second step")
        THROTTLED = "throttled", pgettext_lazy("sign-in", "Too many attempts")

    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    times = models.PositiveIntegerField(_("times"), default=1)
    address = models.GenericIPAddressField(_("address"))
    is_shortened = models.BooleanField(default=False)
    user_agent = models.CharField(_("browser"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        default_permissions = ("view",)
        permissions = [("manage_people", _("Can invite colleagues and see who did what"))]
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.user or _('a name that nobody has')}"


def record(request: HttpRequest | None, user: Any, outcome: str) -> None:
    """What was typed as a name is kept only if somebody has it: else it may be a password in the wrong field."""
    address = client_address(request) if request else "0.0.0.0"  # noqa: S104 -- from no request, no address
    agent = str(request.META.get("HTTP_USER_AGENT", ""))[:300] if request else ""
    if outcome == SignIn.Outcome.THROTTLED:
        hour = timezone.now() - timedelta(hours=1)
        same = SignIn.objects.filter(outcome=outcome, user=user, address=address, at__gte=hour)
        if same.update(times=F("times") + 1):
            return
    SignIn.objects.create(user=user, outcome=outcome, address=address, user_agent=agent)


def record_success(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    record(request, user, SignIn.Outcome.SUCCESS)


def record_failure(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Connected before axes: `axes_locked_out` says that this attempt was refused unheard."""
    name = str(credentials.get("username") or "")
    user = get_user_model()._default_manager.filter(username=name).first() if "\0" not in name else None
    unheard = getattr(request, "axes_locked_out", False)
    record(request, user, SignIn.Outcome.THROTTLED if unheard else SignIn.Outcome.FAILED)


def record_wrong_code(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    record(request, user, SignIn.Outcome.CODE_FAILED)


def forget_old() -> int:
    """Delete what is too old and shorten the addresses of what is older; returns how many entries went."""
    now = timezone.now()
    gone, _of_each = SignIn.objects.filter(at__lt=now - timedelta(days=settings.SIGN_IN_LOG_DAYS)).delete()
    whole = SignIn.objects.filter(is_shortened=False, at__lt=now - timedelta(days=settings.SIGN_IN_ADDRESS_DAYS))
    for address in whole.values_list("address", flat=True).order_by().distinct():
        whole.filter(address=address).update(address=shortened(address), is_shortened=True)
    return gone
