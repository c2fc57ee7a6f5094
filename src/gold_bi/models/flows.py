"""What GOLD remembers of its flows: how far each has come, and every run."""

import math
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .files import SourceFile

STARTED_BY_SCHEDULE, STARTED_BY_COMMAND = "schedule", "command"


class FlowState(models.Model):
    """How far a flow has come. Written in the transaction that loads its rows, so neither is ever ahead."""

    name = models.CharField(_("flow"), max_length=100, primary_key=True)
    watermark = models.BigIntegerField(_("watermark"), default=0)
    loaded_at = models.DateTimeField(_("last loaded"), null=True)

    class Meta:
        default_permissions = ()
        permissions = [
            ("view_figures", "Can see the figures"),
            ("run_flow", "Can run flows"),
        ]
        verbose_name = _("flow")
        verbose_name_plural = _("flows")

    def __str__(self) -> str:
        return self.name


class FlowRunQuerySet(models.QuerySet["FlowRun"]):
    def of(self, flow: str) -> "FlowRunQuerySet":
        return self.filter(flow=flow)

    def running(self) -> "FlowRunQuerySet":
        return self.filter(state=FlowRun.State.RUNNING)

    def succeeded(self) -> "FlowRunQuerySet":
        return self.filter(state=FlowRun.State.SUCCEEDED)

    def failed(self) -> "FlowRunQuerySet":
        return self.filter(state=FlowRun.State.FAILED)

    def newest(self) -> "FlowRun | None":
        return self.order_by("-started_at", "-pk").first()

    def fail(self, reason: str, **others: Any) -> int:
        """Mark these runs failed, now; returns how many there were."""
        return self.update(state=FlowRun.State.FAILED, reason=reason, finished_at=timezone.now(), **others)


class FlowRun(models.Model):
    """One run of one flow. A run that says SUCCEEDED was written together with the rows it counts."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        SUCCEEDED = "succeeded", _("Succeeded")
        FAILED = "failed", pgettext_lazy("of a run", "Failed")

    flow = models.CharField(_("flow"), max_length=100)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.RUNNING)
    started_by = models.CharField(_("started by"), max_length=150)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("ended"), null=True)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    code_version = models.CharField(_("version of the code"), max_length=40, blank=True)
    file = models.ForeignKey(SourceFile, null=True, on_delete=models.SET_NULL, related_name="runs")
    first_day = models.DateField(_("from"), null=True, help_text=_("Of a run that loads some days again."))
    last_day = models.DateField(_("to"), null=True)
    rows_read = models.PositiveBigIntegerField(_("rows read"), default=0)
    rows_rejected = models.PositiveBigIntegerField(_("rows set aside"), default=0)
    rows_left_out = models.PositiveBigIntegerField(_("rows left out by the transform"), default=0)
    rows_changed = models.PositiveBigIntegerField(_("rows changed"), default=0)
    watermark_before = models.BigIntegerField(_("watermark before"), default=0)
    watermark_after = models.BigIntegerField(_("watermark after"), default=0)
    reason = models.TextField(_("why it failed"), blank=True)
    log = models.TextField(_("log"), blank=True)

    # Of a run under way, in its own process: when it has to end, by time.monotonic().
    ends: float = math.inf

    objects = FlowRunQuerySet.as_manager()
    wagtail_reference_index_ignore = True  # the index lives in the other database

    class Meta:
        default_permissions = ("view",)
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["flow", "-started_at"], name="gold_bi_run_by_flow")]
        verbose_name = _("flow run")
        verbose_name_plural = _("flow runs")

    def __str__(self) -> str:
        return f"{self.flow}, {timezone.localtime(self.started_at):%Y-%m-%d %H:%M}"

    def note(self, step: str) -> None:
        """Add a line to the log, with the time."""
        self.log += f"{timezone.localtime():%H:%M:%S} {step}\n"

    @property
    def duration(self) -> timedelta | None:
        return self.finished_at - self.started_at if self.finished_at else None

    @property
    def started_by_in_words(self) -> str:
        words = {STARTED_BY_SCHEDULE: gettext("the schedule"), STARTED_BY_COMMAND: gettext("the command line")}
        return words.get(self.started_by, self.started_by)
