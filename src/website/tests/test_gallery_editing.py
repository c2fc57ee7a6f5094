"""An editor fills a gallery: files dropped in, words demanded, an album chosen."""

from io import BytesIO
from typing import Any

import pytest
import wagtail_factories
from django.contrib.auth.models import Permission
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from pytest_django import Settings
from wagtail.images import get_image_model
from wagtail.models import Collection
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from website.models import GalleryPage
from website.tests import factories
from website.tests.conftest import Company


def _jpeg(colour: str = "red", name: str = "tavolo-noce.jpg", size: int = 60) -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (size, size), colour).save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")


def _drop(client: Client, file: SimpleUploadedFile) -> Any:
    return client.post(reverse("website_upload_picture"), {"file": file})


def _save(client: Client, gallery: GalleryPage, *rows: dict[str, Any], publish: bool = False, **fields: Any) -> Any:
    rows = tuple({"caption": "", **row} for row in rows)
    data = {
        "title": gallery.title,
        "slug": gallery.slug,
        "intro": "",
        "collection": "",
        "collection_order": "newest",
        "pictures": inline_formset(list(rows)),
        "comments": inline_formset([]),
        **fields,
    }
    if publish:
        data["action-publish"] = "1"
    return client.post(reverse("wagtailadmin_pages:edit", args=[gallery.pk]), nested_form_data(data), follow=True)


def _said(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


@pytest.fixture
def gallery(company: Company) -> GalleryPage:
    company.it.gallery.pictures.all().delete()
    return company.it.gallery


def test_a_draft_is_saved_without_the_words_and_publishing_names_the_pictures_that_lack_them(
    admin_client: Client, gallery: GalleryPage
) -> None:
    one, two, three = (wagtail_factories.ImageFactory(title=title) for title in ("Panca", "IMG_2041", "Sedia"))
    rows = [
        {"image": one.pk, "alt_text": "Una panca", "ORDER": 1},
        {"image": two.pk, "alt_text": "", "ORDER": 2},
        {"image": three.pk, "alt_text": " ", "ORDER": 3},
    ]
    _save(admin_client, gallery, *rows)
    draft = GalleryPage.objects.get(pk=gallery.pk).get_latest_revision_as_object()
    assert [picture.alt_text for picture in draft.pictures.all()] == ["Una panca", "", ""]
    answer = _save(admin_client, gallery, *rows, publish=True)
    assert "2 “IMG_2041”, 3 “Sedia”" in _said(answer)
    assert "“Panca”" not in _said(answer)
    assert not GalleryPage.objects.get(pk=gallery.pk).pictures.exists()


def test_ten_dropped_files_are_published_in_their_order_with_the_words_their_names_suggest(
    admin_client: Client, gallery: GalleryPage
) -> None:
    rows = []
    for place in range(10):
        answer = _drop(
            admin_client, _jpeg(f"#{place}0{place}0{place}0", f"tavolo-{'abcdefghij'[place] * 4}.jpg")
        ).json()
        assert answer["default_alt_text"] == f"Tavolo {'abcdefghij'[place] * 4}"
        assert answer["preview"]["url"]
        rows.append({"image": answer["id"], "alt_text": answer["default_alt_text"], "ORDER": place + 1})
    _save(admin_client, gallery, *rows, publish=True)
    shown = GalleryPage.objects.get(pk=gallery.pk).pictures.all()
    assert [picture.image_id for picture in shown] == [row["image"] for row in rows]


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("appunti.jpg", b"Comprare la colla", "image/jpeg"),
        SimpleUploadedFile("rotta.jpg", _jpeg(size=400).read()[:900], "image/jpeg"),
        SimpleUploadedFile("listino.pdf", b"%PDF-1.7", "application/pdf"),
    ],
)
def test_a_file_that_is_no_picture_is_named_and_leaves_nothing_behind(
    admin_client: Client, company: Company, file: SimpleUploadedFile
) -> None:
    file.seek(0)
    before = get_image_model().objects.count()
    answer = _drop(admin_client, file)
    assert answer.status_code == 400
    assert str(file.name) in answer.json()["error"]
    assert get_image_model().objects.count() == before
    assert not default_storage.exists(f"original_images/{file.name}")


def test_a_file_that_is_too_large_is_named_with_what_can_be_taken(
    admin_client: Client, company: Company, settings: Settings
) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 100
    answer = _drop(admin_client, _jpeg())
    assert answer.status_code == 400
    assert "tavolo-noce.jpg" in answer.json()["error"]
    assert "100" in answer.json()["error"]


def test_a_file_that_is_in_the_library_already_is_used_from_there(admin_client: Client, company: Company) -> None:
    first = _drop(admin_client, _jpeg()).json()
    again = _drop(admin_client, _jpeg(name="copia.jpg")).json()
    assert again["id"] == first["id"]
    assert again["again"]


def test_who_may_not_add_pictures_is_refused(client: Client, company: Company, django_user_model: Any) -> None:
    reader = django_user_model.objects.create_user("lettore", password="x")
    reader.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(reader)
    before = get_image_model().objects.count()
    assert _drop(client, _jpeg()).status_code == 302
    assert get_image_model().objects.count() == before


def test_a_gallery_is_an_album_or_has_pictures_of_its_own(admin_client: Client, gallery: GalleryPage) -> None:
    album = Collection.get_first_root_node().add_child(name="Cantiere")
    row = {"image": wagtail_factories.ImageFactory().pk, "alt_text": "Una panca", "ORDER": 1}
    refused = _save(admin_client, gallery, row, publish=True, collection=album.pk)
    assert refused.context["form"].errors["collection"]
    _save(admin_client, gallery, publish=True, collection=album.pk)
    assert GalleryPage.objects.get(pk=gallery.pk).collection == album


def test_the_editor_of_a_hundred_pictures_asks_the_database_as_often_as_that_of_one(
    admin_client: Client, gallery: GalleryPage
) -> None:
    image = wagtail_factories.ImageFactory()
    address = reverse("wagtailadmin_pages:edit", args=[gallery.pk])
    counted = []
    for number in (1, 100):
        factories.GalleryPictureFactory.create_batch(
            number - gallery.pictures.count(), page=gallery, locale=gallery.locale, image=image
        )
        admin_client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(address).status_code == 200
        counted.append(len(captured))
    assert counted[1] <= counted[0] + 2


def test_the_credit_is_written_where_the_picture_is_edited(admin_client: Client, company: Company) -> None:
    picture = wagtail_factories.ImageFactory()
    data = {
        "title": "Panca",
        "credit": "Anna Bianchi",
        "licence": "CC BY 4.0",
        "source": "https://example.org/anna",
        "collection": picture.collection_id,
        "tags": "",
        "description": "",
    }
    admin_client.post(reverse("wagtailimages:edit", args=[picture.pk]), data)
    picture.refresh_from_db()
    assert (picture.credit, picture.licence) == ("Anna Bianchi", "CC BY 4.0")


@pytest.mark.parametrize("chosen", ["gallery", "index"])
def test_publishing_from_the_list_of_pages_is_refused_too(
    admin_client: Client, gallery: GalleryPage, chosen: str
) -> None:
    gallery.unpublish()
    image = wagtail_factories.ImageFactory(title="IMG_2041")
    _save(admin_client, gallery, {"image": image.pk, "alt_text": "", "ORDER": 1})
    page = gallery if chosen == "gallery" else gallery.get_parent()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    parent = reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    answer = admin_client.post(f"{address}?id={page.pk}&next={parent}", {"include_descendants": "on"}, follow=True)
    assert "1 “IMG_2041”" in _said(answer)
    assert not GalleryPage.objects.get(pk=gallery.pk).live
