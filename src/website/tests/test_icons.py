"""One upload, or none, becomes every icon a browser and a phone ask for."""

import re
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from website.branding.logo import validate_icon
from website.tests.conftest import Company

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">'
    '<rect width="8" height="8" fill="#0044cc"/><circle cx="4" cy="4" r="2" fill="#ffffff"/></svg>'
)


def _png(width: int, height: int) -> ContentFile:
    file = BytesIO()
    Image.new("RGB", (width, height), "#00aa44").save(file, "PNG")
    return ContentFile(file.getvalue(), name="icon.png")


def _drawn(client: Client, address: str) -> Image.Image:
    answer = client.get(address)
    assert answer.status_code == 200
    return Image.open(BytesIO(answer.content))


def _pixel(picture: Image.Image, x: float, y: float) -> tuple[int, ...]:
    found = picture.convert("RGB").getpixel((int(picture.width * x), int(picture.height * y)))
    assert isinstance(found, tuple)
    return tuple(int(channel) for channel in found)


SIZES = {
    "favicon.ico": 32,
    "apple-touch-icon.png": 180,
    "icon-192.png": 192,
    "icon-512.png": 512,
    "icon-maskable-512.png": 512,
}


@pytest.mark.parametrize("upload", ["", "svg", "png"])
def test_every_size_is_drawn_from_an_svg_a_png_or_the_name(client: Client, company: Company, upload: str) -> None:
    if upload == "svg":
        company.brand.favicon.save("icon.svg", ContentFile(SVG.encode()))
    elif upload == "png":
        company.brand.favicon.save("icon.png", _png(600, 600))
    for name, side in SIZES.items():
        picture = _drawn(client, f"/icons/{name}")
        assert picture.size == (side, side)
        if upload == "svg":
            assert _pixel(picture, 0.2, 0.2) == (0, 68, 204)
            assert _pixel(picture, 0.5, 0.5) == (255, 255, 255)


def test_favicon_ico_answers_where_browsers_look_for_it(client: Client, company: Company) -> None:
    assert _drawn(client, "/favicon.ico").format == "ICO"
    assert client.get("/icons/icon-7.png").status_code == 404


def test_a_home_screen_gets_no_transparent_corner(client: Client, company: Company) -> None:
    assert _drawn(client, "/icons/apple-touch-icon.png").mode == "RGB"
    assert _drawn(client, "/icons/icon-maskable-512.png").mode == "RGB"


def test_addresses_change_with_the_brand_and_are_kept_for_a_year(client: Client, company: Company) -> None:
    def address() -> str:
        found = re.search(r'href="(/icons/favicon\.ico\?v=\w+)"', client.get(company.it.home.url).content.decode())
        assert found
        return found[1]

    before = address()
    assert "immutable" in client.get(before)["Cache-Control"]
    company.brand.accent_colour = "#0044cc"
    company.brand.save()
    assert address() != before
    assert "immutable" not in client.get(before)["Cache-Control"]


def test_a_lost_file_leaves_the_letter(client: Client, company: Company) -> None:
    company.brand.favicon.save("icon.png", _png(600, 600))
    company.brand.favicon.storage.delete(company.brand.favicon.name)
    assert _drawn(client, "/icons/icon-192.png").size == (192, 192)


@pytest.mark.parametrize(("width", "height"), [(300, 300), (800, 600)])
def test_a_small_or_oblong_png_is_refused_with_its_size(width: int, height: int) -> None:
    with pytest.raises(ValidationError, match=str(width)):
        validate_icon(_png(width, height))
