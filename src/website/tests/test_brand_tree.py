"""What a brand's files say of the whole tree: where a page stands, what the menus hold, whom other pages name."""

import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from website.branding.loaded import LoadedBrand
from website.models import Contacts, GalleryPage, HomePage, Menus, OpeningHours, TeamMember
from website.tests.test_demo_company import DEMO

from .small_brand import write_brand
from .test_load_brand_again import NEW_PAGE, change, every_row, load

pytestmark = pytest.mark.django_db

TEAM = """
type = "team"
parent = "home"
title.it = "Le persone"
title.en = "The people"

[[members]]
name = "Ada"
role.it = "Banco"
role.en = "Bench"

[[members]]
name = "Bruno"
"""
TEAM_BLOCK = """
[[body]]
block = "team"
people = ["Bruno"]
"""
MENUS = """
[menus]
button_page = "contact"
button_label.it = "Scrivici"
button_label.en = "Write to us"

[[menus.header]]
block = "page"
page = "gallery"
words.it = "Lavori fatti"
words.en = "Work done"

[[menus.header.children]]
block = "address"
address = "https://example.com/"
words.it = "Altrove"
words.en = "Elsewhere"

[[menus.footer]]
block = "column"
heading.it = "La bottega"
heading.en = "The workshop"

[[menus.footer.links]]
block = "page"
page = "contact"
"""


@pytest.fixture
def brand(tmp_path: Path) -> Path:
    """The small brand with a page that the gallery can stand under, loaded."""
    folder = write_brand(tmp_path)
    (folder / "pages" / "05-workshop.toml").write_text(NEW_PAGE.replace('"content"', '"gallery_index"'))
    load(folder)
    return folder


def parents(model: type[Page]) -> list[str]:
    return sorted(page.get_parent().title for page in model.objects.all())


def test_a_page_whose_file_names_another_parent_moves_in_every_language(brand: Path) -> None:
    change(brand, "pages/10-gallery.toml", 'parent = "home"', 'parent = "workshop"')
    said = load(brand)
    assert "pages/10-gallery.toml, line 3: parent (“Works”, en): “Prova” → “Workshop”" in said
    assert parents(GalleryPage) == ["Bottega", "Workshop"]
    english = GalleryPage.objects.get(locale__language_code="en")
    assert english.url == "/en/workshop/works/"
    before = every_row()
    assert "nothing was changed" in load(brand)
    assert every_row() == before


def test_a_page_that_an_editor_moved_stays_and_that_is_said_once(brand: Path) -> None:
    italian = GalleryPage.objects.get(locale__language_code="it")
    italian.move(Page.objects.get(title="Bottega"), pos="last-child")
    assert "nothing was changed" in load(brand)
    (brand / "pages" / "06-archive.toml").write_text(
        NEW_PAGE.replace('"content"', '"gallery_index"').replace("Bottega", "Archivio").replace("Workshop", "Archive")
    )
    change(brand, "pages/10-gallery.toml", 'parent = "home"', 'parent = "archive"')
    said = load(brand)
    told = "parent (“Opere”, it): kept under “Bottega”, where an editor put it; the file says “Archivio”"
    assert told in said
    assert parents(GalleryPage) == ["Archive", "Bottega"]
    assert "kept under" not in load(brand)


def test_a_move_onto_an_address_that_is_taken_is_refused(brand: Path) -> None:
    there = Page.objects.get(title="Workshop")
    taken = GalleryPage(title="Other works", slug="works", locale=there.locale)
    there.add_child(instance=taken)
    change(brand, "pages/10-gallery.toml", 'parent = "home"', 'parent = "workshop"')
    with pytest.raises(Exception, match="parent is 'workshop', which has another page with the address “works”"):
        load(brand)
    assert GalleryPage.objects.get(title="Opere").get_parent().title == "Prova"


def test_the_menus_of_the_file_are_there_in_both_languages_and_merge(tmp_path: Path) -> None:
    folder = write_brand(tmp_path)
    with (folder / "brand.toml").open("a") as file:
        file.write(MENUS)
    load(folder)
    italian, english = (Menus.objects.get(locale__language_code=code) for code in ("it", "en"))
    assert italian.translation_key == english.translation_key
    entry = english.header[0].value
    assert (entry["words"], entry["page"].title) == ("Work done", "Works")
    assert entry["children"][0].value["address"] == "https://example.com/"
    column = italian.footer[0].value
    assert (column["heading"], column["links"][0].value["page"].title) == ("La bottega", "Contatti")
    assert italian.button_page == Page.objects.get(title="Contatti")
    assert italian.button_label == "Scrivici"

    Menus.objects.filter(pk=italian.pk).update(button_label="Chiama")
    change(folder, "brand.toml", "Scrivici", "Scrivi")
    change(folder, "brand.toml", "Work done", "What we made")
    said = load(folder)
    assert "kept, for an editor changed it too: “Chiama”; the file says “Scrivi”" in said
    assert Menus.objects.get(pk=english.pk).header[0].value["words"] == "What we made"
    assert "nothing was changed" in load(folder)


def test_a_page_that_the_menus_name_and_the_folder_lacks_is_named(tmp_path: Path) -> None:
    folder = write_brand(tmp_path)
    with (folder / "brand.toml").open("a") as file:
        file.write(MENUS.replace('page = "gallery"', 'page = "galery"'))
    with pytest.raises(Exception, match=r"names the page 'galery'. Allowed: home, gallery, contact"):
        load(folder)


@pytest.fixture
def staffed(tmp_path: Path) -> Path:
    """The small brand with two people, of whom the home page shows the second."""
    folder = write_brand(tmp_path)
    (folder / "pages" / "15-people.toml").write_text(TEAM)
    with (folder / "pages" / "00-home.toml").open("a") as file:
        file.write(TEAM_BLOCK)
    load(folder)
    return folder


def shown(language: str) -> list[TeamMember]:
    body = HomePage.objects.get(locale__language_code=language).body
    return [person for block in body if block.block_type == "team" for person in block.value["people"]]


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_team_block_shows_the_people_its_file_names(staffed: Path, language: str) -> None:
    assert [(each.name, each.locale.language_code) for each in shown(language)] == [("Bruno", language)]
    assert "nothing was changed" in load(staffed)


def test_somebody_new_can_be_named_at_once(staffed: Path) -> None:
    with (staffed / "pages" / "15-people.toml").open("a") as file:
        file.write('\n[[members]]\nname = "Carla"\n')
    change(staffed, "pages/00-home.toml", '["Bruno"]', '["Carla", "Ada"]')
    load(staffed)
    assert [each.name for each in shown("en")] == ["Carla", "Ada"]
    assert "nothing was changed" in load(staffed)


def test_somebody_unknown_is_answered_with_the_known_ones(staffed: Path) -> None:
    change(staffed, "pages/00-home.toml", '["Bruno"]', '["Brunone"]')
    with pytest.raises(Exception, match=r"people names 'Brunone'\. The team pages hold: Ada, Bruno"):
        load(staffed)


def test_a_small_brand_takes_the_place_of_the_whole_demo_company(tmp_path: Path) -> None:
    """Its places protect their contacts, its blocks name people, its menus name pages."""
    brands = tmp_path / "brands"
    shutil.copytree(DEMO, brands / "demo")
    folder = write_brand(brands)
    call_command("load_brand", "demo", "--brands-dir", str(brands), verbosity=0)
    load(folder, "--replace")
    assert Site.objects.get().site_name == "Prova"
    assert Page.objects.filter(depth__gt=1).count() == 6
    assert (Contacts.objects.count(), OpeningHours.objects.count(), Menus.objects.count()) == (2, 2, 0)
    assert get_image_model().objects.count() == 1
    assert not TeamMember.objects.exists()
    assert [each.slug for each in LoadedBrand.objects.all()] == ["prova"]
