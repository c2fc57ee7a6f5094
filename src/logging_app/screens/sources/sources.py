"""Which sites and which campaigns sent people."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Sum, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from logging_app.models import CampaignDay, Day, Referrer, ReferrerDay
from logging_app.screens.downloads import Column, Download
from logging_app.screens.figures.numbers import Change
from logging_app.screens.figures.period import Period
from logging_app.screens.figures.ranking import LINES
from logging_app.screens.figures.screen import FiguresView

_LINKING = 5  # pages of another site that link here, named one by one
_GROUPS = dict(Referrer.Group.choices)


@dataclass
class Site:
    name: str
    host: str
    group: str
    views: Change
    visitors: Change
    linking: list[str] = field(default_factory=list)

    @property
    def query(self) -> str:
        """For the screen of its landing pages."""
        return urlencode({"group": self.group, "site": self.name})


@dataclass
class Group:
    name: str
    label: Promise | str
    views: Change
    visitors: Change
    sites: list[Site]

    @property
    def is_spam(self) -> bool:
        return self.name == Referrer.Group.SPAM


@dataclass
class CampaignRow:
    source: str
    medium: str
    name: str
    views: Change
    visitors: Change

    @property
    def query(self) -> str:
        """For the screen of its landing pages."""
        return urlencode({"source": self.source, "medium": self.medium, "campaign": self.name})


class SourcesView(FiguresView):
    template_name = "logging_app/sources/sources.html"
    page_title = _("Sources")
    header_icon = "link"

    @property
    def downloads(self) -> list[Download]:
        period, compared = self.period, self.compared
        figures: list[Column] = [
            (_("Page views"), "views.now"),
            *([(_("Page views before"), "views.before")] if compared else []),
            (_("Visitors"), "visitors.now"),
        ]
        sites: list[Column] = [
            (_("Group"), lambda site: str(_GROUPS[site.group])),
            (_("Site"), "name"),
            *figures,
            (_("Pages that link here"), lambda site: " ".join(site.linking)),
        ]
        campaigns: list[Column] = [(_("Campaign"), "name"), (_("Source"), "source"), (_("Medium"), "medium"), *figures]
        return [
            Download(
                _("Sites"),
                sites,
                lambda limit: (site for group in groups_of(period, compared, limit) for site in group.sites),
                "sites",
            ),
            Download(_("Campaigns"), campaigns, lambda limit: campaigns_of(period, compared, limit), "campaigns"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = groups_of(self.period, self.compared)
        seen = Day.objects.filter(day__range=self.period.range).aggregate(views=Sum("views"))["views"] or 0
        return super().get_context_data(**kwargs) | {
            "groups": groups,
            "campaigns": campaigns_of(self.period, self.compared),
            "views": seen,
            "sent": sum(group.views.now for group in groups),
            "most": max((group.views.now for group in groups), default=0),
            "lines": LINES,
            "and_period": self.period_query.replace("?", "&", 1),
        }


def groups_of(period: Period, compared: bool, limit: int = LINES) -> list[Group]:
    """With at most `limit` sites each."""
    now, before = _by_site(period), _by_site(period.before) if compared else None
    groups: dict[str, list[Site]] = {}
    for (group, name), (views, visitors, host) in sorted(now.items(), key=lambda site: -site[1][0]):
        earlier = before.get((group, name), (0, 0, "")) if before is not None else (None, None, "")
        site = Site(name, host, group, Change(views, earlier[0], good=1), Change(visitors, earlier[1], good=1))
        groups.setdefault(group, []).append(site)
    _name_linking(groups.get(Referrer.Group.OTHER, [])[:limit], period)
    found = [
        Group(
            group,
            _GROUPS[group],
            Change(sum(site.views.now for site in sites), _sum(before, group, 0), good=1),
            Change(sum(site.visitors.now for site in sites), _sum(before, group, 1), good=1),
            sites[:limit],
        )
        for group, sites in groups.items()
    ]
    return sorted(found, key=lambda group: (group.is_spam, -group.views.now))


def _sum(sites: dict[tuple[str, str], tuple[int, int, str]] | None, group: str, figure: int) -> int | None:
    if sites is None:
        return None
    return sum(int(figures[figure]) for (of, _name), figures in sites.items() if of == group)


def _by_site(period: Period) -> dict[tuple[str, str], tuple[int, int, str]]:
    """(views, visitors, a host) by group and name; a site without a name is called by its host."""
    rows = (
        ReferrerDay.objects.filter(day__range=period.range)
        .values(group=F("referrer__group"), name=Coalesce(NullIf("referrer__name", Value("")), "referrer__host"))
        .annotate(seen=Sum("views"), people=Sum("visitors"), host=F("referrer__host"))
        .values_list("group", "name", "seen", "people", "host")
    )
    found: dict[tuple[str, str], tuple[int, int, str]] = {}
    for group, name, seen, people, host in rows:
        views, visitors, _host = found.get((group, name), (0, 0, ""))
        found[group, name] = (views + seen, visitors + people, host)
    return found


def _name_linking(sites: Iterable[Site], period: Period) -> None:
    """The pages of other sites that the links stand on, most used first."""
    by_host = {site.host: site for site in sites if site.host}
    rows = (
        ReferrerDay.objects.filter(day__range=period.range, referrer__host__in=by_host)
        .values_list("referrer__host", "referrer__text")
        .annotate(seen=Sum("views"))
        .order_by("-seen")[: len(by_host) * _LINKING]
    )
    for host, text, _seen in rows:
        linking = by_host[host].linking
        if len(linking) < _LINKING and text.startswith(("http://", "https://")):
            linking.append(text)


def campaigns_of(period: Period, compared: bool, limit: int = LINES) -> list[CampaignRow]:
    now, before = _by_campaign(period), _by_campaign(period.before) if compared else None
    rows = []
    for said, (views, visitors) in now.items():
        earlier = before.get(said, (0, 0)) if before is not None else (None, None)
        rows.append(CampaignRow(*said, Change(views, earlier[0], good=1), Change(visitors, earlier[1], good=1)))
    return sorted(rows, key=lambda row: (-row.views.now, row.source, row.name))[:limit]


def _by_campaign(period: Period) -> dict[tuple[str, str, str], tuple[int, int]]:
    rows = (
        CampaignDay.objects.filter(day__range=period.range)
        .values_list("campaign__source", "campaign__medium", "campaign__name")
        .annotate(seen=Sum("views"), people=Sum("visitors"))
    )
    return {(source, medium, name): (seen, people) for source, medium, name, seen, people in rows}
