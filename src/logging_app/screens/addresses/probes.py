"""Who looked for holes, and who tried to sign in."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from logging_app.screens.downloads import Column, Download, in_site_time, site_time
from logging_app.screens.figures.period import RECENT, Period
from logging_app.screens.figures.ranking import LINES
from logging_app.screens.figures.screen import FiguresView

from .addresses import Address, are_whole, columns, ranked, whole
from .deny import deniable, own_addresses, snippet

# The rules of enrichment/paths.py, as people read them.
RULES: dict[str, Promise] = {
    "WordPress": _("WordPress, which this site is not"),
    "secrets": _("Files with passwords and keys"),
    "backup": _("Forgotten backups"),
    "database": _("Screens of databases"),
    "script": _("Scripts in PHP, ASP and the like"),
    "traversal": _("Ways out of the site's folder"),
    "injection": _("Commands smuggled into an address"),
    "appliance": _("Routers, cameras and other servers' screens"),
    "proxy": _("Requests to be passed on to other sites"),
    "no request": _("No HTTP at all"),
}
_EXAMPLES = 4
# An address with fewer probes may be anybody with an old bookmark.
_MANY_PROBES = 5
_MANY_REFUSALS = 3
# The newest attempts are looked at one by one, and no more of them.
ATTEMPTS = 5_000
_BY_RULE = """
    WITH asked AS (
        SELECT path_id, sum(requests)::bigint AS total, max(day) AS last FROM logging_app_pathday
        WHERE day BETWEEN %(first)s AND %(last)s
        AND path_id IN (SELECT id FROM logging_app_path WHERE kind = 'probe') GROUP BY path_id
    )
    SELECT p.rule, sum(a.total)::bigint, count(*), max(a.last),
        (array_agg(left(p.text, 200) ORDER BY a.total DESC, p.text))[1:%(examples)s]
    FROM asked a JOIN logging_app_path p ON p.id = a.path_id
    GROUP BY p.rule ORDER BY 2 DESC, 1
"""
_SIGN_INS = """
    SELECT host(e.ip), e.status, count(*), max(e.time)
    FROM (SELECT id FROM logging_app_path WHERE kind = 'sign_in') AS p
    CROSS JOIN LATERAL (
        SELECT ip, status, time, endpoint_id FROM logging_app_accesslogentry
        WHERE path_id = p.id AND time >= %(since)s AND time < %(until)s
        ORDER BY time DESC, id DESC LIMIT %(attempts)s
    ) AS e
    JOIN logging_app_endpoint n ON n.id = e.endpoint_id
    WHERE n.method = 'POST' AND e.ip IS NOT NULL
    GROUP BY 1, 2
"""


@dataclass
class Rule:
    name: str
    requests: int
    paths: int
    last: date
    examples: list[str]

    @property
    def label(self) -> Promise | str:
        return RULES.get(self.name, self.name)


@dataclass
class Guesser:
    """Who posted to a sign-in form, which comes again for a wrong password and leads on after a right one."""

    ip: str
    let_in: int = 0
    wrong: int = 0
    refused: int = 0
    failed: int = 0
    last: datetime | None = None

    @property
    def attempts(self) -> int:
        return self.let_in + self.wrong + self.refused + self.failed

    @property
    def outcome(self) -> tuple[Promise, str]:
        """(word, tone)."""
        if self.let_in and self.wrong + self.refused >= _MANY_REFUSALS:
            return _("Let in after many attempts"), "broken"
        if self.let_in:
            return pgettext_lazy("outcome of a sign-in", "Let in"), "good"
        if self.refused:
            return pgettext_lazy("outcome of a sign-in", "Refused"), "bad"
        return pgettext_lazy("outcome of a sign-in", "Wrong password"), "quiet"

    def count(self, status: int, times: int, last: datetime) -> None:
        name = {2: "wrong", 3: "let_in", 4: "refused"}.get(status // 100, "failed")
        setattr(self, name, getattr(self, name) + times)
        self.last = max(last, self.last or last)


class ProbesView(FiguresView):
    template_name = "logging_app/addresses/probes.html"
    page_title = _("Probes and sign-ins")
    header_icon = "crosshairs"
    default = RECENT
    compares = False

    @property
    def downloads(self) -> list[Download]:
        period = self.period
        attempts: list[Column] = [
            (_("Address"), "ip"),
            (_("Outcome"), lambda guesser: str(guesser.outcome[0])),
            (_("Attempts"), "attempts"),
            (_("Wrong"), "wrong"),
            (_("Refused"), "refused"),
            (_("Let in"), "let_in"),
            (_("Failed"), "failed"),
            (in_site_time(_("Last")), lambda guesser: site_time(guesser.last)),
        ]
        rules: list[Column] = [
            (_("Rule"), lambda rule: str(rule.label)),
            (_("Requests"), "requests"),
            (_("Addresses asked for"), "paths"),
            (_("Such as"), lambda rule: " ".join(rule.examples)),
            (_("Last seen"), "last"),
        ]
        found = [
            Download(_("What was probed for"), rules, lambda limit: rules_of(period)[:limit], "rules"),
            Download(_("Who probes"), columns(), lambda limit: whole(period, "probes", limit, "probes"), "addresses"),
        ]
        if are_whole(period):
            signs = Download(_("Sign-in attempts"), attempts, lambda limit: guessers_of(period)[:limit], "sign-ins")
            found.insert(0, signs)
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        whole = are_whole(self.period)
        rules, addresses = rules_of(self.period), ranked(self.period, "probes", "probes")
        guessers = guessers_of(self.period) if whole else []
        denied = deny_list(addresses, guessers, own_addresses(self.request)) if whole else []
        return super().get_context_data(**kwargs) | {
            "rules": rules,
            "most": rules[0].requests if rules else 0,
            "total": sum(rule.requests for rule in rules),
            "addresses": addresses,
            "guessers": guessers[:LINES],
            "alarming": [guesser for guesser in guessers if guesser.outcome[1] == "broken"],
            "whole": whole,
            "denied": denied,
            "snippet": snippet(denied),
        }


def rules_of(period: Period) -> list[Rule]:
    with connection.cursor() as cursor:
        cursor.execute(_BY_RULE, {"first": period.first, "last": period.last, "examples": _EXAMPLES})
        return [Rule(*row) for row in cursor.fetchall()]


def guessers_of(period: Period) -> list[Guesser]:
    since, until = period.moments
    found: dict[str, Guesser] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SIGN_INS, {"since": since, "until": until, "attempts": ATTEMPTS})
        for ip, status, times, last in cursor.fetchall():
            found.setdefault(ip, Guesser(ip)).count(status, times, last)
    return sorted(found.values(), key=lambda guesser: (-guesser.attempts, guesser.ip))


def deny_list(addresses: list[Address], guessers: list[Guesser], own: list[str]) -> list[Any]:
    """Who asked for many holes or was refused at the door, and from where no person read the site or came in."""
    let_in = [guesser.ip for guesser in guessers if guesser.let_in]
    wanted = [each.who for each in addresses if each.probes >= _MANY_PROBES and not each.views and not each.is_network]
    wanted += [guesser.ip for guesser in guessers if guesser.wrong + guesser.refused >= _MANY_REFUSALS]
    return deniable(wanted, [*let_in, *own])
