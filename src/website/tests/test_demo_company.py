"""The demo company is whole: every page in both languages, every link, every picture and its words."""

import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import ClassVar
from unittest import mock

from django.conf import settings
from django.core.cache import caches
from django.core.files import File
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, Filter
from wagtail.models import Locale, Page, Site, get_page_models

from website.models import ContentPage, GalleryPage
from website.pages.base import BasePage

DEMO = Path(settings.BRANDS_DIR) / "demo"


def _tiny(self: AbstractImage, filter: Filter, *, source: File | None = None) -> File:
    """Instead of cutting each photograph in many sizes and formats, which takes a minute and is not our subject."""
    picture = BytesIO()
    Image.new("RGB", (1, 1)).save(picture, "JPEG")
    return ImageFile(picture, name=f"{filter.spec}.jpg")


class _Reader(HTMLParser):
    """The elements of a page that these tests ask about."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language = ""
        self.links: list[str] = []
        self.pictures: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "html":
            self.language = attributes.get("lang") or ""
        elif tag == "a":
            self.links.append(attributes.get("href") or "an <a> without href")
        elif tag == "img":
            self.pictures.append(attributes)


class TestDemoCompany(TestCase):
    pages: ClassVar[list[Page]]

    @classmethod
    def setUpTestData(cls) -> None:
        call_command("load_brand", "demo", "--brands-dir", str(DEMO.parent), verbosity=0)
        cls.pages = list(Page.objects.filter(depth__gt=1).specific().order_by("path"))

    def setUp(self) -> None:
        patch = mock.patch.object(get_image_model(), "generate_rendition_file", _tiny)
        patch.start()
        self.addCleanup(patch.stop)

    def test_every_page_answers_in_its_language_and_every_link_within_the_site_leads_somewhere(self) -> None:
        links: dict[str, str] = {}
        for page in self.pages:
            answer = self.client.get(page.url)
            html = _Reader(answer.content.decode())
            assert answer.status_code == 200, page.url
            assert html.language == page.locale.language_code, page.url
            assert all("alt" in picture for picture in html.pictures), page.url
            links |= {
                link: page.url
                for link in html.links
                if not link.startswith(("https:", "mailto:", "tel:", "#", "/media/"))
            }
        assert {page.url for page in self.pages} - set(links) == set(), "pages that nothing leads to"
        for link, page in links.items():
            assert self.client.get(link).status_code in (200, 302), f"{link} on {page}"

    def test_no_page_of_any_type_asks_the_database_more_than_twelve_times(self) -> None:
        shown = {type(page) for page in self.pages}
        assert {model for model in get_page_models() if issubclass(model, BasePage)} <= shown
        for page in self.pages:
            self.client.get(page.url)  # cuts the pictures
            caches["default"].clear()
            caches["renditions"].clear()
            Site.get_site_root_paths()  # once per process, not per page
            with CaptureQueriesContext(connection) as captured:
                self.client.get(page.url)
            assert len(captured) <= 12, "\n".join([page.url, *(query["sql"] for query in captured.captured_queries)])

    def test_every_page_is_linked_to_its_translation_at_the_same_place(self) -> None:
        italian, english = (Locale.objects.get(language_code=code) for code in ("it", "en"))
        assert len(self.pages) == 2 * len([page for page in self.pages if page.locale == italian]) >= 28
        for page in self.pages:
            if page.locale == italian and page.depth > 2:
                translation = page.get_translation(english)
                assert translation.get_parent().specific == page.get_parent().specific.get_translation(english)
                assert translation.live
                assert translation.show_in_menus == page.show_in_menus

    def test_nothing_was_left_in_the_other_language(self) -> None:
        english = Locale.objects.get(language_code="en")
        for page in ContentPage.objects.filter(locale__language_code="it"):
            translation = page.get_translation(english)
            assert page.intro != translation.intro
            for block, translated in zip(page.body, translation.body, strict=True):
                assert block.id == translated.id
                assert block.get_prep_value() != translated.get_prep_value(), f"{page}: {block.block_type}"

    def test_every_picture_says_in_both_languages_what_it_shows(self) -> None:
        for gallery in GalleryPage.objects.filter(locale__language_code="it"):
            english = gallery.get_translation(Locale.objects.get(language_code="en"))
            pairs = list(zip(gallery.pictures.all(), english.pictures.all(), strict=True))
            assert 6 <= len(pairs) <= 9
            for here, there in pairs:
                assert here.image == there.image
                assert here.alt_text != there.alt_text
                assert here.caption != there.caption
        for page in ContentPage.objects.all():
            assert page.picture is None or page.picture_alt, page

    def test_every_photograph_is_used_credited_and_small(self) -> None:
        credited = set(re.findall(r"\| photos/([a-z-]+\.jpg) \| \d+ \|", (DEMO / "CREDITS.md").read_text()))
        assert credited == {path.name for path in (DEMO / "photos").iterdir()}
        unused = [image.title for image in get_image_model().objects.all() if not image.get_usage()]
        assert unused == []
        assert sum(path.stat().st_size for path in DEMO.rglob("*") if path.is_file()) < 6_000_000

    def test_loading_leaves_no_redirect_and_no_draft_behind(self) -> None:
        assert not Redirect.objects.exists()
        assert not Page.objects.filter(live=False).exists()
        assert not Page.objects.filter(has_unpublished_changes=True).exists()
