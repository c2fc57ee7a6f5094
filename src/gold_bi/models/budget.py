"""What the company means to reach, month by month."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .files import FactOfFile


class Measure(models.TextChoices):
    """What a target can be set for: figures that GOLD has."""

    REVENUE = "revenue", _("revenue")
    ORDERS = "orders", _("orders")
    CUSTOMERS = "customers", _("customers")
    LEADS = "leads", _("leads")
    VISITS = "visits", _("visits")


class FactTarget(FactOfFile):
    """One line of a budget: a month, a measure, what is to be reached. `day` is the month's first."""

    measure = models.CharField(_("measure"), max_length=10, choices=Measure.choices)
    target = models.DecimalField(_("target"), max_digits=16, decimal_places=2)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["day", "key_hash"], name="gold_bi_target_same")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m} {self.measure}"


class TargetMonth(models.Model):
    """Rollup: the target of a measure in a month."""

    pk = models.CompositePrimaryKey("month", "measure")
    month = models.DateField(_("month"), help_text=_("Its first day."))
    measure = models.CharField(_("measure"), max_length=10, choices=Measure.choices)
    target = models.DecimalField(_("target"), max_digits=18, decimal_places=2)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.measure}"
