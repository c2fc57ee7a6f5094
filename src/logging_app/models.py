"""What the ingester stores. Everybody else only reads: there is no permission but "view"."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LogFile(models.Model):
    """One log file as nginx began it, under whatever name rotation has given it since."""

    path = models.TextField(_("file"), help_text=_("Where it was last seen."))
    fingerprint = models.CharField(_("fingerprint"), max_length=64, unique=True)
    inode = models.BigIntegerField(_("inode"))
    bytes_read = models.BigIntegerField(_("bytes read"), default=0)
    lines = models.BigIntegerField(_("lines"), default=0)
    unparsable = models.BigIntegerField(_("unparsable lines"), default=0)
    first_read_at = models.DateTimeField(_("first read"), auto_now_add=True)
    last_read_at = models.DateTimeField(_("last read"), null=True)

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("log file")
        verbose_name_plural = _("log files")

    def __str__(self) -> str:
        return self.path


class AccessLogEntry(models.Model):
    """One request as nginx saw it. Text is what the visitor sent: hostile, of any length, or empty."""

    time = models.DateTimeField(_("time"))
    request_id = models.CharField(_("request id"), max_length=64, blank=True)
    remote_addr = models.GenericIPAddressField(_("IP address"), null=True, help_text=_("Empty for a unix socket."))
    method = models.CharField(_("method"), max_length=32, blank=True)
    path = models.TextField(_("path"), blank=True)
    query = models.TextField(_("query"), blank=True)
    status = models.SmallIntegerField(_("status"))
    bytes_sent = models.BigIntegerField(_("bytes sent"))
    request_time = models.FloatField(_("duration"), help_text=_("In seconds, as nginx measured it."))
    upstream_time = models.FloatField(
        _("time in Django"), null=True, help_text=_("In seconds; empty where nginx answered by itself.")
    )
    referrer = models.TextField(_("referrer"), blank=True)
    user_agent = models.TextField(_("user agent"), blank=True)
    host = models.CharField(_("host"), max_length=255, blank=True)
    protocol = models.CharField(_("protocol"), max_length=32, blank=True)
    scheme = models.CharField(_("scheme"), max_length=16, blank=True)
    request_line = models.TextField(
        _("request line"), blank=True, help_text=_("As it came, where it was no HTTP request: TLS bytes on port 80.")
    )
    # The one writer records the file before its first row, so PostgreSQL need not look it up for each of millions.
    log_file = models.ForeignKey(
        LogFile, models.PROTECT, verbose_name=_("log file"), db_index=False, db_constraint=False
    )
    offset = models.BigIntegerField(_("byte in the file"))

    class Meta:
        default_permissions = ("view",)
        verbose_name = pgettext_lazy("in the access log", "request")
        verbose_name_plural = pgettext_lazy("in the access log", "requests")
        constraints = [
            # The last line of defence: the same bytes are never two requests.
            models.UniqueConstraint(fields=["log_file", "offset"], name="logging_app_entry_read_once"),
        ]
        indexes = [
            models.Index(fields=["-time", "-id"], name="logging_app_entry_newest"),
            models.Index(fields=["request_id"], name="logging_app_entry_request_id"),
            models.Index(fields=["status", "-time", "-id"], name="logging_app_entry_status"),
            models.Index(fields=["remote_addr", "-time", "-id"], name="logging_app_entry_address"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status}"


class UnparsableLine(models.Model):
    """A line that is no request, kept as it was."""

    log_file = models.ForeignKey(LogFile, models.PROTECT, verbose_name=_("log file"), db_index=False)
    offset = models.BigIntegerField(_("byte in the file"))
    reason = models.CharField(_("reason"), max_length=32)
    raw = models.BinaryField(_("line"))
    read_at = models.DateTimeField(_("read"), auto_now_add=True)

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("unparsable line")
        verbose_name_plural = _("unparsable lines")
        constraints = [
            models.UniqueConstraint(fields=["log_file", "offset"], name="logging_app_unparsable_read_once"),
        ]

    def __str__(self) -> str:
        return f"{self.log_file_id}:{self.offset}"


class TrafficHour(models.Model):
    """What one host answered in one hour, by class of status (0: outside 200 to 599).

    `revision` grows with every change of a row, from one sequence and one writer:
    a reader may remember the highest it has seen and ask for what is above.
    """

    hour = models.DateTimeField(_("hour"), help_text=_("The UTC start of the hour."))
    host = models.CharField(_("host"), max_length=255)
    status_class = models.SmallIntegerField(_("status class"))
    requests = models.BigIntegerField(_("requests"))
    bytes_sent = models.BigIntegerField(_("bytes sent"))
    request_seconds = models.FloatField(_("seconds"), help_text=_("The sum of the requests' durations."))
    revision = models.BigIntegerField(_("revision"), db_index=True)

    class Meta:
        db_table = "logging_app_traffic_hour"
        default_permissions = ("view",)
        verbose_name = _("hour of traffic")
        verbose_name_plural = _("hours of traffic")
        constraints = [
            models.UniqueConstraint(fields=["hour", "host", "status_class"], name="logging_app_traffic_hour_key"),
        ]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H:%M} {self.host} {self.status_class}xx"
