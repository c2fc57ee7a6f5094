"""Deciding on rows set aside: one, or a group at once; and having them loaded."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from gold_bi import mending, open_rows, tasks
from gold_bi.flows.registry import UnknownFlow, find
from gold_bi.models import RejectedRow
from gold_bi.words import moment, number

from .gold import PermittedView
from .rejected import CHANGE_REJECTED, VIEW_REJECTED, Chosen, heading_of, title_of, url_of
from .replaying import waits
from .visible import cells_of, visible

State = RejectedRow.State
LONGEST = 5000  # characters that are taken for one cell


class MendView(PermittedView, WagtailAdminTemplateMixin, TemplateView):
    """One row, cell by cell: as it was found, and as it shall be."""

    permission = VIEW_REJECTED
    template_name = "gold_bi/rejected/mend.html"
    header_icon = "edit"
    page_title = gettext_lazy("A row set aside")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        parent = {"url": reverse("gold_bi_rejected:index"), "label": _("Rows set aside")}
        return [*super().get_breadcrumbs_items(), parent, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = _row(kwargs.pop("pk"))
        wrong: dict[str, str] = kwargs.pop("wrong", {})
        typed: dict[str, str] = kwargs.pop("typed", row.mended or row.row)
        cells = [
            {
                "name": name, "heading": heading, "found": visible(row.row[name]), "text": typed.get(name, ""),
                "at_fault": name == row.column, "wrong": wrong.get(name, ""), "long": _is_long(row.row[name]),
                "needed": _needed(row.flow, name),
            }
            for name, heading, _text in cells_of(row, row.row, heading_of)
        ]  # fmt: skip
        return super().get_context_data(
            row=row,
            cells=sorted(cells, key=lambda cell: not cell["at_fault"]),
            value=visible(row.value),
            flow_title=title_of(row.flow),
            heading=heading_of(row.file, row.column),
            file_url=url_of(row.file),
            seen=_seen(row),
            decided=moment(row.decided_at) if row.decided_at else "",
            set_aside=moment(row.set_aside_at),
            tried=row.state == State.OPEN and row.mended is not None,
            in_figures=row.loaded is not None,
            is_due=row.state == State.MENDED and row.loaded != row.mended,
            may_change=self.request.user.has_perm(CHANGE_REJECTED),
            may_mend=row.file is not None and row.state in (State.OPEN, State.MENDED),
            wrong=wrong,
            query=self.request.POST.get("query", self.request.GET.urlencode()),
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(CHANGE_REJECTED):
            messages.error(request, _("You may look at the rows set aside, not decide on them."))
            return redirect("gold_bi_rejected:mend", pk)
        row = _row(pk)
        typed = {name: _typed(request, name, text) for name, text in row.row.items()}
        action = request.POST.get("action", "")
        if action == "mend" and row.state == State.MENDED and typed == row.mended:
            return _back(request)  # a second click
        if request.POST.get("seen") != _seen(row):
            text = _("Somebody else decided on this row meanwhile. This is how it stands now.")
            messages.warning(request, text)
            return redirect("gold_bi_rejected:mend", pk)
        if action == "mend" and row.file:
            return self.mend(request, row, typed)
        if action == "leave":
            return _left_out(request, RejectedRow.objects.filter(pk=row.pk)) or redirect("gold_bi_rejected:mend", pk)
        if action == "reopen":
            _reopened(request, RejectedRow.objects.filter(pk=row.pk))
        return redirect("gold_bi_rejected:mend", pk)

    def mend(self, request: HttpRequest, row: RejectedRow, typed: dict[str, str]) -> HttpResponse:
        wrong = {
            name: _("A value is needed here.") for name in typed if _needed(row.flow, name) and not typed[name].strip()
        }
        wrong |= {name: _("This is too long.") for name in typed if len(typed[name]) > LONGEST}
        if typed == row.row:
            wrong[row.column or next(iter(typed))] = _("This is what was found: change it, or leave the row out.")
        if wrong:
            return self.render_to_response(self.get_context_data(pk=row.pk, wrong=wrong, typed=typed), status=422)
        rows = mending.mend(row, typed, request.user.get_username())
        _corrected(request, row.flow, rows)
        return _back(request)


class DecideView(PermittedView):
    """POST: the same for all rows of a group."""

    permission = CHANGE_REJECTED
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = Chosen.of(request.POST)
        if not chosen.is_one_group:
            raise Http404("No group was named.")
        rows = chosen.rows().filter(column=chosen.column)
        action, who = request.POST.get("action"), request.user.get_username()
        if action == "leave":
            _left_out(request, rows)
        elif action == "reopen":
            _reopened(request, rows)
        elif action == "replace" and chosen.column and chosen.value is not None:
            text = request.POST.get("by", "").replace("\r\n", "\n")
            if text == chosen.value or (not text.strip() and _needed(chosen.flow, chosen.column)):
                messages.error(request, _("Nothing was changed: write what shall stand there instead."))
            elif len(text) > LONGEST:
                messages.error(request, _("This is too long."))
            else:
                _corrected(request, chosen.flow, mending.replace(rows.exclude(file=None), chosen.column, text, who))
        return _back(request)


class LoadView(PermittedView):
    """POST: have the worker load the files of which rows were decided on."""

    permission = CHANGE_REJECTED
    http_method_names = ["post"]

    def post(self, request: HttpRequest, name: str) -> HttpResponse:
        try:
            flow = find(name)
        except UnknownFlow as unknown:
            raise Http404(str(unknown)) from unknown
        if not waits(name) and mending.due(name):
            tasks.load_corrected.enqueue(name=name, started_by=request.user.get_username())
            messages.success(request, _("“%s” is loaded as soon as the worker is free.") % flow.title)
        return _back(request)


def _row(pk: int) -> RejectedRow:
    try:
        return RejectedRow.objects.select_related("file").get(pk=pk)
    except RejectedRow.DoesNotExist as missing:
        raise Http404("There is no such row.") from missing


def _seen(row: RejectedRow) -> str:
    """What a form was made from: it decides on nothing else."""
    return f"{row.state} {row.decided_at.isoformat() if row.decided_at else ''}"


def _typed(request: HttpRequest, name: str, found: str) -> str:
    """Browsers write every end of line in their own way; that alone is no change."""
    typed = request.POST.get(f"cell-{name}", found).replace("\r\n", "\n")
    kept = found.replace("\r\n", "\n").replace("\r", "\n")
    return found if typed == kept else typed


def _is_long(text: str) -> bool:
    return len(text) > 80 or "\n" in text or "\r" in text


def _needed(flow: str, column: str) -> bool:
    try:
        return find(flow).contract.column(column).required
    except (UnknownFlow, StopIteration):
        return False


def _corrected(request: HttpRequest, flow: str, rows: int) -> None:
    if not rows:
        messages.info(request, _("Nothing was changed: these rows were decided on already."))
        return
    tasks.check_corrections.enqueue(name=flow)
    open_rows.count(sender=None)
    text = ngettext(
        "%s row is corrected. The worker looks at it; then it can be loaded.",
        "%s rows are corrected. The worker looks at them; then they can be loaded.",
        rows,
    )
    messages.success(request, text % number(rows))


def _left_out(request: HttpRequest, rows: Any) -> HttpResponse | None:
    """None where no reason was given."""
    why = request.POST.get("why", "").strip()
    if not why:
        messages.error(request, _("Write why: whoever looks at the figures later may ask."))
        return None
    count = mending.leave_out(rows, why[:1000], request.user.get_username())
    open_rows.count(sender=None)
    if count:
        text = ngettext("%s row is left out for good.", "%s rows are left out for good.", count)
        messages.success(request, text % number(count))
    else:
        messages.info(request, _("Nothing was changed: these rows were decided on already."))
    return _back(request)


def _reopened(request: HttpRequest, rows: Any) -> None:
    count = mending.reopen(rows, request.user.get_username())
    open_rows.count(sender=None)
    text = ngettext("%s row is open again.", "%s rows are open again.", count)
    if count:
        messages.success(request, text % number(count))


def _back(request: HttpRequest) -> HttpResponse:
    """To the list as the reader had filtered it."""
    from django.http import QueryDict

    chosen = Chosen.of(QueryDict(request.POST.get("query", "")))
    words = chosen.query()
    return redirect(reverse("gold_bi_rejected:index") + (f"?{words}" if words else ""))
