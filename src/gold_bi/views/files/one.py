"""One file: what is known of it, what is asked, what loading it changes, and the way back."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from gold_bi import intake, tasks
from gold_bi.flows.registry import UnknownFlow, find
from gold_bi.models import SourceFile
from gold_bi.views.gold import UPLOAD_FILE, PermittedView, name_of

from .listing import flow_title
from .shown import ColumnShown, DifferenceShown, columns, difference, questions, rows_set_aside_url

State = SourceFile.State


class _OfOneFile(PermittedView):
    permission = UPLOAD_FILE
    file: SourceFile

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = SourceFile.objects.select_related("replaces").filter(pk=kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.file = found

    def back(self) -> HttpResponse:
        return redirect("gold_bi:file", self.file.pk)


class _FilePage(_OfOneFile, WagtailAdminTemplateMixin, TemplateView):
    header_icon = "doc-full-inverse"

    @property
    def page_title(self) -> str:
        return self.file.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        files = {"url": reverse("gold_bi_files:index"), "label": _("Files")}
        return [*super().get_breadcrumbs_items(), files, {"url": "", "label": self.file.name}]


class FileView(_FilePage):
    template_name = "gold_bi/files/file.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        file = self.file
        versions = SourceFile.objects.of(file.flow).filter(name=file.name).exclude(pk=file.pk)
        return super().get_context_data(**kwargs) | {
            "file": file,
            "State": State,
            "flow_title": flow_title(file),
            "work": tasks.work_on(file.pk),
            "stopped": tasks.ended_early(file),
            "questions": questions(file),
            "columns": self.columns(),
            "difference": self.difference(),
            "set_aside_url": rows_set_aside_url(file),
            "versions": versions[:20],
            "runs": file.runs.all()[:10],
        }

    def columns(self) -> list[ColumnShown]:
        return columns(find(self.file.flow), self.file) if self._is_known() else []

    def difference(self) -> DifferenceShown | None:
        return difference(find(self.file.flow), self.file) if self._is_known() else None

    def _is_known(self) -> bool:
        """A flow may be gone since; its files stay."""
        try:
            find(self.file.flow)
        except UnknownFlow:
            return False
        return True


class AnswerView(_OfOneFile):
    """POST: how the file is to be read, `how-<column>` each."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        given = {name.removeprefix("how-"): str(how) for name, how in request.POST.items() if name.startswith("how-")}
        try:
            intake.answer(self.file, given, name_of(request.user))
        except intake.NotOffered as wrong:
            messages.error(request, str(wrong))
            return self.back()
        tasks.compare_file.enqueue(pk=pk)
        return self.back()


class LoadView(_OfOneFile):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        tasks.load_at_word(pk, name_of(request.user))
        return self.back()


class DiscardView(_OfOneFile):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if intake.discard(self.file):
            messages.success(request, _("“%s” was put away. Nothing of it was loaded.") % self.file.name)
            return redirect("gold_bi_files:index")
        return self.back()


class LookAgainView(_OfOneFile):
    """POST: have the worker do again what it did not end."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        tasks.take_up_again(self.file, name_of(request.user))
        return self.back()


class UndoView(_FilePage):
    template_name = "gold_bi/files/undo.html"
    page_subtitle = gettext_lazy("Take back")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs) if self.file.state == State.LOADED else self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"file": self.file, "earlier": self.file.replaces}

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.file.state == State.LOADED and not tasks.work_on(pk):
            tasks.undo_file.enqueue(pk=pk, started_by=name_of(request.user))
        return self.back()
