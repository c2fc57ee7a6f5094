"""The bots by their names, and what people use."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Min, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from logging_app.models import Agent, AgentDay, Day
from logging_app.screens.downloads import Column, Download
from logging_app.screens.figures.numbers import Change
from logging_app.screens.figures.period import Period
from logging_app.screens.figures.ranking import LINES
from logging_app.screens.figures.screen import FiguresView

_KINDS = dict(Agent.BotKind.choices)
# Those that read robots.txt and keep to it, more or less; a scanner or a script does not ask.
POLITE = {
    Agent.BotKind.SEARCH, Agent.BotKind.AI, Agent.BotKind.PREVIEW, Agent.BotKind.SEO, Agent.BotKind.FEED,
    Agent.BotKind.OTHER,
}  # fmt: skip
# The rules of our own, which stand in the table in English; every other rule is words of the user agent itself.
RULES: dict[str, Promise] = {
    "no user agent": _("It names no user agent."),
    "names no browser": _("It names no browser."),
}


@dataclass
class Bot:
    name: str
    kind: str
    requests: Change
    bytes_sent: int
    errors: int
    last: date
    rule: str
    share: float  # of all requests, people's included

    @property
    def kind_label(self) -> Promise | str:
        return _KINDS.get(self.kind, "")

    @property
    def own_rule(self) -> Promise | None:
        return RULES.get(self.rule)

    @property
    def robots_name(self) -> str:
        """What robots.txt may call it; "" for who would not read that, or has no plain name."""
        plain = self.name.isascii() and self.name.replace("-", "").replace("_", "").isalnum()
        return self.name if plain and self.kind in POLITE else ""


@dataclass
class Used:
    name: str
    visitors: Change
    views: int


class BotsView(FiguresView):
    template_name = "logging_app/sources/bots.html"
    page_title = _("Bots")
    header_icon = "code"

    @property
    def downloads(self) -> list[Download]:
        columns: list[Column] = [
            (_("Bot"), "name"),
            (_("What for"), lambda bot: str(bot.kind_label)),
            (_("Requests"), "requests.now"),
            *([(_("Requests before"), "requests.before")] if self.compared else []),
            (_("Share of all (%)"), lambda bot: round(bot.share, 2)),
            (_("Sent (bytes)"), "bytes_sent"),
            (_("Errors"), "errors"),
            (_("Last seen"), "last"),
            (_("Why it is a bot"), lambda bot: str(bot.own_rule or bot.rule)),
        ]
        return [Download(self.page_title, columns, lambda limit: bots_of(self.period, self.compared)[:limit])]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bots = bots_of(self.period, self.compared)
        kinds: dict[str, float] = {}
        for bot in bots:
            kinds[bot.kind] = kinds.get(bot.kind, 0) + bot.requests.now
        return super().get_context_data(**kwargs) | {
            "bots": bots[:LINES],
            "left_out": max(len(bots) - LINES, 0),
            "kinds": [(_KINDS.get(kind, kind), count) for kind, count in sorted(kinds.items(), key=lambda k: -k[1])],
            "most": bots[0].requests.now if bots else 0,
            "share": sum(bot.share for bot in bots),
            "tab": "bots",
        }


class BrowsersView(FiguresView):
    template_name = "logging_app/sources/browsers.html"
    page_title = _("Browsers and devices")
    header_icon = "desktop"

    @property
    def downloads(self) -> list[Download]:
        columns: list[Column] = [
            (_("What"), lambda row: str(row[0])),
            (_("Name"), lambda row: row[1].name),
            (_("Visitors"), lambda row: row[1].visitors.now),
            *([(_("Visitors before"), lambda row: row[1].visitors.before)] if self.compared else []),
            (_("Page views"), lambda row: row[1].views),
        ]
        return [
            Download(
                self.page_title,
                columns,
                lambda limit: ((label, row) for label, rows in self.tables(limit) for row in rows),
            )
        ]

    def tables(self, limit: int = LINES) -> list[tuple[Promise, list[Used]]]:
        return [
            (label, used(self.period, self.compared, what, limit))
            for label, what in (
                (pgettext_lazy("heading", "Device"), "device"),
                (pgettext_lazy("heading", "Browser"), "browser"),
                (pgettext_lazy("heading", "System"), "system"),
            )
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tables = self.tables()
        return super().get_context_data(**kwargs) | {
            "tables": [(label, rows, max((row.visitors.now for row in rows), default=0)) for label, rows in tables],
            "tab": "browsers",
        }


def bots_of(period: Period, compared: bool) -> list[Bot]:
    asked = Day.objects.filter(day__range=period.range).aggregate(requests=Sum("requests"))["requests"] or 0
    ofs = AgentDay.objects.filter(agent__is_bot=True).values("agent__bot", "agent__bot_kind")
    before = {
        (row["agent__bot"], row["agent__bot_kind"]): row["total"]
        for row in ofs.filter(day__range=period.before.range).annotate(total=Sum("requests"))
    }
    rows = ofs.filter(day__range=period.range).annotate(
        total=Sum("requests"), sent=Sum("bytes_sent"), failed=Sum("errors"), last=Max("day"), rule=Min("agent__rule")
    )
    return [
        Bot(
            row["agent__bot"],
            row["agent__bot_kind"],
            Change(row["total"], before.get((row["agent__bot"], row["agent__bot_kind"]), 0) if compared else None),
            row["sent"],
            row["failed"],
            row["last"],
            row["rule"],
            row["total"] * 100 / asked if asked else 0,
        )
        for row in rows.order_by("-total", "agent__bot")
    ]


def used(period: Period, compared: bool, what: str, limit: int = LINES) -> list[Used]:
    """What people who saw a page used, by the agents' field `what`."""
    labels = dict(Agent.Device.choices) if what == "device" else {}
    people = AgentDay.objects.filter(agent__is_bot=False, views__gt=0).values(f"agent__{what}")
    before = {
        row[f"agent__{what}"]: row["people"]
        for row in people.filter(day__range=period.before.range).annotate(people=Sum("visitors"))
    }
    rows = people.filter(day__range=period.range).annotate(people=Sum("visitors"), seen=Sum("views"))
    return [
        Used(
            str(labels.get(row[f"agent__{what}"], row[f"agent__{what}"])) if row[f"agent__{what}"] else "",
            Change(row["people"], before.get(row[f"agent__{what}"], 0) if compared else None),
            row["seen"],
        )
        for row in rows.order_by("-people", f"agent__{what}")[:limit]
    ]
