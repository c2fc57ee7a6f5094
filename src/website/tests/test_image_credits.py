"""The list, on a legal page, of whose the pictures of the site are."""

import pytest
import wagtail_factories
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Collection

from website.models import LegalPage, Picture
from website.tests import factories
from website.tests.conftest import Company


@pytest.fixture
def notice(company: Company) -> LegalPage:
    page = LegalPage(title="Note legali", slug="note", kind="legal-notice", shows_credits=True)
    company.it.home.add_child(instance=page)
    page.save_revision().publish()
    return page


def listed(client: Client, page: LegalPage) -> list[tuple[str, str]]:
    html = BeautifulSoup(client.get(page.url).content, "html.parser")
    entries = html.select("h2:-soup-contains('Immagini') + ul > li")
    return [(" ".join(each.get_text().split()), str(each.a["href"]) if each.a else "") for each in entries]


def picture(**values: object) -> Picture:
    image: Picture = wagtail_factories.ImageFactory(**values)
    return image


def test_every_owner_of_a_shown_picture_is_named_once(client: Client, company: Company, notice: LegalPage) -> None:
    for number in (1, 2):
        shown = picture(source=f"https://www.pexels.com/photo/{number}/")
        factories.ContentPageFactory(parent=company.it.home, title=f"Pagina {number}", picture=shown)
    signed = picture(credit="Anna Neri", licence="CC BY 4.0", source="https://anna.example/")
    factories.GalleryPictureFactory(page=company.it.gallery, locale=company.it.gallery.locale, image=signed)
    company.it.gallery.save_revision().publish()
    picture(credit="Nessuno la vede")
    assert listed(client, notice) == [
        ("Anna Neri, CC BY 4.0 (un’immagine)", "https://anna.example/"),
        ("pexels.com (2 immagini)", "https://www.pexels.com/"),
    ]


def test_an_album_s_pictures_are_named_and_those_of_a_hidden_page_are_not(
    client: Client, company: Company, notice: LegalPage
) -> None:
    collection = Collection.get_first_root_node().add_child(name="Cantiere")
    album = factories.GalleryPageFactory(parent=company.it.index, title="Cantiere", collection=collection)
    picture(credit="Luca Bo", collection=collection)
    assert listed(client, notice) == [("Luca Bo (un’immagine)", "")]
    album.unpublish()
    assert listed(client, notice) == []


def test_a_page_that_does_not_ask_for_it_lists_nobody(client: Client, company: Company, notice: LegalPage) -> None:
    Picture.objects.update(credit="Anna Neri")
    assert listed(client, notice) == [("Anna Neri (2 immagini)", "")]
    notice.shows_credits = False
    notice.save_revision().publish()
    assert listed(client, notice) == []
