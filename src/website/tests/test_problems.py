"""The report of broken links and wordless or huge pictures."""

import json

import pytest
import wagtail_factories
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, Page

from website.models import User
from website.tests import factories
from website.tests.conftest import Company


def _problems(client: Client, **filters: str) -> list[tuple[str, str, str]]:
    answer = client.get(reverse("website_problems"), filters)
    assert answer.status_code == 200
    return [(problem.kind.value, problem.title, problem.url) for problem in answer.context["object_list"]]


def _edit(page: Page, anchor: str = "") -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) + anchor


def _write(page: Page, *blocks: tuple[str, object]) -> None:
    page.body = json.dumps([{"type": name, "value": value, "id": f"block-{name}"} for name, value in blocks])
    page.save_revision().publish()


@pytest.fixture
def target(company: Company) -> Page:
    return factories.ContentPageFactory(parent=company.it.home, title="Di passaggio")


def test_a_sound_site_has_nothing_to_put_right(admin_client: Client, company: Company) -> None:
    assert _problems(admin_client) == []
    assert "Niente da sistemare" in admin_client.get(reverse("website_problems")).content.decode()


def test_a_link_to_a_page_that_is_taken_down_or_deleted_is_found_where_it_stands(
    admin_client: Client, company: Company, target: Page
) -> None:
    page = company.it.content
    _write(page, ("text", f'<p><a linktype="page" id="{target.pk}">di là</a></p>'))
    assert _problems(admin_client) == []
    target.unpublish()
    assert _problems(admin_client) == [("unpublished", page.title, _edit(page))]
    target.delete()
    assert _problems(admin_client) == [("broken", page.title, _edit(page, "#block-block-text-section"))]


def test_pictures_that_nothing_describes_are_found_in_blocks_galleries_and_albums(
    admin_client: Client, company: Company
) -> None:
    image = wagtail_factories.ImageFactory(title="IMG_2041")
    silent = {"image": image.pk, "alt_text": "", "decorative": False}
    mute = {"image": image.pk, "alt_text": "", "decorative": True}
    page = company.it.content
    _write(page, ("picture", {"image": silent, "caption": "", "width": "full"}))
    decorated = factories.ContentPageFactory(parent=company.it.home, title="Ornata")
    _write(decorated, ("picture", {"image": mute, "caption": "", "width": "full"}))
    company.it.gallery.pictures.update(alt_text="")
    collection = Collection.get_first_root_node().add_child(name="Cantiere")
    album = factories.GalleryPageFactory(parent=company.it.index, title="Zibaldone", collection=collection)
    camera = wagtail_factories.ImageFactory(title="DSC0001", collection=collection)
    wagtail_factories.ImageFactory(title="panca-lunga", collection=collection)
    found = _problems(admin_client, kind="wordless")
    assert [title for _kind, title, _url in found] == ["Casa in noce", "La bottega", "Zibaldone"]
    assert found[1][2] == _edit(page, "#block-block-picture-section")
    assert found[2][2] == reverse("wagtailimages:edit", args=[camera.pk])
    assert album.live


def test_a_huge_picture_is_found_and_the_kinds_are_counted(
    admin_client: Client, company: Company, target: Page
) -> None:
    image = wagtail_factories.ImageFactory(title="Panorama")
    type(image).objects.filter(pk=image.pk).update(width=9000, file_size=7_000_000)
    _write(company.it.content, ("text", f'<p><a linktype="page" id="{target.pk}">di là</a></p>'))
    target.unpublish()
    assert [kind for kind, _title, _url in _problems(admin_client)] == ["unpublished", "huge"]
    assert _problems(admin_client, kind="huge") == [
        ("huge", "Panorama", reverse("wagtailimages:edit", args=[image.pk]))
    ]
    assert len(_problems(admin_client, kind="sconosciuto")) == 2


def test_only_who_edits_pages_reads_the_report(client: Client, company: Company) -> None:
    reader = User.objects.create_user("lettore", password="x")
    reader.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(reader)
    assert client.get(reverse("website_problems")).status_code == 302
