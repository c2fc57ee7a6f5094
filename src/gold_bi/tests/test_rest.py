"""Records of an interface: every way of paging, its manners, its faults in plain words."""

import json
from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import translation

from gold_bi import runner
from gold_bi.contracts import Column, Contract, Kind, checked
from gold_bi.flows import registry
from gold_bi.sources import SourceAway, guard, paging, rest, watermarks
from gold_bi.sources.secret import FromEnvironment

from .outside import Answer, Server, serving

ORDERS: list[dict[str, Any]] = [
    {"id": n, "total": f"{n}.50", "updated": f"2026-11-{n + 1:02}T10:00:00Z", "customer": {"name": f"C{n}"}}
    for n in range(7)
]
COLUMNS = {"order": "id", "amount": "total", "customer": "customer.name", "updated": "updated"}


class Shop:
    """An interface with seven orders, three a page at most."""

    def __init__(self) -> None:
        self.busy: list[Answer] = []

    def __call__(self, path: str, headers: dict[str, str]) -> Answer:
        if self.busy:
            return self.busy.pop(0)
        parts = urlsplit(path)
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        return getattr(self, parts.path.strip("/"))(asked)

    def answer(self, records: list[Any], more: dict[str, Any] | None = None, link: str = "") -> Answer:
        headers = {"Content-Type": "application/json", "Link": link}
        return 200, headers, json.dumps({"data": {"orders": records}, **(more or {})}).encode()

    def all(self, asked: dict[str, str]) -> Answer:
        since, days = asked.get("since", ""), (asked.get("from", ""), asked.get("to", "9"))
        return self.answer([
            one for one in ORDERS if one["updated"] > since and days[0] <= str(one["updated"])[:10] <= days[1]
        ])  # fmt: skip

    def next(self, asked: dict[str, str]) -> Answer:
        at = int(asked.get("at", 0))
        return self.answer(ORDERS[at : at + 3], {"links": {"next": f"?at={at + 3}" if at + 3 < 7 else None}})

    def link(self, asked: dict[str, str]) -> Answer:
        at = int(asked.get("at", 0))
        more = f'<?at={at + 3}>; title="one, two; rel=prev"; REL="last next", ' if at + 3 < 7 else ""
        return self.answer(ORDERS[at : at + 3], link=f'</>; rel="first", {more}</x>; rel=next; anchor="#other"')

    def page(self, asked: dict[str, str]) -> Answer:
        at = 3 * (int(asked["page"]) - 1)
        return self.answer(ORDERS[at : at + 3], {"meta": {"pages": 3}})

    def offset(self, asked: dict[str, str]) -> Answer:
        at = int(asked["offset"])
        return self.answer(ORDERS[at : at + min(3, int(asked["limit"]))], {"total": 7})

    def cursor(self, asked: dict[str, str]) -> Answer:
        at = int(asked.get("after", "p0").removeprefix("p"))
        return self.answer(ORDERS[at : at + 3], {"cursor": f"p{at + 3}" if at + 3 < 7 else ""})

    def stuck(self, asked: dict[str, str]) -> Answer:
        return self.answer(ORDERS[:3], {"links": {"next": f"?at={int(asked.get('at', 0)) + 1}"}})

    def away(self, asked: dict[str, str]) -> Answer:
        return self.answer(ORDERS[:3], {"links": {"next": "https://elsewhere.example.com/next"}})


@pytest.fixture
def shop(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Generator[Server]:
    settings.FLOW_ALLOWED_HOSTS = ["127.0.0.1"]
    monkeypatch.setenv("SHOP_KEY", "s3cret-key")
    with translation.override("en"), serving(Shop()) as server:
        yield server


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waits: list[float] = []
    monkeypatch.setattr(rest.time, "sleep", waits.append)
    return waits


def source(shop: Server, path: str, **more: Any) -> Any:
    given = {"records": "data.orders", "columns": COLUMNS} | more
    return rest.rest(rest.Interface(shop.url + path, **given))


@pytest.mark.parametrize(
    ("path", "way", "questions"),
    [
        ("/all", paging.OnePage(), 1),
        ("/next", paging.NextLink("links.next"), 3),
        ("/link", paging.LinkHeader(), 3),
        ("/page", paging.PageNumber(), 4),
        ("/page", paging.PageNumber(pages="meta.pages"), 3),
        ("/offset", paging.Offset(size={"limit": 100}), 4),
        ("/offset", paging.Offset(size={"limit": 100}, total="total"), 3),
        ("/cursor", paging.Cursor("cursor", "after"), 3),
    ],
)
def test_every_way_of_paging_brings_every_record_once(
    shop: Server, path: str, way: paging.Paging, questions: int
) -> None:
    rows = source(shop, path, paging=way).read(0)
    assert rows["order"].tolist() == list(range(7))
    assert rows["customer"].tolist() == [f"C{n}" for n in range(7)]
    assert len(shop.asked) == questions


def test_what_is_read_keeps_a_contract_and_a_bad_value_is_one_rows_fault(shop: Server) -> None:
    columns = (
        Column("order", Kind.WHOLE), Column("amount", Kind.NUMBER), Column("customer", Kind.TEXT),
        Column("updated", Kind.MOMENT),
    )  # fmt: skip
    bad = [*ORDERS[:2], {"id": 9, "total": "many", "updated": "2026-11-01T00:00:00Z", "customer": None}]
    shop.answer = lambda *_: (200, {}, json.dumps({"data": {"orders": bad}}).encode())
    found = checked(Contract(columns, ("order",)), source(shop, "/all").read(0))
    assert found.rows["amount"].tolist() == [0.5, 1.5]
    assert [(one.column, one.value) for one in found.rejected] == [("amount", "many")]


def test_only_what_is_newer_is_asked_for_with_a_margin(shop: Server) -> None:
    flow = source(shop, "/all", since=rest.Since("updated", "since"))
    rows = flow.read(0)
    highest = int(rows[flow.watermark].max())
    assert watermarks.moment(highest) == datetime(2026, 11, 7, 10, tzinfo=UTC)
    again = flow.read(highest)
    assert parse_qs(urlsplit(shop.asked[-1]).query) == {"since": ["2026-11-07T09:55:00Z"]}
    assert again["order"].tolist() == [6]
    assert "since" not in shop.asked[0]
    numbered = source(shop, "/all", since=rest.Since("order", "since", moments=False))
    assert int(numbered.read(0)[numbered.watermark].max()) == 6


def test_days_are_read_again(shop: Server) -> None:
    rows = source(shop, "/all", days=("from", "to")).read_days(date(2026, 11, 2), date(2026, 11, 3))
    assert rows["order"].tolist() == [1, 2]


def test_the_key_comes_from_the_environment_and_is_shown_in_no_message(
    shop: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow = source(shop, "/all?tenant=t0ken", key=FromEnvironment("SHOP_KEY"))
    flow.read(0)
    assert shop.headers[-1]["authorization"] == "Bearer s3cret-key"
    shop.answer = lambda *_: (403, {}, b"s3cret-key is wrong")
    with pytest.raises(SourceAway, match=r"“127\.0\.0\.1” does not accept the key in SHOP_KEY \(403\)") as refused:
        flow.read(0)
    assert "s3cret" not in str(refused.value)
    assert "t0ken" not in str(refused.value)
    monkeypatch.setenv("SHOP_KEY", "s3cret\r\nHost: x")
    with pytest.raises(SourceAway, match="SHOP_KEY holds a character") as refused:
        flow.read(0)
    assert "s3cret" not in str(refused.value)
    monkeypatch.delenv("SHOP_KEY")
    with pytest.raises(SourceAway, match="SHOP_KEY is not set"):
        flow.read(0)


def test_a_busy_interface_is_asked_again_when_it_wishes(shop: Server, waits: list[float]) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    shop.answer.busy = [(429, {"Retry-After": "7"}, b""), (503, {"Retry-After": soon}, b""), (500, {}, b"")]  # type: ignore[attr-defined]
    assert len(source(shop, "/all").read(0)) == 7
    assert waits[0] == 7
    assert 20 < waits[1] <= 30
    assert waits[2] == 7


def test_one_that_stays_busy_is_left_to_the_next_run(shop: Server, waits: list[float]) -> None:
    shop.answer = lambda *_: (503, {}, b"")
    with pytest.raises(SourceAway, match=r"a fault of its own \(503\)"):
        source(shop, "/all").read(0)
    assert waits == [1, 3, 7]
    shop.answer = lambda *_: (429, {"Retry-After": "3600"}, b"")
    with pytest.raises(SourceAway, match=r"asked too often \(429\)"):
        source(shop, "/all").read(0)
    assert len(waits) == 3


def test_pages_that_repeat_end_with_an_error(shop: Server) -> None:
    for path, way in (("/stuck", paging.NextLink("links.next")), ("/all", paging.PageNumber())):
        with pytest.raises(SourceAway, match="gave the same page twice"):
            source(shop, path, paging=way).read(0)
    shop.answer = lambda *_: (200, {}, b'{"data": {"orders": []}, "links": {"next": "/all"}}')
    with pytest.raises(SourceAway, match="gave the same page twice"):
        source(shop, "/all", paging=paging.NextLink("links.next")).read(0)


def test_the_next_page_is_not_looked_for_at_another_host(shop: Server) -> None:
    with pytest.raises(SourceAway, match="said to be at another host"):
        source(shop, "/away", paging=paging.NextLink("links.next"), key=FromEnvironment("SHOP_KEY")).read(0)


def test_a_key_follows_no_redirect_to_another_host_not_even_by_its_next_page(shop: Server) -> None:
    with serving(Shop()) as other:
        for path in ("/next", "/page", "/cursor"):
            other.asked.clear()
            shop.answer = lambda asked, _: (302, {"Location": other.url + asked}, b"")
            ways: dict[str, paging.Paging] = {
                "/next": paging.NextLink("links.next"), "/page": paging.PageNumber(),
                "/cursor": paging.Cursor("cursor"),
            }  # fmt: skip
            flow = source(shop, path, paging=ways[path], key=FromEnvironment("SHOP_KEY"))
            if path == "/page":  # asks the host that the flow names for every page
                assert len(flow.read(0)) == 7
            else:
                with pytest.raises(SourceAway, match=r"said to be at another host|the same page twice"):
                    flow.read(0)
            assert other.asked
        assert not any("authorization" in headers for headers in other.headers)


def test_a_key_does_not_go_over_the_internet_in_clear(
    shop: Server, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FLOW_ALLOWED_HOSTS = []
    monkeypatch.setattr(guard, "is_public", lambda _: True)
    with pytest.raises(guard.Refused, match=r"A key would go to “[0-9.]+” in clear"):
        source(shop, "/all", key=FromEnvironment("SHOP_KEY")).read(0)
    assert shop.asked == []


def test_more_records_than_meant_are_not_held(shop: Server) -> None:
    with pytest.raises(SourceAway, match="more than 5 records"):
        source(shop, "/next", paging=paging.NextLink("links.next"), most=5).read(0)


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (200, b"\xef\xbb\xbf <!doctype html><title>Sign in", "a web page instead of data"),
        (200, b"{", "is no JSON"),
        (200, b"", "is no JSON"),
        (200, b"[" * 100_000, "is no JSON"),
        (200, b'{"data": {"orders": [{"id": NaN}]}}', "is no JSON"),
        (200, b'{"data": []}', r"no list of records at “data\.orders”"),
        (200, b'{"data": {"orders": [1]}}', "no list of records"),
        (401, b"", r"asks for a key \(401\)"),
        (404, b"", r"knows nothing at that address \(404\)"),
        (304, b"", r"status 304 instead"),
    ],
)
def test_whatever_else_is_answered_is_told_in_a_sentence(shop: Server, status: int, body: bytes, why: str) -> None:
    shop.answer = lambda *_: (status, {}, body)
    with pytest.raises(SourceAway, match=why):
        source(shop, "/all").read(0)


def test_no_record_at_all_is_no_fault(shop: Server) -> None:
    shop.answer = lambda *_: (200, {}, b'{"data": {"orders": []}}')
    assert len(source(shop, "/all", since=rest.Since("updated", "since")).read(0)) == 0


@pytest.mark.django_db(databases=["default", "gold"])
def test_a_flow_goes_on_where_it_was(shop: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    hours = [
        {"revision": n, "hour": f"2026-11-20T{n:02}:00:00Z", "host": "a.it", "status_class": 2, "requests": n,
         "bytes_sent": 0, "request_seconds": 0.5}
        for n in range(1, 6)
    ]  # fmt: skip
    shop.answer = lambda *_: (200, {}, json.dumps(hours).encode())
    flow = source(shop, "/hours", records="", columns={}, since=rest.Since("revision", "after", moments=False))
    monkeypatch.setitem(registry._flows, "traffic", replace(registry.find("traffic"), source=flow))
    first = runner.run("traffic", "test")
    assert (first.rows_changed, first.watermark_after) == (5, 5)
    hours[0]["requests"] = 99
    second = runner.run("traffic", "test")
    assert (second.rows_read, second.rows_changed) == (5, 1)
    assert shop.asked == ["/hours", "/hours?after=5"]
