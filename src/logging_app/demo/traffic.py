"""The visits, crawls and probes of some days, as lines of nginx's log in the order nginx would write them."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from .addresses import Addresses
from .visitors import BOTS, GUESSERS, MOVED, PROBE_AGENTS, PROBES, SPAM, Person, address, person

VISITS_A_DAY = 54
# A furniture shop: people look in the evening and on Saturdays.
WEEKDAYS = [0.95, 1.0, 1.05, 1.0, 0.95, 1.3, 1.1]
HOURS = [4, 2, 1, 1, 1, 3, 9, 22, 38, 52, 60, 58, 50, 46, 48, 52, 55, 58, 62, 70, 82, 84, 56, 22]
# A newsletter goes out every second Thursday.
NEWSLETTER_DAYS = 14
NEWSLETTER_LIFT = 1.7
# The morning of a failed deployment, this many days before the end.
BAD_MORNING = 11
# Visitors who send the form.
WRITE_TO_US = 0.02
BROKEN_LINK = "/it/listino-2025/"
# The pages this far from the front take this much longer: somebody put in a hundred photographs.
SLOW_PAGE, SLOWER = 4, 14


@dataclass
class Request:
    at: datetime
    remote_addr: str
    agent: str
    method: str
    uri: str
    status: int
    size: int  # bytes
    seconds: float
    upstream: bool
    referrer: str = ""

    def line(self, site: str, host: str, scheme: str, request_id: str) -> str:
        """As `log_format djangoforge` of nginx/includes/log_format.conf writes it."""
        text = json.dumps
        upstream = f"{self.seconds:.3f}" if self.upstream else ""
        referrer = site + self.referrer if self.referrer.startswith("/") else self.referrer
        protocol = "HTTP/1.1" if self.agent in PROBE_AGENTS else "HTTP/2.0"
        return (
            f'{{"time":"{self.at.isoformat(timespec="seconds")}","msec":{self.at.timestamp():.3f},'
            f'"request_id":"{request_id}","remote_addr":"{self.remote_addr}",'
            f'"request_method":"{self.method}","request":{text(f"{self.method} {self.uri} {protocol}")},'
            f'"request_uri":{text(self.uri)},"status":{self.status},"body_bytes_sent":{self.size},'
            f'"request_time":{self.seconds:.3f},"upstream_response_time":"{upstream}",'
            f'"http_referer":{text(referrer)},"http_user_agent":{text(self.agent)},"host":"{host}",'
            f'"server_protocol":"{protocol}","scheme":"{scheme}",'
            f'"connection":{hash_of(self.remote_addr + self.agent)}}}\n'
        )


class Traffic:
    def __init__(self, addresses: Addresses, zone: tzinfo, seed: int) -> None:
        self.addresses, self.zone = addresses, zone
        self.chance = random.Random(seed)
        self.languages = sorted(addresses.pages)
        # The same few pages are what most people want: their sizes and their weight stay the same all month.
        every_page = [page for pages in addresses.pages.values() for page in pages]
        self.page_size = {page: self.chance.randrange(9_000, 34_000) for page in every_page}
        self.slow = {page for pages in addresses.pages.values() for page in pages[SLOW_PAGE : SLOW_PAGE + 1]}
        self.file_size = {name: self.chance.randrange(3_000, 140_000) for name in addresses.static + addresses.images}

    def until(self, end: datetime, days: int) -> list[Request]:
        """The requests of the `days` before `end`, in order of their end."""
        last = end.astimezone(self.zone).date()
        found: list[Request] = []
        for ago in range(days, -1, -1):
            found.extend(self._day(last - timedelta(days=ago), ago))
        start = end - timedelta(days=days)
        return sorted((request for request in found if start <= request.at < end), key=lambda request: request.at)

    def _day(self, day: date, ago: int) -> Iterator[Request]:
        newsletter = ago % NEWSLETTER_DAYS == 3
        visits = VISITS_A_DAY * WEEKDAYS[day.weekday()] * self.chance.uniform(0.85, 1.15)
        for _ in range(round(visits * (NEWSLETTER_LIFT if newsletter else 1))):
            yield from self._visit(self._moment(day, HOURS), person(self.chance, self.languages, newsletter), ago)
        for agent, pages in BOTS:
            yield from self._crawl(day, agent, round(pages * self.chance.uniform(0.6, 1.5)))
        for _ in range(self.chance.randrange(1, 4)):
            yield from self._probe(self._moment(day, [1] * 24))
        yield from self._guess(day, ago)

    def _moment(self, day: date, hours: list[int]) -> datetime:
        hour = self.chance.choices(range(24), hours)[0]
        return datetime.combine(day, time(hour), self.zone) + timedelta(seconds=self.chance.uniform(0, 3_600))

    def _visit(self, at: datetime, who: Person, ago: int) -> Iterator[Request]:
        pages = self.addresses.pages[who.language]
        returning = self.chance.random() < 0.22  # their browser holds the files already
        referrer = who.referrer
        page = pages[0] if self.chance.random() < 0.55 else self._page(pages)
        if page == pages[0] and self.chance.random() < 0.3:
            yield self._answer(at, who, "/", 302, 0, referrer, upstream=True)
        for number in range(min(8, 1 + int(self.chance.expovariate(0.55)))):
            broken = ago == BAD_MORNING and 9 <= at.hour < 10 and self.chance.random() < 0.6
            status = 500 if broken or self.chance.random() < 0.0012 else 200
            if self.chance.random() < 0.006:
                status = 499
            query = f"?{who.campaign}" if who.campaign and not number else ""
            size = {500: 1_245, 499: 0}.get(status, self.page_size[page])
            yield self._answer(at, who, page + query, status, size, referrer, upstream=True)
            if status == 200:
                yield from self._files(at, who, page, first=not number, returning=returning)
            referrer, page = page, self._page(pages)
            at += timedelta(seconds=5 + self.chance.expovariate(1 / 40))
        form = self.addresses.forms.get(who.language)
        if form and self.chance.random() < WRITE_TO_US:
            yield from self._write(at, who, form, referrer)
        if self.chance.random() < 0.012:
            yield self._answer(at, who, page.rstrip("/") or "/", 301, 0, referrer, upstream=True)
        if self.chance.random() < 0.04:
            old, _, referrer = self.chance.choices(MOVED, weights=[weight for _, weight, _ in MOVED])[0]
            yield self._answer(at, who, old, 404, 6_120, referrer, upstream=True)
        if self.chance.random() < 0.008:  # a link in a page of the site's own that was never put right
            yield self._answer(at, who, BROKEN_LINK, 404, 6_120, pages[0], upstream=True)

    def _write(self, at: datetime, who: Person, form: str, referrer: str) -> Iterator[Request]:
        """Opens the form, fills it in, sends it, reads the thanks."""
        yield self._answer(at, who, form, 200, self.page_size[form], referrer, upstream=True)
        at += timedelta(seconds=30 + self.chance.expovariate(1 / 60))
        sent = self._answer(at, who, form, 302, 0, form, upstream=True)
        sent.method = "POST"
        yield sent
        at += timedelta(seconds=1)
        yield self._answer(at, who, f"{form}?sent=1", 200, self.page_size[form], form, upstream=True)

    def _page(self, pages: list[str]) -> str:
        """The first pages of the tree far more often than the last."""
        return pages[min(int(self.chance.expovariate(3.2 / len(pages))), len(pages) - 1)]

    def _files(self, at: datetime, who: Person, page: str, first: bool, returning: bool) -> Iterator[Request]:
        names = list(self.addresses.static) if first and not returning else []
        images = self.addresses.images
        start = hash_of(page) % len(images)
        names += [images[(start + n) % len(images)] for n in range(self.chance.randrange(2, 6))]
        for number, name in enumerate(names):
            later = at + timedelta(milliseconds=120 + 35 * number + self.chance.randrange(60))
            unchanged = returning and self.chance.random() < 0.5
            size = 0 if unchanged else self.file_size[name]
            yield self._answer(later, who, name, 304 if unchanged else 200, size, page, upstream=False)

    def _answer(
        self, at: datetime, who: Person, uri: str, status: int, size: int, referrer: str, *, upstream: bool
    ) -> Request:
        seconds = min(self.chance.lognormvariate(-3.0, 0.5), 4.0) if upstream else self.chance.uniform(0, 0.004)
        if uri.partition("?")[0] in self.slow:
            seconds = min(seconds * SLOWER, 9.0)
        if status == 499:
            seconds = self.chance.uniform(3, 12)
        return Request(at, who.address, who.agent, "GET", uri, status, size, seconds, upstream, referrer)

    def _crawl(self, day: date, agent: str, pages: int) -> Iterator[Request]:
        every_page = list(self.page_size)
        who = Person(address(self.chance), agent, "", "", "")
        yield self._answer(self._moment(day, [1] * 24), who, "/robots.txt", 200, 120, "", upstream=True)
        for _ in range(pages):
            page = every_page[0] if "Uptime" in agent else self.chance.choice(every_page)
            at = self._moment(day, [1] * 24)
            yield self._answer(at, who, page, 200, self.page_size[page], "", upstream=True)
        if "Ahrefs" in agent and self.chance.random() < 0.5:
            yield self._answer(at, who, MOVED[0][0], 404, 6_120, "", upstream=True)
        if "DotBot" in agent:
            who = Person(address(self.chance), PROBE_AGENTS[0], "", "", "")
            yield self._answer(at, who, every_page[0], 200, 9_000, self.chance.choice(SPAM), upstream=True)

    def _guess(self, day: date, ago: int) -> Iterator[Request]:
        """Someone tries passwords: now and then, and in the small hours, until more is refused (429)."""
        for (ip, agent), nights in zip(GUESSERS, (9, 5), strict=True):
            if ago % nights:
                continue
            who, at = Person(ip, agent, "", "", ""), self._moment(day, [3, 5, 8, 5, 2] + [0] * 19)
            yield self._answer(at, who, "/admin/login/", 200, 8_300, "", upstream=True)
            for attempt in range(self.chance.randrange(6, 14)):
                at += timedelta(seconds=self.chance.uniform(1, 4))
                request = self._answer(at, who, "/admin/login/", 200 if attempt < 5 else 429, 8_300, "", upstream=True)
                request.method = "POST"
                yield request

    def _probe(self, at: datetime) -> Iterator[Request]:
        who = Person(address(self.chance), self.chance.choice(PROBE_AGENTS), "", "", "")
        for uri in self.chance.sample(PROBES, self.chance.randrange(3, len(PROBES))):
            request = self._answer(at, who, uri, 404, 6_120, "", upstream=True)
            request.method = "POST" if uri in ("/xmlrpc.php", "/boaform/admin/formLogin") else "GET"
            yield request
            at += timedelta(seconds=self.chance.uniform(0.2, 2))


def hash_of(text: str) -> int:
    """The same in every process, which Python's own is not."""
    return sum(text.encode()) * 2_654_435_761 % 2**32
