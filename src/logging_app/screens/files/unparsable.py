"""Lines that are no request, as they stand in their file."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from logging_app.models import LogFile, UnparsableLine
from logging_app.parser import Reason
from logging_app.screens.permissions import Lookers

PAGE = 25
_SHOWN = 600  # bytes of a line in the list
_DUMPED = 16 * 1024  # bytes of a line in hexadecimal
_WIDTH = 16
REASONS: dict[str, Promise] = {
    Reason.NOT_JSON: _("It is not JSON, in which nginx writes its log."),
    Reason.NOT_AN_OBJECT: _("It is JSON, but not with the fields of a request."),
    Reason.NO_TIME: _("It has no time that can be read."),
    Reason.NO_STATUS: _("It has no status that can be read."),
    Reason.TOO_LONG: _("It is longer than any line nginx writes; only its beginning was kept."),
    Reason.NO_MESSAGE: _(
        "It has not the beginning of a message in nginx's error log; mostly it is the rest of the line before it."
    ),
    Reason.NOT_COMBINED: _("It is not of the combined format, in which the file it was imported from is written."),
    Reason.REFUSED: _("The database did not take it."),
}


class _Lines(Lookers, WagtailAdminTemplateMixin, TemplateView):
    page_title = _("Unparsable lines")
    header_icon = "no-view"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        files = {"url": reverse("request-log_files_modeladmin_index"), "label": _("Log files")}
        return [*self.breadcrumbs_items, files, {"url": "", "label": self.page_title}]


class UnparsableLinesView(_Lines):
    """The newest first, of all files or of one; `before` is the line the page before ended with."""

    template_name = "logging_app/files/unparsable_lines.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        number = self.request.GET.get("file", "")
        file = get_object_or_404(LogFile, pk=int(number)) if number.isdecimal() else None
        lines = list(self._lines(file)[: PAGE + 1])
        return super().get_context_data(**kwargs) | {
            "file": file,
            "lines": [described(line) for line in lines[:PAGE]],
            "before": lines[PAGE - 1].pk if len(lines) > PAGE else None,
        }

    def _lines(self, file: LogFile | None) -> "QuerySet[UnparsableLine]":
        lines = UnparsableLine.objects.select_related("log_file")
        before = self.request.GET.get("before", "")
        last = UnparsableLine.objects.filter(pk=int(before)).first() if before.isdecimal() else None
        if file:
            lines = lines.filter(log_file=file).order_by("-offset")
            return lines.filter(offset__lt=last.offset) if last else lines
        older = Q(read_at__lt=last.read_at) | Q(read_at=last.read_at, pk__lt=last.pk) if last else Q()
        return lines.filter(older).order_by("-read_at", "-pk")


class UnparsableLineView(_Lines):
    template_name = "logging_app/files/unparsable_line.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        line = get_object_or_404(UnparsableLine.objects.select_related("log_file"), pk=self.kwargs["pk"])
        raw = bytes(line.raw)
        return (
            super().get_context_data(**kwargs)
            | described(line, len(raw))
            | {
                "dump": dump(raw[:_DUMPED]),
                "dumped": _DUMPED if len(raw) > _DUMPED else None,
            }
        )


class RawLineView(Lookers, View):
    """The bytes themselves, as a file: no browser ever takes them for a page."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        line = get_object_or_404(UnparsableLine, pk=pk)
        headers = {
            "Content-Disposition": f'attachment; filename="line-{line.log_file_id}-{line.offset}.bin"',
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(bytes(line.raw), content_type="application/octet-stream", headers=headers)


def described(line: UnparsableLine, shown: int = _SHOWN) -> dict[str, Any]:
    raw = bytes(line.raw)
    return {
        "line": line,
        "reason": REASONS.get(line.reason, line.reason),
        "bytes": len(raw),
        "text": printable(raw[:shown]) + ("…" if len(raw) > shown else ""),
    }


def printable(raw: bytes) -> str:
    r"""The text; bytes that are no character of UTF-8 stand as \x and two digits."""
    return raw.decode("utf-8", "backslashreplace")


def dump(raw: bytes) -> list[tuple[str, str, str]]:
    """(offset, bytes in hexadecimal, their ASCII characters) of each sixteen bytes."""
    lines = []
    for start in range(0, len(raw), _WIDTH):
        part = raw[start : start + _WIDTH]
        ascii_text = "".join(chr(byte) if 0x20 <= byte < 0x7F else "·" for byte in part)
        lines.append((f"{start:06x}", part.hex(" "), ascii_text))
    return lines


class UnparsableViewSet(ViewSet):
    name = "unparsable"
    url_prefix = "request-log/unparsable"

    def on_register(self) -> None:
        """It is reached from the log files."""

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", UnparsableLinesView.as_view(), name="index"),
            path("<int:pk>/", UnparsableLineView.as_view(), name="line"),
            path("<int:pk>/raw/", RawLineView.as_view(), name="raw"),
        ]


unparsable_viewset = UnparsableViewSet()
