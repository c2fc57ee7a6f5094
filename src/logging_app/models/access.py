"""One row for each request. The table is partitioned by month and made by SQL: see the migration."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .texts import Agent, Campaign, Endpoint, Path, Referrer

# An entry's id is its place: the number of its file and its byte in it (a file of at most a terabyte).
OFFSET_BITS = 40


def entry_id(log_file_id: int, offset: int) -> int:
    return log_file_id << OFFSET_BITS | offset


def text(to: type[models.Model], label: Any, null: bool = False) -> "models.ForeignKey[Any, Any]":
    """A number in a table of texts. The one writer stores the text first, so PostgreSQL need not look it up again."""
    return models.ForeignKey(
        to, models.PROTECT, verbose_name=label, null=null, db_index=False, db_constraint=False, related_name="+"
    )


class AccessLogEntry(models.Model):
    """One request as nginx saw it. Text is what the visitor sent: hostile, of any length, or empty.

    The primary key of the table is (time, id): look an entry up by both, or every month is searched.
    The same bytes of a log have the same time and id, so they can never be stored twice.
    """

    id = models.BigIntegerField(primary_key=True)
    time = models.DateTimeField(_("time"))
    request_id = models.UUIDField(_("request id"), null=True)
    ip = models.GenericIPAddressField(
        _("IP address"), null=True, help_text=_("Empty for a unix socket; a network once the days to keep it are over.")
    )
    visitor = models.BigIntegerField(
        _("visitor"), null=True, help_text=_("The same number for the same address and user agent on one day.")
    )
    is_bot = models.BooleanField(_("bot"), default=False)
    country = models.CharField(_("country"), max_length=2, blank=True)
    endpoint = text(Endpoint, _("endpoint"))
    path = text(Path, _("path"))
    query = models.TextField(_("query"), blank=True)
    status = models.SmallIntegerField(_("status"))
    bytes_sent = models.BigIntegerField(_("bytes sent"))
    request_ms = models.IntegerField(_("request time"), help_text=_("In milliseconds, as nginx measured it."))
    upstream_ms = models.IntegerField(
        _("upstream time"), null=True, help_text=_("In milliseconds; empty where nginx answered by itself.")
    )
    referrer = text(Referrer, _("referrer"), null=True)
    campaign = text(Campaign, _("campaign"), null=True)
    agent = text(Agent, _("user agent"))
    connection = models.BigIntegerField(_("connection"), null=True, help_text=_("nginx's number for it."))
    request_line = models.TextField(
        _("request line"), blank=True, help_text=_("As it came, where it was no HTTP request: TLS bytes on port 80.")
    )

    class Meta:
        default_permissions = ("view",)
        verbose_name = pgettext_lazy("in the access log", "request")
        verbose_name_plural = pgettext_lazy("in the access log", "requests")

    def __str__(self) -> str:
        return f"{self.time} {self.status}"

    @property
    def log_file_id(self) -> int:
        return self.id >> OFFSET_BITS

    @property
    def offset(self) -> int:
        """The byte of its file where the line begins."""
        return self.id & (1 << OFFSET_BITS) - 1
