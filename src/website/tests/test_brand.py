"""The brand as visitors get it: one stylesheet, readable whatever the colours."""

import colorsys
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import example, given, settings
from hypothesis import strategies as st

from website.branding.logo import validate_logo
from website.branding.looks import Look
from website.branding.oklch import contrast, from_hex, to_hex
from website.branding.palette import CONTROL, READABLE, TEXT, VISIBLE, palette
from website.models import BrandingSettings
from website.tests.conftest import Company


def _static(path: str) -> str:
    return Path(find(path) or "").read_text()


def _address(client: Client, company: Company) -> str:
    found = re.search(r'href="(/site\.css\?v=\w+)"', client.get(company.it.home.url).content.decode())
    assert found
    return found[1]


def test_the_stylesheet_is_kept_for_a_year_and_changes_its_name_with_the_brand(
    client: Client, company: Company
) -> None:
    before = _address(client, company)
    answer = client.get(before)
    assert answer["Content-Type"].startswith("text/css")
    assert "immutable" in answer["Cache-Control"]

    company.brand.accent_colour = "#123456"
    company.brand.fonts = "elegant"
    company.brand.save()

    after = _address(client, company)
    assert after != before
    css = client.get(after).content.decode()
    assert "--accent:#123456" in css
    assert "Bodoni Moda" in css
    assert "immutable" not in client.get(before)["Cache-Control"]


hex_colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize("look", Look.values)
@given(accent=hex_colours, second=hex_colours, dark=st.booleans())
@example("#ffffff", "#000000", False)
@example("#ffff00", "#ff0000", False)
@example("#0000ff", "#ffff00", True)
@settings(deadline=None)
def test_every_pair_is_readable_whatever_the_brand(look: str, accent: str, second: str, dark: bool) -> None:
    tokens = palette(accent, second, dark, look)
    for wanted, pairs in ((TEXT, READABLE), (CONTROL, VISIBLE)):
        for text, grounds in pairs.items():
            for ground in grounds:
                found = contrast(tokens[text], tokens[ground])
                assert found >= wanted, f"{text} on {ground}: {found:.2f}"


def test_the_colours_tokens_css_starts_from_are_readable_too() -> None:
    """A page without a brand, such as the one for a broken server, has only these."""
    css = _static("website/css/tokens.css")
    light, _, dark = css.partition("@media (prefers-color-scheme: dark)")
    bright = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    for tokens in (bright, bright | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))):
        for text, grounds in READABLE.items():
            for ground in grounds:
                assert contrast(tokens[text], tokens[ground]) >= TEXT, f"{text} on {ground}"


def test_a_colour_survives_the_way_to_oklch_and_back() -> None:
    for hue in range(0, 360, 15):
        red, green, blue = (round(channel * 255) for channel in colorsys.hsv_to_rgb(hue / 360, 0.8, 0.9))
        colour = f"#{red:02x}{green:02x}{blue:02x}"
        assert to_hex(from_hex(colour)) == colour


@pytest.mark.parametrize("colour", ["8a4b2a", "#8a4b2", "#8a4b2g", "red", "#8a4b2a;}body{display:none"])
def test_what_is_no_colour_is_refused(company: Company, colour: str) -> None:
    company.brand.accent_colour = colour
    with pytest.raises(ValidationError) as error:
        company.brand.full_clean()
    assert "accent_colour" in error.value.message_dict


def test_the_site_takes_the_brand_s_name(company: Company) -> None:
    company.brand.site_name = "Bottega Nuova"
    company.brand.save()
    assert BrandingSettings.objects.get().site.site_name == "Bottega Nuova"


SHAPES = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<path onload="alert(1)" d="M0 0"/>',
        '<a href="javascript:alert(1)"><path d="M0 0"/></a>',
        '<image href="https://elsewhere.example/x.png"/>',
        "<foreignObject/>",
    ],
)
def test_an_svg_that_is_more_than_shapes_is_refused(inside: str) -> None:
    with pytest.raises(ValidationError):
        validate_logo(SimpleUploadedFile("logo.svg", SHAPES.format(inside).encode()))


def test_a_plain_svg_is_a_logo_and_a_text_called_png_is_not() -> None:
    validate_logo(SimpleUploadedFile("logo.svg", SHAPES.format('<path d="M0 0h9v9z"/>').encode()))
    with pytest.raises(ValidationError):
        validate_logo(SimpleUploadedFile("logo.png", b"not a picture"))
