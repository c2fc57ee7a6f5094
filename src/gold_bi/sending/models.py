"""Who wants which figures sent, and what was made of them."""

from datetime import date, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=7)  # documents; whoever wants one later has it made again


class Document(models.Model):
    """A dashboard's figures as a file, made by the worker for the one who asked for it."""

    class Kind(models.TextChoices):
        XLSX = "xlsx", _("Excel workbook")
        PDF = "pdf", _("PDF")

    class State(models.TextChoices):
        WAITING = "waiting", _("being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    board = models.CharField(max_length=50)
    asked = models.JSONField(default=dict)  # what stood in the dashboard's address
    kind = models.CharField(max_length=4, choices=Kind.choices)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    language = models.CharField(max_length=10)
    reason = models.TextField(blank=True)
    name = models.CharField(max_length=150, blank=True)
    content = models.BinaryField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.board}.{self.kind} {self.state}"


class Paused(models.Model):
    """Something that says nothing on some days, such as those of August."""

    paused_from = models.DateField(_("Silent from"), null=True, blank=True)
    paused_to = models.DateField(_("Silent to"), null=True, blank=True, help_text=_("This day included."))

    class Meta:
        abstract = True

    def is_paused(self, day: date) -> bool:
        if self.paused_from is None and self.paused_to is None:
            return False
        return (self.paused_from or date.min) <= day <= (self.paused_to or date.max)


class Digest(Paused):
    """The weekly letter of one person."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    active = models.BooleanField(_("Send it to me every week"), default=True)
    boards = models.JSONField(_("Dashboards"), default=list)
    weekday = models.PositiveSmallIntegerField(
        _("Day of the week"), choices=[(number + 1, name) for number, name in WEEKDAYS.items()], default=1
    )
    hour = models.PositiveSmallIntegerField(
        _("Hour"), default=8, validators=[MinValueValidator(0), MaxValueValidator(23)]
    )
    since = models.DateTimeField(default=timezone.now)  # what was due before is not owed
    sent_for = models.DateField(null=True)  # the day on which the last one was due
    sent_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)  # why the last one has not been sent yet

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"digest of {self.user}"


class Alert(Paused):
    """One person's wish to be told when a figure is beyond a limit."""

    class Period(models.TextChoices):
        DAY = "yesterday", _("a day")
        WEEK = "7", _("seven days")
        MONTH = "30", _("thirty days")

    class Condition(models.TextChoices):
        BELOW = "below", _("is below")
        ABOVE = "above", _("is above")
        FALLS = "falls", _("has fallen, in percent, by more than")
        RISES = "rises", _("has risen, in percent, by more than")

    class Against(models.TextChoices):
        BEFORE = "before", _("against the period before")
        YEAR = "year_before", _("against the year before")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    board = models.CharField(_("Dashboard"), max_length=50)
    kpi = models.CharField(_("Figure"), max_length=50)
    period = models.CharField(_("Of"), max_length=10, choices=Period.choices, default=Period.WEEK)
    condition = models.CharField(_("Tell me when it"), max_length=10, choices=Condition.choices)
    limit = models.DecimalField(_("Limit"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)])
    against = models.CharField(
        _("A change is measured"), max_length=12, choices=Against.choices, default=Against.BEFORE
    )
    active = models.BooleanField(_("Active"), default=True)
    fires = models.BooleanField(default=False)  # it did when it was last looked at
    checked_at = models.DateTimeField(null=True)
    said = models.TextField(blank=True)  # of the last look, in the person's language

    class Meta:
        default_permissions = ()
        ordering = ("board", "kpi", "pk")

    def __str__(self) -> str:
        return f"{self.board}: {self.kpi} {self.condition} {self.limit}"


class Firing(models.Model):
    """An alert that was raised, with why. `told_at` is None until its letter is sent."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="firings")
    at = models.DateTimeField(default=timezone.now)
    said = models.TextField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.said}"
