"""A dashboard as a file: asked for here, made by the worker, fetched when it is ready."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from gold_bi.dashboards.asking import understood
from gold_bi.dashboards.board import Board
from gold_bi.sending import making
from gold_bi.sending.models import Document
from gold_bi.sending.people import board_of

from .board import OfBoard

TYPES = {
    Document.Kind.PDF: "application/pdf",
    Document.Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NOT_ASKED = ("kind", "part", "csrfmiddlewaretoken")  # of the form, but of no address


class AskDocumentView(OfBoard):
    """POST: have the worker make it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, name: str) -> HttpResponse:
        only = request.POST.get("part", "")
        kind = Document.Kind.PDF.value if only else request.POST.get("kind", "")
        if kind not in Document.Kind:
            raise Http404(f"There is no document of the kind “{kind}”.")
        if only and only not in (part.name for part in self.board.parts):
            raise Http404(f"There is no chart “{only}”.")
        given = {key: str(value) for key, value in request.POST.items() if key not in NOT_ASKED}
        document = making.ask(self.board, understood(given, self.board), kind, request.user, only)
        return redirect("gold_bi:document", document.pk)


class OfDocument(View):
    """Its asker's alone, as long as they may see the dashboard."""

    def found(self, request: HttpRequest, pk: int) -> tuple[Document, Board]:
        document = get_object_or_404(Document.objects.defer("content"), pk=pk, asked_by=request.user)
        board = board_of(request.user, document.board)
        if board is None:
            raise Http404("The dashboard may no longer be seen.")
        return document, board


class DocumentView(OfDocument, WagtailAdminTemplateMixin, TemplateView):
    template_name = "gold_bi/document.html"
    page_title = gettext_lazy("Document")
    header_icon = "download"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document, board = self.found(self.request, self.kwargs["pk"])
        back = f"{reverse('gold_bi:board', args=[board.name])}?{urlencode(document.asked)}"
        return super().get_context_data(document=document, board=board, back=back, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Document")}]


class DocumentFileView(OfDocument):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        document, _board = self.found(request, pk)
        if document.state != Document.State.READY or document.content is None:
            raise Http404("It is not ready.")
        response = HttpResponse(bytes(document.content), content_type=TYPES[Document.Kind(document.kind)])
        response["Content-Disposition"] = f'attachment; filename="{document.name}"'
        response["Cache-Control"] = "no-store"
        return response
