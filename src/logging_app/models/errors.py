"""What went wrong: nginx's error log, and exceptions that Django did not handle."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .access import OFFSET_BITS


class ErrorLogEntry(models.Model):
    """One message of nginx's error log; its id is its place, as an access log entry's is.

    The log has whole seconds only and no request id: `connection`, `ip` and the request line lead to the request.
    """

    id = models.BigIntegerField(primary_key=True)
    time = models.DateTimeField(_("time"))
    level = models.CharField(_("level"), max_length=8)
    process = models.IntegerField(_("process"), null=True)
    connection = models.BigIntegerField(_("connection"), null=True)
    message = models.TextField(_("message"))
    ip = models.GenericIPAddressField(_("IP address"), null=True)
    server = models.CharField(_("server"), max_length=255, blank=True)
    host = models.CharField(_("host"), max_length=255, blank=True)
    method = models.CharField(_("method"), max_length=32, blank=True)
    path = models.TextField(_("path"), blank=True)
    query = models.TextField(_("query"), blank=True)
    upstream = models.TextField(_("upstream"), blank=True)
    referrer = models.TextField(_("referrer"), blank=True)
    # Whether the days to keep addresses whole are over for this one.
    shortened = models.BooleanField(default=False)

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("error of the server")
        verbose_name_plural = _("errors of the server")
        indexes = [
            models.Index(fields=["-time", "-id"], name="logging_app_error_newest"),
            models.Index(fields=["connection", "-time"], name="logging_app_error_connection"),
            # Rare, and asked for by themselves: without it every lesser error would be passed on the way.
            models.Index(
                fields=["-time", "-id"],
                name="logging_app_error_grave",
                condition=models.Q(level__in=["crit", "alert", "emerg"]),
            ),
            models.Index(fields=["time"], name="logging_app_error_whole", condition=models.Q(shortened=False)),
        ]

    def __str__(self) -> str:
        return self.message

    @property
    def log_file_id(self) -> int:
        return self.id >> OFFSET_BITS


class ExceptionReport(models.Model):
    """An exception nobody handled: where it came from, never with what a visitor typed.

    `path` is the name of the task where a background task failed; then there is no method.
    """

    time = models.DateTimeField(_("time"))
    request_id = models.UUIDField(_("request id"), null=True)
    method = models.CharField(_("method"), max_length=32, blank=True)
    path = models.TextField(_("path"), blank=True)
    exception = models.CharField(_("exception"), max_length=200, help_text=_("Its class, with its module."))
    message = models.TextField(_("message"), blank=True)
    trace = models.JSONField(
        _("stack trace"),
        default=list,
        help_text=_("The chain of exceptions, each with files, lines, functions; no values of variables."),
    )
    left_out = models.IntegerField(
        _("left out"), default=0, help_text=_("How many of the same, just before, were too many to be stored.")
    )

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        indexes = [
            models.Index(fields=["-time", "-id"], name="logging_app_exception_newest"),
            models.Index(fields=["request_id"], name="logging_app_exception_request"),
        ]

    def __str__(self) -> str:
        return self.exception
