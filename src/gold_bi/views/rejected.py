"""The rows set aside: what is wrong with them, in groups that can be decided on at once."""

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from gold_bi import mending
from gold_bi.flows.registry import registered
from gold_bi.models import RejectedRow, SourceFile

from .gold import PermittedView
from .replaying import Loading, loading
from .visible import Cell, cells_of, visible

VIEW_REJECTED, CHANGE_REJECTED = "gold_bi.view_rejectedrow", "gold_bi.change_rejectedrow"
State = RejectedRow.State

GROUPS, FIRST_ROWS, ROWS, VALUES = 20, 3, 50, 100  # on a page; of a group among others, and alone


@dataclass(frozen=True)
class Chosen:
    """What the reader wants to see. Every word of it may be empty."""

    flow: str = ""
    file: str = ""
    column: str = ""
    reason: str = ""
    state: str = ""
    value: str | None = None
    whole_rows: bool = False  # of rows at fault as a whole, whose column is empty

    @classmethod
    def of(cls, given: QueryDict) -> "Chosen":
        state = given.get("state", "")
        file = given.get("file", "")
        return cls(
            flow=given.get("flow", ""), file=file if file.isdigit() and len(file) < 18 else "",
            column=given.get("column", ""), reason=given.get("reason", ""),
            state=state if state in (*State.values, "all") else "", value=given.get("value"),
            whole_rows="whole" in given and not given.get("column"),
        )  # fmt: skip

    @property
    def is_one_group(self) -> bool:
        return bool(self.flow and self.reason and (self.column or self.whole_rows))

    def rows(self) -> QuerySet[RejectedRow]:
        rows = RejectedRow.objects.all()
        if self.state != "all":
            rows = rows.filter(state=self.state or State.OPEN)
        wanted = {"flow": self.flow, "file": self.file, "column": self.column, "reason": self.reason}
        rows = rows.filter(**{name: word for name, word in wanted.items() if word})
        if self.whole_rows:
            rows = rows.filter(column="")
        return rows if self.value is None else rows.filter(value=self.value)

    def query(self, **other: str) -> str:
        words = QueryDict(mutable=True)
        mine = {"flow": self.flow, "file": self.file, "column": self.column, "reason": self.reason, "state": self.state}
        if self.whole_rows:
            mine["whole"] = "1"
        words.update({name: word for name, word in {**mine, **other}.items() if word})
        return words.urlencode()


@dataclass(frozen=True)
class Shown:
    """One row as the list shows it."""

    row: RejectedRow
    value: list[Cell]
    better: list[Cell]  # of a corrected row
    others: list[tuple[str, list[Cell]]]
    file_url: str

    @property
    def loaded_state(self) -> str:
        """Whether the figures hold what was decided."""
        if self.row.state == State.MENDED:
            return "in" if self.row.loaded == self.row.mended else "due"
        return "out" if self.row.loaded is not None else ""


@dataclass(frozen=True)
class Group:
    """Rows with the same fault in the same column. `values` are the texts found, each with how many rows hold it."""

    flow: str
    title: str
    column: str
    heading: str
    reason: str
    state: str
    state_label: str
    rows: int
    files: int
    query: str
    from_files: bool
    values: list[tuple[str, list[Cell], int]] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    page: "Page[RejectedRow] | None" = None

    @property
    def more_values(self) -> bool:
        return len(self.values) == VALUES


class RejectedView(PermittedView, WagtailAdminTemplateMixin, TemplateView):
    permission = VIEW_REJECTED
    template_name = "gold_bi/rejected/index.html"
    page_title = _("Rows set aside")
    header_icon = "list-ul"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = Chosen.of(self.request.GET)
        rows = chosen.rows()
        grouped = rows.order_by().values("flow", "column", "reason", "state")
        grouped = grouped.annotate(rows=Count("pk"), files=Count("file", distinct=True))
        page = Paginator(grouped.order_by("-rows", "flow", "column", "reason", "state"), GROUPS)
        groups = page.get_page(self.request.GET.get("page"))
        return super().get_context_data(
            chosen=chosen,
            groups=groups,
            shown=[_group(chosen, dict(one), self.request) for one in groups],
            open=RejectedRow.objects.all().open().count(),
            any=RejectedRow.objects.exists(),
            filters=_filters(chosen),
            state_choices=[
                (State.OPEN.value, State.OPEN.label),
                *State.choices[1:],
                ("all", pgettext_lazy("rows", "All")),
            ],
            may_change=self.request.user.has_perm(CHANGE_REJECTED),
            loadings=loadings(),
            query=chosen.query(),
            **kwargs,
        )


class ProgressView(PermittedView):
    """The part of the page that says what the worker is doing, by itself."""

    permission = VIEW_REJECTED

    def get(self, request: HttpRequest) -> HttpResponse:
        words: dict[str, Any] = {"loadings": loadings(), "may_change": request.user.has_perm(CHANGE_REJECTED)}
        words["query"] = Chosen.of(request.GET).query()
        return render(request, "gold_bi/rejected/progress.html", words)


def loadings() -> list[Loading]:
    """Of each flow with something to load, or that was loaded a short time ago."""
    due: dict[str, list[mending.Due]] = {}
    for one in mending.due():
        due.setdefault(one.file.flow, []).append(one)
    each = [loading(flow, due.get(flow.name, [])) for flow in registered() if flow.reads_files]
    return [one for one in each if one]


def url_of(file: SourceFile | None) -> str:
    """Of the file's own screen, where there is one."""
    try:
        return reverse("gold_bi:file", args=[file.pk]) if file else ""
    except NoReverseMatch:
        return ""


def title_of(name: str) -> str:
    return str(next((flow.title for flow in registered() if flow.name == name), name))


def heading_of(file: SourceFile | None, column: str) -> str:
    """The word that the file itself has for a column."""
    columns = (file.reading or {}).get("columns", []) if file else []
    return next((str(one["heading"]) for one in columns if one["column"] == column), column)


def _group(chosen: Chosen, one: dict[str, Any], request: HttpRequest) -> Group:
    same = {name: one[name] for name in ("flow", "column", "reason", "state")}
    rows = RejectedRow.objects.filter(**same, **({"file": chosen.file} if chosen.file else {}))
    counted = rows.order_by().values("value").annotate(rows=Count("pk")).order_by("-rows", "value")[:VALUES]
    page = Paginator(rows.select_related("file").order_by("file", "line", "pk"), ROWS)
    its_page = page.get_page(request.GET.get("rows")) if chosen.is_one_group else None
    shown = list(its_page or page.object_list[:FIRST_ROWS])
    first = shown[0].file if shown else None
    return Group(
        **same, title=title_of(one["flow"]), heading=heading_of(first, one["column"]), rows=one["rows"],
        state_label=str(State(one["state"]).label), files=one["files"],
        query=_query_of(chosen, same), from_files=first is not None,
        values=[(value, visible(value), count) for value, count in counted.values_list("value", "rows")],
        shown=[_shown(row) for row in shown], page=its_page,
    )  # fmt: skip


def _query_of(chosen: Chosen, same: dict[str, str]) -> str:
    words = QueryDict(mutable=True)
    words.update({**same, **({"file": chosen.file} if chosen.file else {})})
    if not same["column"]:
        words["whole"] = "1"
    return words.urlencode()


def _shown(row: RejectedRow) -> Shown:
    found = row.mended if row.state == State.MENDED and row.mended else row.row
    others = [
        (heading, visible(text, short=True))
        for name, heading, text in cells_of(row, found, heading_of)
        if name != row.column and text
    ]
    better = visible(row.mended.get(row.column, "")) if row.state == State.MENDED and row.mended else []
    return Shown(row, visible(row.value), better, others, url_of(row.file))


def _filters(chosen: Chosen) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen, of what there is in the chosen state."""
    state = Chosen(flow=chosen.flow, state=chosen.state).rows().order_by()
    every = Chosen(state=chosen.state).rows().order_by()
    files = SourceFile.objects.filter(pk__in=state.values("file")).order_by("flow", "name", "-pk")[:300]
    flows = {*every.values_list("flow", flat=True).distinct(), chosen.flow} - {""}
    return {
        "flows": [(name, title_of(name)) for name in sorted(flows)],
        "files": [(str(file.pk), file.name) for file in files],
        "columns": [
            (name, name) for name in state.values_list("column", flat=True).distinct().order_by("column") if name
        ],
        "reasons": [(why, why) for why in state.values_list("reason", flat=True).distinct().order_by("reason")[:100]],
    }
