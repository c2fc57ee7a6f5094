"""Pictures of every page for people to look at: `E2E_SCREENSHOTS=folder ./manager.sh e2e -k screenshots`."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.addresses import LANGUAGES, addresses
from tests.e2e.visit import Visit

FOLDER = os.environ.get("E2E_SCREENSHOTS")


@pytest.mark.skipif(not FOLDER, reason="E2E_SCREENSHOTS names no folder")
@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 768, 1440])
@pytest.mark.parametrize("language", LANGUAGES)
def test_screenshots(visit: Callable[..., Visit], language: str, width: int, light: str) -> None:
    window = visit(width, light)
    for kind, address in addresses(window.page, language).items():
        page = window.read(address)
        page.screenshot(path=Path(FOLDER or "") / f"{kind}-{language}-{width}-{light}.png", full_page=True)
