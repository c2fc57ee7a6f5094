"""What was sold: one fact per order line, and the rollups the charts read.

Amounts are in the company's currency, with the sign they have in the books: credit notes are negative.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .files import FactOfFile


class SaleKind(models.TextChoices):
    """A line's kind, by which figures tell goods from the rest."""

    GOODS = "goods", _("goods")
    CREDIT = "credit", _("credit note")
    CHARGE = "charge", _("postage, fees, vouchers, adjustments")
    FREE = "free", _("without a price: gifts, samples, corrections of the stock")


class FactSale(FactOfFile):
    """One line of an order or of a credit note."""

    sold_at = models.DateTimeField(_("sold"))
    hour = models.SmallIntegerField(_("hour"), help_text=_("Of the site's clock."))
    order = models.CharField(_("order"), max_length=40)
    kind = models.CharField(_("kind"), max_length=6, choices=SaleKind.choices)
    product = models.CharField(_("product"), max_length=40)
    description = models.CharField(_("description"), max_length=200, blank=True)
    customer = models.CharField(_("customer"), max_length=40, blank=True, help_text=_("Empty: nobody knows."))
    country = models.CharField(_("country"), max_length=60, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=3)
    unit_price = models.DecimalField(_("unit price"), max_digits=14, decimal_places=4)
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=4)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["day", "key_hash"], name="gold_bi_sale_same")]

    def __str__(self) -> str:
        return f"{self.order} {self.product}"


class SalesMeasures(models.Model):
    """What is added up of the lines that count.

    `revenue`: everything that was charged, goods or not, less what was credited. `credited`: what credit notes took
    back, as a positive amount. `quantity`: pieces of goods sold, less pieces credited. `lines`: lines of any kind.
    `orders`: distinct ones with goods. `customers` (where there are any): distinct known ones that bought goods.
    """

    revenue = models.DecimalField(_("revenue"), max_digits=18, decimal_places=4)
    credited = models.DecimalField(_("credited"), max_digits=18, decimal_places=4)
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=3)
    lines = models.BigIntegerField(_("lines"))
    orders = models.BigIntegerField(_("orders"))

    class Meta:
        abstract = True


class SalesOrder(models.Model):
    """One order's lines of one kind, added up: what all rollups but that of the products are made from."""

    pk = models.CompositePrimaryKey("day", "hour", "order", "kind", "customer", "country")
    day = models.DateField(_("day"))
    hour = models.SmallIntegerField(_("hour"))
    order = models.CharField(_("order"), max_length=40)
    kind = models.CharField(_("kind"), max_length=6, choices=SaleKind.choices)
    customer = models.CharField(_("customer"), max_length=40, blank=True)
    country = models.CharField(_("country"), max_length=60, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=4)
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=3)
    lines = models.BigIntegerField(_("lines"))

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.order


class SalesDay(SalesMeasures):
    pk = models.CompositePrimaryKey("day", "kind")
    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=6, choices=SaleKind.choices)
    customers = models.BigIntegerField(_("customers"))

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class SalesMonth(SalesMeasures):
    """Distinct orders and customers of a month: those of its days do not add up."""

    month = models.DateField(_("month"), primary_key=True)
    customers = models.BigIntegerField(_("customers"))

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class SalesHour(SalesMeasures):
    """By day and hour of the site's clock: what a heatmap of weekdays and hours adds up."""

    pk = models.CompositePrimaryKey("day", "hour")
    day = models.DateField(_("day"))
    hour = models.SmallIntegerField(_("hour"))

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.day} {self.hour}:00"


class SalesProductMonth(SalesMeasures):
    pk = models.CompositePrimaryKey("month", "product")
    month = models.DateField(_("month"))
    product = models.CharField(_("product"), max_length=40)
    description = models.CharField(_("description"), max_length=200)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.product}"


class SalesCountryMonth(SalesMeasures):
    pk = models.CompositePrimaryKey("month", "country")
    month = models.DateField(_("month"))
    country = models.CharField(_("country"), max_length=60)
    customers = models.BigIntegerField(_("customers"))

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.country}"


class SalesCustomerMonth(SalesMeasures):
    """Of the customers somebody knows; what cohorts and recency are read from."""

    pk = models.CompositePrimaryKey("month", "customer")
    month = models.DateField(_("month"))
    customer = models.CharField(_("customer"), max_length=40)
    last_day = models.DateField(_("last order"))

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.customer}"
