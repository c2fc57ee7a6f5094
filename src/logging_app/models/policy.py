"""What the owner decides about the log, and the searches people keep."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class LogPolicy(models.Model):
    """One row, number 1. Who reads it without one gets the defaults: `LogPolicy.current()`."""

    full_ip_days = models.PositiveSmallIntegerField(
        _("days to keep whole IP addresses"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text=_("Afterwards only the network remains: /24 of an IPv4 address, /48 of an IPv6 one."),
    )
    retention_months = models.PositiveSmallIntegerField(
        _("months to keep requests"),
        default=13,
        validators=[MinValueValidator(1), MaxValueValidator(36)],
        help_text=_("Then whole months are deleted. Daily figures without any address stay."),
    )
    office_networks = models.TextField(
        _("addresses that are not recorded"),
        blank=True,
        help_text=_("Your office's, for instance: one address or network a line. Their requests are not stored."),
    )
    alert_recipients = models.TextField(
        _("who is told when the log fails"),
        blank=True,
        help_text=_("One e-mail address a line. The back office shows it in any case."),
    )

    class Meta:
        default_permissions = ("view", "change")
        verbose_name = _("rules of the request log")
        verbose_name_plural = _("rules of the request log")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> "LogPolicy":
        return cls.objects.first() or cls(pk=1)


class SavedSearch(models.Model):
    """A filter of the list of requests, under a name; each person sees their own."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    query = models.TextField(help_text=_("The query of the list's address."))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="logging_app_saved_search_name")]

    def __str__(self) -> str:
        return self.name
