"""A two-language site with one page of every type."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import wagtail_factories
from pytest_django import Settings
from wagtail.models import Page, Site

from website.models import (
    BrandingSettings,
    ContactPage,
    ContentPage,
    GalleryIndexPage,
    GalleryPage,
    HomePage,
    TeamPage,
)
from website.tests import factories


@dataclass
class Tree:
    """One language's pages."""

    home: HomePage
    content: ContentPage
    index: GalleryIndexPage
    gallery: GalleryPage
    contact: ContactPage

    @property
    def pages(self) -> list[Page]:
        return [self.home, self.content, self.index, self.gallery, self.contact]


@dataclass
class Company:
    site: Site
    brand: BrandingSettings
    it: Tree
    en: Tree


@pytest.fixture(autouse=True)
def _no_renditions_of_another_test(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    settings.CACHES = {
        name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": f"{tmp_path}-{name}"}
        for name in ("default", "renditions")
    }


@pytest.fixture(autouse=True)
def _short_proofs_of_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("website.inbox.proof.PREFIX", "0")


@pytest.fixture
def company(db: None) -> Company:
    """A site whose Italian pages have English translations."""
    Site.objects.all().delete()
    root = Page.get_first_root_node()
    for old in root.get_children():
        old.delete()
    root = Page.get_first_root_node()
    image = wagtail_factories.ImageFactory(file__width=60, file__height=40)
    italian = _tree(root, "it", "it", "La bottega", image)
    site = Site.objects.create(hostname="testserver", root_page=italian.home, is_default_site=True)
    brand = BrandingSettings.for_site(site)
    brand.site_name = "Ronchi"
    brand.contacts = factories.ContactsFactory(locale=factories.locale("it"))
    brand.opening_hours = factories.OpeningHoursFactory(locale=factories.locale("it"))
    for weekday in range(6):
        factories.OpeningSpanFactory(hours=brand.opening_hours, weekday=weekday)
    brand.save()
    english = _tree(root, "en", "en", "The workshop", image)
    for mine, yours in zip(italian.pages, english.pages, strict=True):
        yours.translation_key = mine.translation_key
        yours.save()
    return Company(site, brand, italian, english)


def _tree(root: Page, language: str, slug: str, title: str, image: object) -> Tree:
    home = factories.HomePageFactory(parent=root, language=language, slug=slug, picture=image)
    content = factories.ContentPageFactory(parent=home, language=language, title=title, picture=image)
    index = factories.GalleryIndexPageFactory(parent=home, language=language)
    gallery = factories.GalleryPageFactory(parent=index, language=language)
    factories.GalleryPictureFactory(page=gallery, locale=gallery.locale)
    contact = factories.ContactPageFactory(parent=home, language=language)
    factories.ContactFormFieldFactory(page=contact, locale=contact.locale)
    factories.ContactFormFieldFactory(
        page=contact, locale=contact.locale, label="Messaggio", field_type="multiline", required=True
    )
    return Tree(home, content, index, gallery, contact)


@pytest.fixture
def team(company: Company) -> TeamPage:
    page: TeamPage = factories.TeamPageFactory(parent=company.it.home)
    for name in ("Marta", "Davide"):
        factories.TeamMemberFactory(page=page, locale=page.locale, name=name)
    return page
