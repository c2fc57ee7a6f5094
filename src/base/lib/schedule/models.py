"""When each scheduled task is due next."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Schedule(models.Model):
    """One row per registered task; `cron` is read in the site's time zone."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    cron = models.CharField(_("cron expression"), max_length=100)
    enabled = models.BooleanField(_("enabled"), default=True)
    next_due_at = models.DateTimeField(_("next due"))
    last_enqueued_at = models.DateTimeField(_("last enqueued"), null=True, blank=True)

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")

    def __str__(self) -> str:
        return f"{self.name} ({self.cron})"
