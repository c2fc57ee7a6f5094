"""What people asked for and did not get, and where a redirect could send them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.permissions import permission_policy as redirects_policy

from logging_app.answers import rows_of, streamed
from logging_app.models import Path, Referrer
from logging_app.screens.downloads import Column, Download, in_site_time, site_time
from logging_app.screens.figures.period import RECENT, Period
from logging_app.screens.figures.ranking import LINES
from logging_app.screens.figures.screen import FiguresView

from .suggestions import Suggestion, Suggestions

# The newest of a path's misses are looked at one by one, and no more of them.
SAMPLE = 100
_REFERRERS = 3
_AT_ONCE = 200  # rows of a file
# wagtailredirects' column.
LONGEST = 255
# What may be asked for, with the kinds of such paths and their rule.
WHAT: dict[str, tuple[Promise, list[str], str]] = {
    "pages": (_("Pages"), [Path.Kind.PAGE, Path.Kind.FEED], ""),
    "files": (_("Files"), [Path.Kind.ASSET], ""),
    "scripts": (_("Addresses with .php, .asp"), [Path.Kind.PROBE], "script"),
}
# The days' rows of a path are added up before its text is looked for.
_RANKED = """
    WITH asked AS (
        SELECT path_id, sum(not_found)::bigint AS total FROM logging_app_pathday
        WHERE day BETWEEN %(first)s AND %(last)s AND not_found > 0 GROUP BY path_id
    )
    SELECT p.id AS path_id, p.text AS path, a.total FROM asked a JOIN logging_app_path p ON p.id = a.path_id
    WHERE p.kind = ANY(%(kinds)s) AND p.rule = %(rule)s ORDER BY a.total DESC, p.id LIMIT %(lines)s
"""
_NEWEST = """
    SELECT wanted.id, e.is_bot, e.referrer_id, count(*), count(DISTINCT e.visitor), max(e.time)
    FROM unnest(%(paths)s::bigint[]) AS wanted(id)
    CROSS JOIN LATERAL (
        SELECT is_bot, referrer_id, visitor, time FROM logging_app_accesslogentry
        WHERE path_id = wanted.id AND time >= %(since)s AND time < %(until)s AND status IN (404, 410)
        ORDER BY time DESC, id DESC LIMIT %(sample)s
    ) AS e
    GROUP BY wanted.id, e.is_bot, e.referrer_id
"""


@dataclass
class Missing:
    path_id: int
    path: str
    total: int
    people: int = 0
    bots: int = 0
    visitors: int = 0
    last: datetime | None = None
    referrers: list[tuple[Referrer, int]] = field(default_factory=list)
    suggestion: Suggestion | None = None
    redirect: Redirect | None = None
    is_page_now: bool = False

    @property
    def sampled(self) -> bool:
        return self.people + self.bots < self.total

    @property
    def own(self) -> list[Referrer]:
        """Pages of the site's own that link to it: the first thing to put right."""
        return [referrer for referrer, _count in self.referrers if referrer.group == Referrer.Group.OWN]

    @property
    def may_redirect(self) -> bool:
        return redirectable(self.path) and not self.redirect and not self.is_page_now

    @property
    def create_url(self) -> str:
        page = {"page": self.suggestion.page.pk} if self.suggestion else {}
        return reverse("request_log_create_redirect") + "?" + urlencode({"path": self.path} | page)


def redirectable(path: str) -> bool:
    """Whether wagtailredirects can hold it and would find it again."""
    return normalised(path) is not None and path.startswith("/") and not path.startswith("//") and path != "/"


def normalised(path: str) -> str | None:
    try:
        text = str(Redirect.normalise_path(path))
    except ValueError:  # such as an unclosed IPv6 bracket
        return None
    return text if len(text) <= LONGEST and "\0" not in text else None


class NotFoundView(FiguresView):
    template_name = "logging_app/missing/not_found.html"
    page_title = pgettext_lazy("in the menu", "Not found")
    header_icon = "circle-xmark"
    default = RECENT
    compares = False
    kept = ("what",)

    @property
    def what(self) -> str:
        what = self.request.GET.get("what", "pages")
        return what if what in WHAT else "pages"

    @property
    def downloads(self) -> list[Download]:
        columns: list[Column] = [
            (_("Address"), "path"),
            (_("Times"), "total"),
            (_("Of the newest: by people"), "people"),
            (_("Of the newest: by bots"), "bots"),
            (in_site_time(_("Last")), lambda row: site_time(row.last)),
            (_("Where the link is"), lambda row: " ".join(referrer.text for referrer, _count in row.referrers)),
            (_("Now redirected to"), lambda row: row.redirect.link if row.redirect else ""),
        ]
        title = f"{self.page_title}: {WHAT[self.what][0]}"
        return [Download(title, columns, lambda limit: whole(self.period, self.what, limit))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        what = self.what
        rows = missing(self.period, what)
        if what == "pages":
            suggest(rows)
        else:
            suggest([row for row in rows if what == "scripts" or row.path.endswith((".pdf", ".zip"))])
        note_redirects(rows)
        return super().get_context_data(**kwargs) | {
            "rows": rows,
            "lines": LINES,
            "what": what,
            "what_links": [
                {"label": label, "url": self.address(what=name), "current": name == what}
                for name, (label, *_kinds) in WHAT.items()
            ],
            "may_add": redirects_policy.user_has_permission(self.request.user, "add"),
            "may_change": redirects_policy.user_has_permission(self.request.user, "change"),
            "own_broken": sum(1 for row in rows if row.own and not row.redirect and not row.is_page_now),
        }


def missing(period: Period, what: str) -> list[Missing]:
    """Those asked for in vain most often, with who asked."""
    rows = [Missing(**row) for row in rows_of(_RANKED, _asked(period, what, LINES))]
    _add_who(rows, period)
    return rows


def whole(period: Period, what: str, limit: int) -> Iterator[Missing]:
    """The same for a file, with the redirects there are, some at a time."""
    rows = (Missing(**row) for row in streamed(_RANKED, _asked(period, what, limit)))
    while some := list(islice(rows, _AT_ONCE)):
        _add_who(some, period)
        note_redirects(some)
        yield from some


def _asked(period: Period, what: str, limit: int) -> dict[str, Any]:
    _label, kinds, rule = WHAT[what]
    texts = [str(kind) for kind in kinds]
    return {"first": period.first, "last": period.last, "kinds": texts, "rule": rule, "lines": limit}


def _add_who(missed: list[Missing], period: Period) -> None:
    rows = {row.path_id: row for row in missed}
    since, until = period.moments
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, {"paths": list(rows), "since": since, "until": until, "sample": SAMPLE})
        found = cursor.fetchall()
    referrers = Referrer.objects.in_bulk({referrer for _, _, referrer, *_ in found if referrer})
    for path, is_bot, referrer, count, visitors, last in sorted(found, key=lambda row: -row[3]):
        row = rows[path]
        row.last = max(last, row.last or last)
        if is_bot:
            row.bots += count
        else:
            row.people += count
            row.visitors += visitors
        if referrer in referrers:
            row.referrers.append((referrers[referrer], count))
    for row in rows.values():
        row.referrers.sort(key=lambda sent: (sent[0].group != Referrer.Group.OWN, -sent[1]))
        del row.referrers[_REFERRERS:]


def suggest(rows: list[Missing]) -> None:
    if not rows:
        return
    suggestions = Suggestions.of_live_pages()
    pages = suggestions.is_page(row.path for row in rows)
    for row in rows:
        row.is_page_now = row.path in pages
        row.suggestion = suggestions.for_path(row.path)


def note_redirects(rows: list[Missing]) -> None:
    paths = {row.path: normalised(row.path) for row in rows}
    known = Redirect.objects.filter(old_path__in={path for path in paths.values() if path})
    by_path = {redirect.old_path: redirect for redirect in known.select_related("redirect_page")}
    for row in rows:
        row.redirect = by_path.get(paths[row.path] or "")
