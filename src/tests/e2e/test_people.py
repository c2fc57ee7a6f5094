"""Signing in and the people's screens, on a phone and on a desk: in Italian, within reach, nothing sticks out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.soundness import assert_sound
from tests.e2e.visit import Visit

OWNERS = ["/admin/colleagues/", "/admin/colleagues/invite/", "/admin/reports/sign-ins/"]
SECOND_STEP = ["/admin/login/second-step/", "/admin/login/second-step/webauthn/"]


@pytest.mark.parametrize("light", ["light", "dark"])
def test_the_entrance_is_within_reach_and_works_by_keyboard(visit: Callable[..., Visit], light: str) -> None:
    window = visit(390, light)
    page = window.page
    for address in ("/admin/password_reset/", "/admin/invitation/old/", "/admin/login/"):
        page.goto(address)
        assert_sound(page)
    page.locator("[name=username]").focus()
    page.keyboard.type("nessuno")
    page.keyboard.press("Tab")
    page.keyboard.type("sbagliata")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("non corrispondono")
    assert_sound(page)
    # Chromium logs every 4xx; an invitation that is no longer good answers 410 by right.
    window.complaints = [each for each in window.complaints if "/invitation/old/" not in each]


@pytest.mark.parametrize("width", [390, 1440])
def test_the_owners_screens_are_within_reach(owner: Page, width: int) -> None:
    before = owner.viewport_size
    owner.set_viewport_size({"width": width, "height": 900})
    try:
        for address in OWNERS + SECOND_STEP:
            owner.goto(address)
            owner.wait_for_load_state("load")
            assert_sound(owner)
    finally:
        if before:
            owner.set_viewport_size(before)
