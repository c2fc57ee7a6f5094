"""Open or closed, on a page that was made a while ago, by the visitor's clock."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.visit import Visit

FOOTER = "footer [data-opening-hours]"


def sent(page: Page) -> list[dict[str, Any]]:
    """Every change the server announced, in order, with the day it falls on."""
    data = json.loads(page.locator(f"{FOOTER} script[type='application/json']").inner_text())
    return [
        {"day": day["date"], "minute": minute, "open": is_open, "says": says}
        for day in data["days"]
        for minute, is_open, says in day["changes"]
    ]


def moment(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, tz=UTC)


def status(page: Page) -> Locator:
    return page.locator(f"{FOOTER} [data-status]")


def test_the_sentence_and_today_follow_the_visitors_clock(desk: Page) -> None:
    desk.goto("/it/")
    changes = sent(desk)
    opening = next(change for change in changes[1:] if change["open"])
    after = changes[changes.index(opening) + 1]
    # A page that was made a while ago may name an opening that has come meanwhile.
    desk.clock.install(time=moment(opening["minute"] - 1))
    desk.clock.pause_at(moment(opening["minute"]))
    desk.reload()
    expect(status(desk)).to_have_text(opening["says"])
    expect(status(desk)).to_contain_text("Aperto ora, chiude alle")
    expect(desk.locator(f"{FOOTER} tr[aria-current=date]")).to_have_attribute("data-day", opening["day"])
    desk.clock.run_for((after["minute"] - opening["minute"]) * 60_000)
    expect(status(desk)).to_have_text(after["says"])


def test_a_page_kept_for_a_week_shows_the_week_of_its_reader(desk: Page) -> None:
    desk.goto("/it/")
    last = sent(desk)[-1]
    desk.clock.set_fixed_time(moment(last["minute"]))
    desk.reload()
    expect(status(desk)).to_have_text(last["says"])
    today = desk.locator(f"{FOOTER} tr[aria-current=date]")
    expect(today).to_have_count(1)
    expect(today).to_have_attribute("data-day", last["day"])
    expect(today).to_contain_text("oggi")


def test_a_page_kept_for_longer_says_what_it_said_when_it_was_made(desk: Page) -> None:
    desk.goto("/it/")
    desk.clock.set_fixed_time(moment(sent(desk)[-1]["minute"] + 3 * 24 * 60))
    desk.reload()
    expect(status(desk)).to_contain_text(": ")
    expect(status(desk)).not_to_contain_text("ora")
    expect(desk.locator(f"{FOOTER} tr[aria-current=date]")).to_have_count(0)


def test_a_visitor_far_away_reads_the_places_time(browser: Browser, site: str, visit: Callable[..., Visit]) -> None:
    here = visit(1440).page
    here.goto("/en/")
    opening = next(change for change in sent(here)[1:] if change["open"])
    context = browser.new_context(base_url=site, timezone_id="Asia/Tokyo")
    page = context.new_page()
    page.clock.set_fixed_time(moment(opening["minute"]))
    page.goto("/en/")
    expect(status(page)).to_have_text(opening["says"])
    context.close()


def test_without_javascript_the_page_names_the_day_it_speaks_of(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/")
    expect(status(page)).to_contain_text(": ")
    expect(page.locator(f"{FOOTER} tr[aria-current=date]")).to_have_count(0)
    context.close()
