"""Rows that could not be loaded: kept with what is wrong, until somebody mends them or leaves them out."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .files import SourceFile


class RejectedRowQuerySet(models.QuerySet["RejectedRow"]):
    def open(self) -> "RejectedRowQuerySet":
        return self.filter(state=RejectedRow.State.OPEN)

    def mended(self) -> "RejectedRowQuerySet":
        return self.filter(state=RejectedRow.State.MENDED)

    def left_out(self) -> "RejectedRowQuerySet":
        return self.filter(state=RejectedRow.State.LEFT_OUT)

    def to_load(self) -> "RejectedRowQuerySet":
        """Corrections that GOLD does not hold yet."""
        return self.mended().filter(Q(loaded__isnull=True) | ~Q(loaded=F("mended")))

    def to_take_out(self) -> "RejectedRowQuerySet":
        """Rows whose correction GOLD still holds, though somebody took it back."""
        return self.exclude(state=RejectedRow.State.MENDED).filter(loaded__isnull=False)


class RejectedRow(models.Model):
    """One row that is set aside, as its source gave it.

    A MENDED row is a correction: whenever the flow reads a row that equals `row` (by `fingerprint`), it takes `mended`
    in its place, in this file and in the versions that replace it. So whoever decides on a row decides on all that
    say the same. A row LEFT_OUT is passed over in the same way, and counts as no fault.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Set aside")
        MENDED = "mended", _("Corrected")
        LEFT_OUT = "left out", _("Left out for good")
        GONE = "gone", _("No longer in its file")

    flow = models.CharField(_("flow"), max_length=100)
    file = models.ForeignKey(SourceFile, null=True, on_delete=models.CASCADE, related_name="rejected")
    line = models.BigIntegerField(_("line"), null=True)
    column = models.CharField(_("column"), max_length=100)
    value = models.TextField(_("value"))
    reason = models.TextField(_("what is wrong"))
    row = models.JSONField(help_text=_("Column by column, the text as it was found."))
    fingerprint = models.CharField(max_length=32)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    # The row to take instead; of an open row, a correction that was tried and was wrong too.
    mended = models.JSONField(null=True)
    # The correction that GOLD's rows were made with at the file's last load. Where it is not `mended`, a load is due.
    loaded = models.JSONField(null=True)
    why = models.TextField(_("why it was left out"), blank=True)
    decided_by = models.CharField(_("decided by"), max_length=150, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    set_aside_at = models.DateTimeField(_("set aside"), default=timezone.now)

    objects = RejectedRowQuerySet.as_manager()
    wagtail_reference_index_ignore = True  # the index lives in the other database

    class Meta:
        default_permissions = ("view", "change")
        ordering = ["flow", "file", "line"]
        indexes = [
            models.Index(fields=["flow", "state", "file", "line"], name="gold_bi_rejected_by_flow"),
            models.Index(fields=["flow", "fingerprint"], name="gold_bi_rejected_again"),
        ]
        verbose_name = _("row set aside")
        verbose_name_plural = _("rows set aside")

    def __str__(self) -> str:
        return f"{self.flow}, {self.file or ''} {self.line or ''}: {self.reason}"
