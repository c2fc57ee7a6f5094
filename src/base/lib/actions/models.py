"""Each time an action was asked for, how far it has come, and how it ended."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEEP = timedelta(days=90)


class ActionRun(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for the worker")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    action = models.CharField(_("action"), max_length=100)
    choice = models.CharField(_("choice"), max_length=200, blank=True)
    choice_words = models.CharField(_("done to"), max_length=255, blank=True, help_text=_("As it was called then."))
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("asked for by"), related_name="+"
    )
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0, help_text=_("0 while nobody knows."))
    outcome = models.TextField(_("outcome"), blank=True)

    class Meta:
        verbose_name = _("special action")
        verbose_name_plural = _("special actions")
        default_permissions = ()
        permissions = [("do_upkeep", _("Can have the site's upkeep done"))]
        ordering = ["-asked_at", "-pk"]
        # Two of one action at once would get into each other's way.
        constraints = [
            models.UniqueConstraint(
                fields=["action"], condition=models.Q(state__in=["waiting", "running"]), name="actions_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.choice_words}".strip()

    @property
    def unfinished(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)
