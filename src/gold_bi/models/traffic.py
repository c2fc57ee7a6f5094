"""What the site served: facts by the hour, and the rollups the charts read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Measures(models.Model):
    """What is added up: requests, bytes sent to visitors, seconds spent answering."""

    requests = models.BigIntegerField(_("requests"))
    bytes_sent = models.BigIntegerField(_("bytes sent"))
    request_seconds = models.FloatField(_("request seconds"))

    class Meta:
        abstract = True


class FactTrafficHour(Measures):
    """One UTC hour of one host and status class (2 to 5; 0 where there was no status)."""

    hour = models.DateTimeField(_("hour"))
    day = models.DateField(_("day"), help_text=_("In the site's time zone."), db_index=True)
    host = models.CharField(_("host"), max_length=255)
    status_class = models.SmallIntegerField(_("status class"))

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["hour", "host", "status_class"], name="gold_bi_one_fact_per_traffic_hour")
        ]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H}:00Z {self.host} {self.status_class}xx"


class TrafficDay(Measures):
    """Rollup: a day in the site's time zone (of 23 to 25 hours) by status class."""

    pk = models.CompositePrimaryKey("day", "status_class")
    day = models.DateField(_("day"))
    status_class = models.SmallIntegerField(_("status class"))

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.day} {self.status_class}xx"


class TrafficHour(Measures):
    """Rollup: everything served in one UTC hour, which lies in the site's `day`."""

    pk = models.CompositePrimaryKey("day", "hour")
    day = models.DateField(_("day"))
    hour = models.DateTimeField(_("hour"))

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H}:00Z"
