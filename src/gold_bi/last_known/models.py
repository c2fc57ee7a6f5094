"""What the site knows of the figures while GOLD is away."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LastKnown(models.Model):
    """One dashboard's data as of a load, in the form its charts take (JSON)."""

    dashboard = models.CharField(max_length=100, primary_key=True)
    as_of = models.DateTimeField()
    data = models.JSONField()

    class Meta:
        default_permissions = ()
        # One for each dashboard; GOLD's own models have none, since permissions live in the site's database.
        permissions = [
            ("view_today", _("Can see the dashboard “Today”")),
            ("view_sales", _("Can see the dashboard “Sales”")),
            ("view_customers", _("Can see the dashboard “Customers”")),
            ("view_visitors", _("Can see the dashboard “Visitors”")),
            ("view_leads", _("Can see the dashboard “Leads”")),
            ("view_data_health", _("Can see the dashboard “Data health”")),
        ]

    def __str__(self) -> str:
        return f"{self.dashboard}, {self.as_of:%Y-%m-%d %H:%M}"


class TroubleQuerySet(models.QuerySet["Trouble"]):
    def under_way(self) -> "TroubleQuerySet":
        return self.filter(over_at=None)

    def to_be_told(self) -> "TroubleQuerySet":
        return self.under_way().filter(certain=True)


class Trouble(models.Model):
    """What is wrong with a flow, or was last. GOLD cannot keep it: it may be the one that is away."""

    class Kind(models.TextChoices):
        FAILED = "failed", _("Its runs fail")
        LATE = "late", _("Its figures are late")

    flow = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.TextField()
    attempts = models.PositiveSmallIntegerField(default=0)  # in a row that failed
    certain = models.BooleanField(default=False)  # no further attempt is likely to mend it
    next_attempt_at = models.DateTimeField(null=True)
    since = models.DateTimeField(default=timezone.now)
    over_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # the last letter of it
    end_is_owed = models.BooleanField(default=False)  # whoever was told of it is told when it is over

    objects = TroubleQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["flow", "kind"], name="one_trouble_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.flow}: {self.kind}"
