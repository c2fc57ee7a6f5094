"""Pages by how often they are seen, how slow they are and how much they weigh."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logging_app import path_figures
from logging_app.hour_figures import traffic
from logging_app.latency import percentile
from logging_app.models import Path
from logging_app.screens.page_of import pages_of

from .charts import Series, chart
from .numbers import number, percent, shown
from .period import spoken
from .ranking import Figure, RankingView, Row

_AT_ONCE = 500  # rows whose pages are looked up together


class PathRanking(RankingView):
    """Rows are paths; those that are Wagtail's pages have their title, language and links."""

    subject = gettext_lazy("Path")
    titled = True
    kind = ""

    def read(self, order: str, limit: int, offset: int) -> list[Row]:
        rows = path_figures.ranked(self.period.range, order, limit, offset, words=self.words, kind=self.kind)
        return [self.row(each) for each in rows]

    def whole(self, limit: int) -> Iterator[Row]:
        sums = path_figures.whole(self.period.range, self.order, limit, words=self.words, kind=self.kind)
        return self.dressed(self.row(each) for each in sums)

    def dressed(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Some at a time."""
        while some := list(islice(rows, _AT_ONCE)):
            self.dress(some)
            yield from some

    def row(self, sums: dict[str, Any]) -> Row:
        values = {**sums, "errors": sums["client_errors"] + sums["server_errors"]}
        values |= {f"p{n}": percentile(sums["latency"], n / 100) for n in (50, 95, 99)}
        return Row(sums["path_id"], values, sums["text"])

    def dress(self, rows: list[Row]) -> None:
        pages = pages_of([row.label for row in rows])
        for row in rows:
            row.url = reverse("request_log_path", args=[row.key]) + self.query
            if page := pages.get(row.label):
                row.title = f"{page.get_admin_display_title()} ({page.locale.language_code})"
                row.links = page_links(page, row.label, self.request.user)

    @property
    def query(self) -> str:
        """The days, handed on to one path's figures."""
        kept = self.request.GET.copy()
        for name in ("p", "order", "q", "export", "table"):
            kept.pop(name, None)
        return f"?{kept.urlencode()}" if kept else ""

    def before(self, rows: list[Row]) -> dict[Any, float]:
        name = self.figures[0].name
        sums = path_figures.sums_of(self.period.before.range, [row.key for row in rows], name)
        return {key: float(value) for key, value in sums.items()}


def page_links(page: Any, path: str, user: Any) -> list[tuple[str, str]]:
    links = []
    if page.permissions_for_user(user).can_edit():
        links.append((reverse("wagtailadmin_pages:edit", args=[page.pk]), _("Edit")))
    if page.live:
        links.append((path, _("Visit")))
    return links


class PagesView(PathRanking):
    page_title = gettext_lazy("Pages")
    header_icon = "doc-empty"
    kind = Path.Kind.PAGE.value
    explanation = gettext_lazy(
        "A page view is a page that a person got; a visitor who comes on two days counts twice. "
        "Errors and p95, within which 95 of 100 answers came, are of people and bots."
    )
    figures = (
        Figure("views", gettext_lazy("Page views"), good=1),
        Figure("visitors", gettext_lazy("Daily visitors"), good=1),
        Figure("errors", gettext_lazy("Errors"), good=-1, sortable=False),
        Figure("server_errors", gettext_lazy("of these failed"), good=-1),
        Figure("p95", "p95", "ms", -1, sortable=False),
    )


class SlowPagesView(PathRanking):
    """Sorted by a percentile, which PostgreSQL does not know: so among the paths that took most time in all."""

    page_title = gettext_lazy("Slow pages")
    header_icon = "time"
    kind = Path.Kind.PAGE.value
    template_name = "logging_app/figures/slow.html"
    kept = ("order", "q", "least")
    CANDIDATES = 300
    LEAST: ClassVar[tuple[int, ...]] = (1, 10, 100, 1000)
    figures = (
        Figure("p95", "p95", "ms", -1),
        Figure("p50", "p50", "ms", -1),
        Figure("p99", "p99", "ms", -1),
        Figure("requests", gettext_lazy("Requests")),
    )
    explanation = gettext_lazy(
        "p50, p95, p99: so many of 100 answers came within this time, as nginx measured it, the way to the visitor "
        "included. Estimated within steps that double; sorted among the 300 pages that took most time in all."
    )

    @property
    def least_requests(self) -> int:
        said = self.request.GET.get("least", "")
        return int(said) if said in map(str, self.LEAST) else 10

    def read(self, order: str, limit: int, offset: int) -> list[Row]:
        sums = path_figures.ranked(self.period.range, "request_ms", self.CANDIDATES, words=self.words, kind=self.kind)
        rows = [self.row(each) for each in sums if each["requests"] >= self.least_requests]
        rows.sort(key=lambda row: -(row.values[order] or 0))
        return rows[offset : offset + limit]

    def whole(self, limit: int) -> Iterator[Row]:
        """The 300 that are ranked here, and no more."""
        return self.dressed(iter(self.read(self.order, limit, 0)))

    def before(self, rows: list[Row]) -> dict[Any, float]:
        found = path_figures.latency_of(self.period.before.range, [row.key for row in rows])
        return {key: value for key, each in found.items() if (value := percentile(each, 0.95)) is not None}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        choices = [(n, self.address(least=n), n == self.least_requests) for n in self.LEAST]
        return super().get_context_data(**kwargs) | {"least": choices}


class BandwidthView(PathRanking):
    page_title = gettext_lazy("Bandwidth")
    header_icon = "download"
    template_name = "logging_app/figures/bandwidth.html"
    figures = (
        Figure("bytes_sent", gettext_lazy("Sent"), "bytes"),
        Figure("requests", gettext_lazy("Requests")),
        Figure("each", gettext_lazy("Per request"), "bytes", sortable=False),
    )

    def row(self, sums: dict[str, Any]) -> Row:
        row = super().row(sums)
        row.values["each"] = sums["bytes_sent"] // max(sums["requests"], 1)
        return row

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if context["rows"]:
            context |= {"chart": self.chart(), "kinds": self.kinds()}
        return context

    def chart(self) -> dict[str, Any]:
        days = traffic(self.period.moments, hourly=False)
        dates = self.period.dates
        people = [days[day].people_bytes if day in days else 0 for day in dates]
        bots = [days[day].bot_bytes if day in days else 0 for day in dates]
        total = sum(people) + sum(bots)
        both = [one + other for one, other in zip(people, bots, strict=True)]
        words = {
            "share": percent(sum(bots) / total) if total else number(0),
            "day": spoken(date_format(dates[max(range(len(both)), key=both.__getitem__)], _("l j F"))),
            "most": shown(max(both), "bytes"),
        }
        finding = _("Bots took %(share)s of the bytes; most were sent on %(day)s: %(most)s") % words
        series = [
            Series(_("People"), "answered", people, "bytes"),
            Series(_("Bots"), "redirected", bots, "bytes"),
        ]
        description = _("Bytes sent per day, %(period)s.") % {"period": self.period}
        return chart("bytes-chart", finding, description, dates, series, axis=_("bytes per day"))

    def kinds(self) -> list[dict[str, Any]]:
        sums = path_figures.bytes_by_kind(self.period.range)
        total = sum(sums.values()) or 1
        names: dict[str, str | Promise] = dict(Path.Kind.choices)
        return [
            {"kind": names.get(kind, kind), "sent": shown(sent, "bytes"), "share": percent(sent / total),
             "width": round(100 * sent / total)}
            for kind, sent in sorted(sums.items(), key=lambda pair: -pair[1])
        ]  # fmt: skip
