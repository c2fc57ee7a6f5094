"""What is done to the log by rule or by order, written down where the owner can read it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Pruning(models.Model):
    """One look at what the rules say must go, that found something."""

    ran_at = models.DateTimeField(_("when"), auto_now_add=True)
    addresses_shortened = models.IntegerField(_("requests whose address was shortened"), default=0)
    requests_deleted = models.BigIntegerField(_("requests deleted"), default=0)
    months_dropped = models.TextField(_("months deleted"), blank=True, help_text=_("Such as 2025-10 2025-11."))
    salts_destroyed = models.IntegerField(_("days closed to re-identification"), default=0)
    lines_deleted = models.IntegerField(_("unparsable lines and errors deleted"), default=0)
    texts_deleted = models.IntegerField(_("paths, agents and referrers nobody names any more"), default=0)
    files_deleted = models.IntegerField(_("log files deleted"), default=0)

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("pruning")
        verbose_name_plural = _("prunings")

    def __str__(self) -> str:
        return str(self.ran_at)


class Erasure(models.Model):
    """A person's order to erase what one address asked for. The ingester carries it out, being the one who writes.

    Once done, the address itself is shortened here too: the record shows that, when and by whom, not of whom.
    """

    ip = models.GenericIPAddressField(_("IP address"))
    ordered_by = models.CharField(_("ordered by"), max_length=150)
    ordered_at = models.DateTimeField(_("ordered"), auto_now_add=True)
    done_at = models.DateTimeField(_("done"), null=True)
    requests = models.IntegerField(_("requests erased"), default=0)
    errors = models.IntegerField(_("errors erased"), default=0)

    class Meta:
        default_permissions = ("add", "view")
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return self.ip


class Alert(models.Model):
    """Something the owner should know about the log or the site, from when to when.

    `told_at` is when somebody was told that it began. Without it `told` is BOTH where it came and went too soon after
    the last message to be worth another.
    """

    class Kind(models.TextChoices):
        LAG = "lag", _("The log is behind")
        GAP = "gap", _("Part of a log is missing")
        ERRORS = "errors", _("The site fails")

    class Told(models.TextChoices):
        NOTHING = "nothing"
        BEGIN = "begin"
        BOTH = "both"

    kind = models.CharField(_("what"), max_length=8, choices=Kind)
    detail = models.TextField(_("detail"), help_text=_("In the company's language."))
    opened_at = models.DateTimeField(_("since"), auto_now_add=True)
    closed_at = models.DateTimeField(_("until"), null=True)
    told = models.CharField(max_length=8, choices=Told, default=Told.NOTHING)
    told_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=models.Q(closed_at=None), name="logging_app_alert_open")
        ]

    def __str__(self) -> str:
        return self.detail
