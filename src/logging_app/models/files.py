"""The files that were read, what could not be understood in them, and what went missing."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LogFile(models.Model):
    """One log file as nginx began it, under whatever name rotation has given it since."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("access log")
        ERROR = "error", _("error log")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.ACCESS)
    path = models.TextField(_("file"), help_text=_("Where it was last seen."))
    fingerprint = models.CharField(_("fingerprint"), max_length=64, unique=True)
    inode = models.BigIntegerField(_("inode"))
    bytes_read = models.BigIntegerField(_("bytes read"), default=0)
    size = models.BigIntegerField(_("size"), default=0, help_text=_("In bytes, when it was last looked at."))
    lines = models.BigIntegerField(_("lines"), default=0)
    unparsable = models.BigIntegerField(_("unparsable lines"), default=0)
    ignored = models.BigIntegerField(
        _("ignored lines"), default=0, help_text=_("From addresses that are not to be recorded, such as the office's.")
    )
    first_read_at = models.DateTimeField(_("first read"), auto_now_add=True)
    last_read_at = models.DateTimeField(_("last read"), null=True)
    last_seen_at = models.DateTimeField(_("last seen"), null=True)
    last_time = models.DateTimeField(_("time of the last line"), null=True)

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("log file")
        verbose_name_plural = _("log files")

    def __str__(self) -> str:
        return self.path


class UnparsableLine(models.Model):
    """A line that is no request, kept as it was."""

    log_file = models.ForeignKey(LogFile, models.PROTECT, verbose_name=_("log file"), db_index=False)
    offset = models.BigIntegerField(_("byte in the file"))
    reason = models.CharField(_("reason"), max_length=32)
    raw = models.BinaryField(_("line"))
    read_at = models.DateTimeField(_("read"), auto_now_add=True, db_index=True)

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("unparsable line")
        verbose_name_plural = _("unparsable lines")
        constraints = [
            models.UniqueConstraint(fields=["log_file", "offset"], name="logging_app_unparsable_read_once"),
        ]

    def __str__(self) -> str:
        return f"{self.log_file_id}:{self.offset}"


class Gap(models.Model):
    """Bytes of a log that were there and vanished before they were read."""

    log_file = models.ForeignKey(LogFile, models.PROTECT, verbose_name=_("log file"), db_index=False)
    offset = models.BigIntegerField(_("from byte"))
    missing = models.BigIntegerField(_("missing bytes"))
    found_at = models.DateTimeField(_("found"), auto_now_add=True)

    class Meta:
        default_permissions = ("view",)
        verbose_name = pgettext_lazy("in the access log", "gap")
        verbose_name_plural = pgettext_lazy("in the access log", "gaps")
        constraints = [models.UniqueConstraint(fields=["log_file", "offset"], name="logging_app_gap_found_once")]

    def __str__(self) -> str:
        return f"{self.log_file_id}:{self.offset}+{self.missing}"
