"""The small pictures of a preset's home page in docs/assets/img.

With a demo of that preset running:
`E2E_SITE=http://127.0.0.1:8080 E2E_PRESET=osteria ./manager.sh e2e -k documentation`
"""

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.e2e.visit import Visit

PRESET = os.environ.get("E2E_PRESET")
FOLDER = Path(__file__).resolve().parents[3] / "docs" / "assets" / "img"
SHOWN = {1440: 960, 768: 640, 390: 390}  # the width of the window, and that of the picture
LARGEST = 60_000  # bytes


@pytest.mark.skipif(not PRESET, reason="E2E_PRESET names no preset")
@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("width", SHOWN)
def test_documentation_pictures(visit: Callable[..., Visit], width: int, light: str) -> None:
    page = visit(width, light).read("/it/")
    picture: Image.Image = Image.open(BytesIO(page.screenshot()))
    picture = picture.resize((SHOWN[width], picture.height * SHOWN[width] // picture.width), Image.Resampling.LANCZOS)
    assert _smallest(picture, FOLDER / f"{PRESET}-{width}-{light}.webp") <= LARGEST


def _smallest(picture: Image.Image, file: Path) -> int:
    """The size of the first quality that fits, in bytes."""
    for quality in (82, 74, 66, 58):
        picture.save(file, "WEBP", quality=quality, method=6)
        if file.stat().st_size <= LARGEST:
            break
    return file.stat().st_size
