"""A gallery as visitors see it: its own pictures or an album, many of them, and whose they are."""

import re
from io import BytesIO
from typing import Any

import pytest
import wagtail_factories
from django.apps import apps
from django.core.files import File
from django.core.files.images import ImageFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks import task_backends
from django_tasks.backends.dummy import DummyBackend
from PIL import Image
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, Filter
from wagtail.images.models import Image as WagtailsImage
from wagtail.models import Collection

from website.models import GalleryPage, GalleryPicture
from website.pages.gallery import PICTURES_A_PAGE
from website.pictures.shown import RENDITIONS
from website.pictures.words import suggested_alt
from website.tasks import cut_picture
from website.tests import factories
from website.tests.conftest import Company


def _tiny(self: AbstractImage, filter: Filter, *, source: File | None = None) -> File:
    """How fast a picture is cut is not the subject here."""
    picture = BytesIO()
    Image.new("RGB", (4, 5)).save(picture, "JPEG")
    return ImageFile(picture, name=f"{filter.spec}.jpg".replace("|", "."))


@pytest.fixture(autouse=True)
def _quick_renditions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(get_image_model(), "generate_rendition_file", _tiny)


def _picture(**fields: object) -> Any:
    return wagtail_factories.ImageFactory(file__width=48, file__height=36, **fields)


def _worker() -> DummyBackend:
    """What is enqueued from now on."""
    worker = task_backends["db"]
    assert isinstance(worker, DummyBackend)
    worker.clear()
    return worker


def _fill(gallery: GalleryPage, number: int, image: object) -> None:
    have = gallery.pictures.count()
    GalleryPicture.objects.bulk_create(
        GalleryPicture(page=gallery, locale=gallery.locale, image=image, alt_text=f"Tavolo {place}", sort_order=place)
        for place in range(have, number)
    )


def _album(gallery: GalleryPage, **fields: object) -> Collection:
    collection = Collection.get_first_root_node().add_child(name="Cantiere")
    GalleryPicture.objects.filter(page=gallery).delete()
    gallery.collection = collection
    for name, value in fields.items():
        setattr(gallery, name, value)
    gallery.save()
    return collection


def _queries(client: Client, address: str) -> list[str]:
    client.get(address)  # cuts the pictures
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def _alts(html: str) -> list[str]:
    return re.findall(r'<picture>.*?<img[^>]* alt="([^"]*)"', html, re.DOTALL)


@pytest.mark.parametrize("album", [False, True])
def test_500_pictures_cost_the_database_what_5_cost(client: Client, company: Company, album: bool) -> None:
    gallery = company.it.gallery
    collection = _album(gallery) if album else None
    image = _picture(collection=collection) if collection else _picture()
    counted = []
    for number in (5, 500):
        if collection:
            _library(collection, number, image)
        else:
            _fill(gallery, number, image)
        counted.append(_queries(client, gallery.url))
    few, many = counted
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= 12, "\n".join(many)
    own = [statement for statement in many if "_gallerypicture" in statement or "_picture" in statement]
    assert len(own) <= 3, "\n".join(own)


def _library(collection: Collection, number: int, like: Any = None) -> Any:
    like = like or _picture(collection=collection)
    have = get_image_model().objects.filter(collection=collection).count()
    get_image_model().objects.bulk_create(
        get_image_model()(
            title=f"Tavolo {place}",
            file=like.file.name,
            width=48,
            height=36,
            collection=collection,
            file_hash="x",
        )
        for place in range(have, number)
    )
    return like


def test_every_picture_stands_on_exactly_one_page_and_the_pages_know_one_another(
    client: Client, company: Company
) -> None:
    gallery = company.it.gallery
    gallery.pictures.all().delete()
    _fill(gallery, 2 * PICTURES_A_PAGE + 5, _picture())
    pages = [client.get(gallery.url, {"page": number} if number > 1 else {}).content.decode() for number in (1, 2, 3)]
    assert [alt for html in pages for alt in _alts(html)] == [f"Tavolo {place}" for place in range(125)]
    address = gallery.full_url
    assert f'<link rel="canonical" href="{address}">' in pages[0]
    assert f'<link rel="canonical" href="{address}?page=2">' in pages[1]
    assert f'<link rel="next" href="{address}?page=2">' in pages[0]
    assert f'<link rel="prev" href="{address}">' in pages[1]
    assert f'<link rel="prev" href="{address}?page=2">' in pages[2]
    assert 'rel="next"' not in pages[2]
    assert pages[0].count('loading="lazy"') >= PICTURES_A_PAGE
    assert client.get(gallery.url, {"page": 4}).status_code == 404
    assert client.get(gallery.url, {"page": "tre"}).status_code == 404


def test_an_album_shows_its_collection_and_stays_current(client: Client, company: Company) -> None:
    gallery = company.it.gallery
    collection = _album(gallery)
    assert "Le prime immagini" in client.get(gallery.url).content.decode()
    _picture(title="sedia-rossa", collection=collection)
    _picture(title="IMG_2041", description="Una panca in rovere", collection=collection)
    assert _alts(client.get(gallery.url).content.decode()) == ["Una panca in rovere", "Sedia rossa"]
    _picture(title="DSC0001", collection=collection)
    assert _alts(client.get(gallery.url).content.decode())[0] == "Immagine 1"


def test_an_album_may_be_in_the_order_of_its_titles(client: Client, company: Company) -> None:
    collection = _album(company.it.gallery, collection_order="title")
    for title in ("Panca lunga", "Credenza", "Zoccolo"):
        _picture(title=title, collection=collection)
    assert _alts(client.get(company.it.gallery.url).content.decode()) == ["Credenza", "Panca lunga", "Zoccolo"]


def test_a_list_of_galleries_shows_an_album_by_its_cover_and_number(client: Client, company: Company) -> None:
    collection = _album(company.it.gallery, collection_order="title")
    for title in ("Panca", "Credenza"):
        _picture(title=title, collection=collection)
    cards = client.get(company.it.index.url).context["galleries"]
    assert [(card["count"], card["cover"].title) for card in cards] == [(2, "Credenza")]


def test_credits_stand_with_the_pictures_and_once_at_the_foot(client: Client, company: Company) -> None:
    gallery = company.it.gallery
    gallery.pictures.all().delete()
    anna = {"credit": "Anna <Bianchi>", "licence": "CC BY 4.0", "source": "https://example.org/anna"}
    for fields in (anna, anna, {"credit": "Luca"}, {}):
        factories.GalleryPictureFactory(page=gallery, locale=gallery.locale, caption="", image=_picture(**fields))
    html = client.get(gallery.url).content.decode()
    assert html.count("Fotografia: Anna &lt;Bianchi&gt;, CC BY 4.0") == 2
    assert html.count("Fotografia: Luca") == 1
    assert html.count('<a href="https://example.org/anna">Anna &lt;Bianchi&gt;</a> (CC BY 4.0)') == 1
    assert html.count("<figcaption>") == 3


def test_a_further_page_is_cut_by_the_worker_picture_by_picture(
    company: Company, django_capture_on_commit_callbacks: Any
) -> None:
    gallery = company.it.gallery
    gallery.pictures.all().delete()
    _fill(gallery, PICTURES_A_PAGE + 3, _picture())
    worker = _worker()
    with django_capture_on_commit_callbacks(execute=True):
        GalleryPage.objects.get(pk=gallery.pk).save_revision().publish()
    waiting = [result for result in worker.results if result.task == cut_picture]
    assert len(waiting) == 3
    cut_picture.func(*waiting[0].args)
    specs = gallery.pictures.first().image.renditions.values_list("filter_spec", flat=True)
    assert set(RENDITIONS) <= set(specs)


def test_a_picture_that_joins_a_live_album_is_cut_by_the_worker(
    company: Company, django_capture_on_commit_callbacks: Any
) -> None:
    collection = _album(company.it.gallery)
    worker = _worker()
    with django_capture_on_commit_callbacks(execute=True):
        picture = _picture(collection=collection)
        _picture()
    waiting = [result.args for result in worker.results if result.task == cut_picture]
    assert waiting == [[picture.pk]]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("tavolo-noce.jpg", "Tavolo noce"),
        ("sedia_rossa-02.JPG", "Sedia rossa"),
        ("Foto di gruppo.png", "Foto di gruppo"),
        ("credenza-1920x1080.webp", "Credenza"),
        ("IMG_2041 panca in rovere", "Panca in rovere"),
        ("È la bottega, di mattina", "È la bottega, di mattina"),
        ("IMG_2041.jpg", ""),
        ("DSC00012.JPG", ""),
        ("PXL_20260101_101010.jpg", ""),
        ("WhatsApp Image 2026-11-02 at 10.20.11.jpeg", ""),
        ("pexels-anna-tara-6615808.jpg", ""),
        ("3f2a9c1d-77aa-4b0e-9d3a-1234567890ab.png", ""),
        ("", ""),
    ],
)
def test_a_name_suggests_words_only_when_a_person_gave_it(name: str, words: str) -> None:
    assert suggested_alt(name) == words


def test_every_field_for_a_picture_refers_to_the_site_s_own_pictures() -> None:
    fields = [field for model in apps.get_app_config("website").get_models() for field in model._meta.fields]
    strangers = [str(field) for field in fields if field.remote_field and field.remote_field.model is WagtailsImage]
    assert strangers == [], "use get_image_model_string(), or the admin offers no chooser"
