"""Every folder of config/brands/ is a whole site: it loads, and each of its pages answers in both languages."""

import re
from io import BytesIO
from pathlib import Path
from unittest import mock

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.files import File
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.test import Client
from PIL import Image
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, Filter
from wagtail.models import Page

BRANDS = Path(settings.BRANDS_DIR)
PRESETS = sorted(file.parent.name for file in BRANDS.glob("*/brand.toml"))
# The demo company has these tests and more of its own, in test_demo_company.py.
OTHERS = [slug for slug in PRESETS if slug != "demo"]
LARGEST_PHOTO = 500_000  # bytes
LARGEST_PRESET = 6_000_000


def _tiny(self: AbstractImage, filter: Filter, *, source: File | None = None) -> File:
    """Instead of cutting each photograph in many sizes and formats, which takes a minute and is not our subject."""
    picture = BytesIO()
    Image.new("RGB", (1, 1)).save(picture, "JPEG")
    return ImageFile(picture, name=f"{filter.spec}.jpg")


def test_four_trades_ship_as_presets() -> None:
    assert {"demo", "locanda", "osteria", "studio"} <= set(PRESETS)


@pytest.mark.django_db
@pytest.mark.parametrize("slug", OTHERS)
def test_a_preset_loads_and_every_page_answers_in_both_languages(slug: str, client: Client) -> None:
    call_command("load_brand", slug, "--brands-dir", str(BRANDS), verbosity=0)
    pages = list(Page.objects.filter(depth__gt=1).select_related("locale").order_by("path"))
    by_language = [page.locale.language_code for page in pages]
    assert by_language.count("it") == by_language.count("en") >= 14
    links: dict[str, str] = {}
    with mock.patch.object(get_image_model(), "generate_rendition_file", _tiny):
        for page in pages:
            answer = client.get(page.url)
            assert answer.status_code == 200, page.url
            html = BeautifulSoup(answer.content, "html.parser")
            assert html.html is not None
            assert html.html["lang"] == page.locale.language_code, page.url
            assert all(picture.has_attr("alt") for picture in html.find_all("img")), page.url
            links |= {str(link["href"]): page.url for link in html.find_all("a", href=True)}
        inside = {link: page for link, page in links.items() if link.startswith("/") and not link.startswith("/media/")}
        assert {page.url for page in pages} - set(inside) == set(), "pages that nothing leads to"
        for link, where in inside.items():
            assert client.get(link).status_code in (200, 302), f"{link} on {where}"
    unused = [image.title for image in get_image_model().objects.all() if not image.get_usage()]
    assert unused == []


@pytest.mark.parametrize("slug", PRESETS)
def test_a_preset_credits_its_photographs_and_stays_small(slug: str) -> None:
    folder = BRANDS / slug
    photos = {path.name: path.stat().st_size for path in (folder / "photos").iterdir()}
    credited = re.findall(r"\| photos/([a-z-]+\.jpg) \| \d+ \|", (folder / "CREDITS.md").read_text(encoding="utf-8"))
    assert sorted(credited) == sorted(photos)
    assert max(photos.values()) <= LARGEST_PHOTO
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) <= LARGEST_PRESET


@pytest.mark.parametrize("slug", PRESETS)
def test_a_preset_says_that_its_company_is_a_sample(slug: str) -> None:
    brand = (BRANDS / slug / "brand.toml").read_text(encoding="utf-8")
    assert re.search(r'email = "[^"]+\.example"', brand), "an address that could be somebody's"
    assert "a sample" in next(line for line in brand.splitlines() if line.startswith("vat_number"))
