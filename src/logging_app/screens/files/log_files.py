"""Which log files have been read, and how far."""

from pathlib import Path
from typing import Any

from django.db.models import QuerySet, Sum
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.options import ModelAdmin

from logging_app.models import LogFile
from logging_app.screens.permissions import ViewOnlyHelper


class LogFileAdmin(ModelAdmin):
    model = LogFile
    base_url_path = "request-log/files"
    menu_label = _("Log files")
    menu_icon = "doc-full"
    add_to_admin_menu = False  # wagtail_hooks puts it beside the requests
    history_view_enabled = False
    add_to_reference_index = False
    permission_helper_class = ViewOnlyHelper
    list_display = [
        "name", "kind", "bytes", "size_now", "lines_read", "not_parsed", "not_recorded", "missing", "last_read_at",
    ]  # fmt: skip
    ordering = ["-last_read_at"]
    index_view_extra_css = ["logging_app/badge.css", "logging_app/log_files.css"]
    list_per_page = 50

    def get_queryset(self, request: Any) -> "QuerySet[LogFile]":
        files: QuerySet[LogFile] = super().get_queryset(request)
        return files.annotate(missing_bytes=Sum("gap__missing"))

    def name(self, file: LogFile) -> str:
        return Path(file.path).name

    name.short_description = _("file")  # type: ignore[attr-defined]

    def get_extra_attrs_for_field_col(self, obj: LogFile, field_name: str | None = None) -> dict[str, str]:
        return {"title": obj.path} if field_name == "name" else {}

    def bytes(self, file: LogFile) -> str:
        return filesizeformat(file.bytes_read)

    bytes.short_description = _("read so far")  # type: ignore[attr-defined]

    def size_now(self, file: LogFile) -> str:
        """From the disk, so that a stopped ingester shows; as the ingester saw it where no log can be seen."""
        try:
            state = Path(file.path).stat()
        except OSError:
            return filesizeformat(file.size) if file.size else "—"
        return filesizeformat(state.st_size) if state.st_ino % 2**63 == file.inode else "—"

    size_now.short_description = _("file size now")  # type: ignore[attr-defined]

    def lines_read(self, file: LogFile) -> str:
        return number_format(file.lines, force_grouping=True)

    lines_read.short_description = _("lines")  # type: ignore[attr-defined]

    def not_parsed(self, file: LogFile) -> str:
        count = number_format(file.unparsable, force_grouping=True)
        if not file.unparsable:
            return count
        return format_html('<a href="{}?file={}">{}</a>', reverse("unparsable:index"), str(file.pk), count)

    not_parsed.short_description = _("unparsable")  # type: ignore[attr-defined]

    def not_recorded(self, file: LogFile) -> str:
        return number_format(file.ignored, force_grouping=True)

    not_recorded.short_description = _("ignored")  # type: ignore[attr-defined]

    def missing(self, file: Any) -> str:
        return filesizeformat(file.missing_bytes) if file.missing_bytes else "—"

    missing.short_description = _("missing")  # type: ignore[attr-defined]
