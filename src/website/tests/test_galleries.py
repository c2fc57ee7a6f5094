"""A gallery as visitors see it: its own pictures or an album, many of them, and whose they are."""

import re
from io import BytesIO

import pytest
import wagtail_factories
from django.core.files import File
from django.core.files.images import ImageFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, Filter
from wagtail.models import Collection

from website.models import GalleryPage, GalleryPicture
from website.pages.gallery import PICTURES_A_PAGE
from website.pictures.words import suggested_alt
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


def _picture(**fields: object) -> object:
    return wagtail_factories.ImageFactory(file__width=48, file__height=36, **fields)


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
    own = [statement for statement in many if "_gallerypicture" in statement or "_picture" in statement]
    assert len(own) <= 3, "\n".join(own)


def _library(collection: Collection, number: int, like: object = None) -> object:
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
