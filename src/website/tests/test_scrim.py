"""Words on a photograph are readable on every part of it they can lie on."""

import re
from io import BytesIO
from pathlib import Path

import pytest
import wagtail_factories
from django.contrib.staticfiles import finders
from django.core.files.images import ImageFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from website.branding.oklch import contrast
from website.branding.palette import ON_PHOTO, SCRIM, TEXT
from website.branding.scrim import AREAS, STEP, Area, least_scrim, scrim_for
from website.tests.conftest import Company

PHOTOS = sorted((Path(__file__).parents[3] / "config/brands/demo/photos").glob("*.jpg"))
BOTTOM = AREAS["bottom"]


def _worst(picture: Image.Image, area: Area, percent: int, text: str, scrim: str) -> float:
    """The contrast of the worst cell under the scrim, reckoned by Pillow rather than by us."""
    shaded = Image.blend(picture.convert("RGB"), Image.new("RGB", picture.size, scrim), percent / 100)
    width, height = shaded.size
    box = tuple(round(share * side) for share, side in zip(area, (width, height, width, height), strict=True))
    part = shaded.crop((box[0], box[1], box[2], box[3]))
    cells = part.resize((min(96, part.width), max(1, part.height * min(96, part.width) // part.width)), 4)
    colours = {colour for _, colour in cells.getcolors(cells.width * cells.height) or []}
    return min(contrast(text, "#{:02x}{:02x}{:02x}".format(*colour)) for colour in colours)  # type: ignore[misc] # of RGB


@pytest.mark.parametrize("photo", PHOTOS[:8], ids=lambda photo: photo.stem)
def test_white_words_are_readable_on_every_part_of_a_photograph(photo: Path) -> None:
    with Image.open(photo) as picture:
        picture.draft("RGB", (640, 480))
        percent = least_scrim(picture, BOTTOM)
        # 0.02: a cell of the test does not lie where a cell of the measurement does.
        assert _worst(picture, BOTTOM, percent, ON_PHOTO, SCRIM) >= TEXT - 0.02
        assert percent <= 60


colours = st.tuples(*[st.integers(0, 255)] * 3)


@settings(deadline=None)  # the first call is slow on a busy machine
@given(
    pixels=st.lists(colours, min_size=1, max_size=40),
    words=st.sampled_from([(ON_PHOTO, SCRIM), ("#16110d", "#fffaf2"), ("#ffffff", "#123a5e"), ("#fff4a0", "#00210f")]),
)
@example(pixels=[(72, 0, 40)], words=("#16110d", "#fffaf2"))  # readable only before it is rounded to eight bits
def test_no_pixel_is_left_unreadable_and_no_shade_is_wasted(
    pixels: list[tuple[int, int, int]], words: tuple[str, str]
) -> None:
    text, scrim = words
    picture = Image.new("RGB", (len(pixels), 1))
    picture.putdata(pixels)
    percent = least_scrim(picture, AREAS["all"], text, scrim)
    assert percent % STEP == 0
    assert _worst(picture, AREAS["all"], percent, text, scrim) >= TEXT
    if percent >= 2 * STEP:
        assert _worst(picture, AREAS["all"], percent - 2 * STEP, text, scrim) < TEXT


def test_a_lamp_above_the_words_costs_no_shade_and_one_behind_them_does() -> None:
    night = Image.new("RGB", (400, 300), "#101010")
    assert least_scrim(night, BOTTOM) == 0
    night.paste("#ffffff", (180, 20, 220, 60))
    assert least_scrim(night, BOTTOM) == 0
    night.paste("#ffffff", (180, 220, 220, 260))
    assert least_scrim(night, BOTTOM) >= 50


def test_words_as_dark_as_their_shade_are_refused() -> None:
    with pytest.raises(ValueError, match="is needed"):
        least_scrim(Image.new("RGB", (4, 4)), AREAS["all"], "#777777", "#555555")


def _image(colour: str) -> ImageFile:
    file = BytesIO()
    Image.new("RGB", (640, 480), colour).save(file, "JPEG")
    return ImageFile(file, name=f"{colour[1:]}.jpg")


@pytest.mark.django_db
def test_a_picture_is_measured_once_and_a_new_one_again() -> None:
    image = wagtail_factories.ImageFactory(file=_image("#f4f0e8"))
    bright = scrim_for(image, "fill-640x480")
    assert bright >= 50
    with CaptureQueriesContext(connection) as captured:
        assert scrim_for(image, "fill-640x480") == bright
    assert not captured.captured_queries
    image.file = _image("#141210")
    image.save()
    image.renditions.all().delete()
    assert scrim_for(image, "fill-640x480") == 0


@pytest.mark.django_db
def test_the_home_page_shades_its_picture_with_a_rule_the_stylesheet_has(client: Client, company: Company) -> None:
    home = company.it.home
    home.picture = wagtail_factories.ImageFactory(file=_image("#e8e0d0"))
    home.hero_layout = "full"
    home.save()
    html = client.get(home.url).content.decode()
    used = re.search(r'class="hero hero--full scrim (scrim--(\d+))"', html)
    assert used
    assert int(used[2]) > 0
    css = Path(finders.find("website/css/scrim.css") or "").read_text()
    assert f".{used[1]} {{" in css
    assert all(f".scrim--{percent} {{" in css for percent in range(0, 101, STEP))
    tokens = Path(finders.find("website/css/tokens.css") or "").read_text()
    assert f"--on-photo: {ON_PHOTO};" in tokens
    assert f"--photo-shade: {SCRIM};" in tokens
