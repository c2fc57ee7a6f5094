"""The hourly rollup, kept in the transaction that stores the requests it counts."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

# Bucket 0 holds requests below 1 ms, bucket n those from 2^(n-1) to below 2^n ms, the last one all above.
LATENCY_BUCKETS = 16
# The bucket of an entry `e`, in SQL.
LATENCY_BUCKET_SQL = (
    f"width_bucket(e.request_ms, '{{{', '.join(str(2**n) for n in range(LATENCY_BUCKETS - 1))}}}'::integer[])"
)


def latency_bucket(milliseconds: int) -> int:
    return min(milliseconds.bit_length(), LATENCY_BUCKETS - 1)


class TrafficHour(models.Model):
    """What one host answered in one hour, by status and by who asked.

    `revision` grows with every change of a row, from one sequence and one writer:
    a reader may remember the highest it has seen and ask for what is above.
    """

    hour = models.DateTimeField(_("hour"), help_text=_("The UTC start of the hour."))
    host = models.CharField(_("host"), max_length=255)
    status = models.SmallIntegerField(_("status"))
    is_bot = models.BooleanField(_("bot"))
    requests = models.BigIntegerField(_("requests"))
    bytes_sent = models.BigIntegerField(_("bytes sent"))
    request_ms = models.BigIntegerField(_("milliseconds"), help_text=_("The sum of the requests' durations."))
    latency = ArrayField(models.IntegerField(), size=LATENCY_BUCKETS, verbose_name=_("requests by duration"))
    revision = models.BigIntegerField(_("revision"), db_index=True)

    class Meta:
        db_table = "logging_app_traffic_hour"
        default_permissions = ("view",)
        verbose_name = _("hour of traffic")
        verbose_name_plural = _("hours of traffic")
        constraints = [
            models.UniqueConstraint(fields=["hour", "host", "status", "is_bot"], name="logging_app_traffic_hour_key"),
        ]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H:%M} {self.host} {self.status}"
