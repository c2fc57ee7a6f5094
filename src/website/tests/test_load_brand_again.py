"""`load_brand` once more: what the folder changed comes in, what an editor changed stays."""

import json
import re
import shutil
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import router
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.images import get_image_model
from wagtail.models import Page, Revision, Site

from website.models import BrandingSettings, ContactPage, Contacts, GalleryPage, HomePage, OpeningHours

from .small_brand import write_brand
from .test_load_brand import stored

pytestmark = pytest.mark.django_db

NEW_PAGE = """
type = "content"
parent = "home"
title.it = "Bottega"
title.en = "Workshop"
"""


@pytest.fixture
def brand(tmp_path: Path) -> Path:
    """The small brand, loaded."""
    folder = write_brand(tmp_path)
    load(folder)
    return folder


def load(folder: Path, *options: str) -> str:
    said = StringIO()
    call_command("load_brand", folder.name, "--brands-dir", str(folder.parent), *options, stdout=said)
    return said.getvalue()


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))


def home(language: str = "it") -> HomePage:
    return HomePage.objects.get(locale__language_code=language)


def edit(page: Any, *, publish: bool = True, **values: Any) -> Revision:
    """As an editor does in the admin."""
    for name, value in values.items():
        setattr(page, name, value)
    revision: Revision = page.save_revision()
    if publish:
        revision.publish()
    return revision


def every_row() -> dict[str, list[Any]]:
    ours = [model for model in apps.get_models() if model._meta.managed and router.db_for_read(model) == "default"]
    return {model._meta.label: sorted(map(_row, model._default_manager.values())) for model in ours}


def _row(values: dict[str, Any]) -> str:
    return re.sub(r"0x[0-9a-f]+", "", str(values))


def test_without_a_change_it_writes_nothing(brand: Path) -> None:
    before = every_row(), stored()
    said = load(brand)
    assert "Prova is as its folder says: nothing was changed." in said
    assert (every_row(), stored()) == before


def test_a_changed_text_is_published_on_its_page_and_in_its_language_only(brand: Path) -> None:
    revisions = set(Revision.objects.values_list("pk", flat=True))
    change(brand, "pages/00-home.toml", "Let us try", "Let us try again")
    said = load(brand)
    assert "pages/00-home.toml, line 5: hero_heading.en (“Prova”, en): “Let us try” → “Let us try again”" in said
    assert home("en").hero_heading == "Let us try again"
    made = Revision.objects.exclude(pk__in=revisions)
    assert [int(revision.object_id) for revision in made] == [home("en").pk]
    assert home("en").live_revision == made.get()
    before = every_row()
    assert "nothing was changed" in load(brand)
    assert every_row() == before


def test_what_an_editor_wrote_stays_and_what_both_wrote_is_told(brand: Path) -> None:
    edit(home(), hero_heading="A mano", cta_label="Chiamaci")
    change(brand, "pages/00-home.toml", "Proviamo", "Riproviamo")
    said = load(brand)
    told = "pages/00-home.toml, line 4: hero_heading.it (“Prova”, it): kept, for an editor changed it too: “A mano”"
    assert f"{told}; the file says “Riproviamo”" in said
    assert "1 values are an editor's" in said
    assert (home().hero_heading, home().cta_label) == ("A mano", "Chiamaci")
    assert "hero_heading" not in load(brand)  # said once


def test_an_editor_and_the_file_can_change_the_same_page(brand: Path) -> None:
    page = home()
    raw = [dict(each) for each in page.body.raw_data]
    raw[0]["value"] = '<p data-block-key="x1y2z">Parole nuove.</p>'
    page.body = raw
    edit(page)
    change(brand, "pages/00-home.toml", 'caption.it = "Ancora"', 'caption.it = "Di nuovo"')
    change(
        brand,
        "pages/00-home.toml",
        '[[body]]\nblock = "pictures"',
        '[[body]]\nblock = "quote"\ntext.it = "Bello."\ntext.en = "Fine."\nwho = "Ada"\n\n[[body]]\nblock = "pictures"',
    )
    said = load(brand)
    assert "pages/00-home.toml, line 16: body 2 (“Prova”, it): new: “Bello. · Ada”" in said
    assert [block.block_type for block in home().body] == ["text", "quote", "pictures"]
    assert str(home().body[0].value) == '<p data-block-key="x1y2z">Parole nuove.</p>'
    assert home().body[2].value["pictures"][1]["caption"] == "Di nuovo"
    assert [block.id for block in home().body] == [block.id for block in home("en").body]


def test_opening_a_page_in_the_admin_and_saving_it_is_no_change(brand: Path) -> None:
    page = home()
    block = page._meta.get_field("body").stream_block
    # The admin stores every key of a block, and gives each paragraph one of its own.
    stored_by_admin = json.dumps(block.get_prep_value(block.clean(page.body)))
    page.body = re.sub(r"<(p|h2)>", r"<\1 data-block-key='a1'>", stored_by_admin).replace("'a1'", r"\"a1\"")
    edit(page)
    said = load(brand)
    assert "editor" not in said
    assert "nothing was changed" in said


def test_a_new_page_and_a_new_photograph_are_made_and_a_dropped_one_stays(brand: Path) -> None:
    (brand / "pages" / "15-workshop.toml").write_text(NEW_PAGE)
    Image.new("RGB", (80, 40), "olive").save(brand / "photos" / "chair.jpg")
    photos = (brand / "photos.toml").read_text()
    (brand / "photos.toml").write_text(photos + photos.replace("[table]", "[chair]"))
    (brand / "pages" / "20-contact.toml").unlink()
    change(brand, "pages/00-home.toml", 'cta_page = "contact"', 'cta_page = "workshop"')
    change(brand, "pages/00-home.toml", "[contatti](page:contact)", "[noi](page:workshop)")
    change(brand, "pages/00-home.toml", "[contact](page:contact)", "[us](page:workshop)")
    said = load(brand)
    assert "pages/15-workshop.toml: the page “Workshop” is new (en)" in said
    assert "photos.toml, line 9: chair: “The table” is new" in said or "“Il tavolo” is new" in said
    assert "page/contact/it is no longer in the folder; it was left in place" in said
    assert [page.title for page in home("en").get_children().live()] == ["Works", "Workshop", "Contact"]
    assert home("en").cta_page == Page.objects.get(title="Workshop")
    assert get_image_model().objects.count() == 2
    assert "no longer" not in load(brand)


def test_what_an_editor_deleted_is_not_made_again(brand: Path) -> None:
    GalleryPage.objects.get(locale__language_code="en").delete()
    get_image_model().objects.get().delete()
    before = every_row()
    said = load(brand)
    assert "pages/10-gallery.toml: the page 'gallery' (en) was deleted in the admin: not made again" in said
    assert "The photograph “table” was deleted in the admin: not made again" in said
    assert every_row() == before
    assert home().picture is None


def test_a_draft_gets_the_change_and_stays_a_draft(brand: Path) -> None:
    edit(home(), publish=False, cta_label="Bozza")
    change(brand, "pages/00-home.toml", "Proviamo", "Riproviamo")
    load(brand)
    assert (home().hero_heading, home().cta_label) == ("Riproviamo", "Scrivi")
    assert home().has_unpublished_changes
    draft = home().get_latest_revision_as_object()
    assert (draft.hero_heading, draft.cta_label) == ("Riproviamo", "Bozza")
    assert "nothing was changed" in load(brand)


def test_a_page_that_was_taken_down_stays_down(brand: Path) -> None:
    gallery = GalleryPage.objects.get(locale__language_code="en")
    gallery.unpublish()
    change(brand, "pages/10-gallery.toml", "Works", "Our works")
    said = load(brand)
    assert "not live, so the changes wait in its draft" in said
    gallery.refresh_from_db()
    assert (gallery.live, gallery.get_latest_revision_as_object().title) == (False, "Our works")


def test_a_version_that_waits_for_its_hour_goes_live_untouched(brand: Path) -> None:
    page = home()
    page.go_live_at = timezone.now() + timedelta(days=1)
    scheduled = edit(page, hero_heading="Domani")
    change(brand, "pages/00-home.toml", 'cta_label.it = "Scrivi"', 'cta_label.it = "Scrivici"')
    said = load(brand)
    assert "left alone, for a version of it goes live on" in said
    scheduled.refresh_from_db()
    assert scheduled.approved_go_live_at
    assert home().cta_label == "Scrivi"
    HomePage.objects.update(go_live_at=None)
    scheduled.approved_go_live_at = None
    scheduled.save()
    load(brand)
    assert home().cta_label == "Scrivici"


def test_the_company_s_record_is_merged_too(brand: Path) -> None:
    Contacts.objects.filter(locale__language_code="it").update(about="Detto da noi.")
    change(brand, "brand.toml", "Una prova.", "Un'altra prova.")
    change(brand, "brand.toml", "Via Prova 1", "Via Prova 2")
    change(brand, "brand.toml", 'name = "Prova"', 'name = "Prova Nuova"')
    change(brand, "brand.toml", "9:00-12:30", "10:00-12:30")
    said = load(brand)
    assert "brand.toml, line 5: company.about.it" in said
    assert "brand.toml, line 3: company.name (“brand for Prova [default]”, it): “Prova” → “Prova Nuova”" in said
    italian = Contacts.objects.get(locale__language_code="it")
    assert (italian.about, italian.address) == ("Detto da noi.", "Via Prova 2")
    assert BrandingSettings.for_site(Site.objects.get()).site_name == "Prova Nuova"
    spans = OpeningHours.objects.get(locale__language_code="it").spans.order_by("opens")
    assert [f"{span.opens:%H:%M}" for span in spans] == ["10:00", "18:00"]


def test_a_new_picture_in_an_old_file_replaces_it_and_what_was_cut_from_it(
    brand: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    image = get_image_model().objects.get()
    image.get_rendition("width-20")
    old = image.file.name
    Image.new("RGB", (80, 40), "olive").save(brand / "photos" / "table.jpg")
    with django_capture_on_commit_callbacks(execute=True):
        load(brand)
    image = get_image_model().objects.get()
    assert image.file.name != old
    assert not image.renditions.exists()
    assert f"./{image.file.name}" in stored()
    assert f"./{old}" not in stored()


def test_a_form_field_keeps_its_answers_when_its_label_changes(brand: Path) -> None:
    page = ContactPage.objects.get(locale__language_code="en")
    before = page.form_fields.get()
    change(brand, "pages/20-contact.toml", "Your e-mail", "E-mail")
    load(brand)
    after = ContactPage.objects.get(pk=page.pk).form_fields.get()
    assert (after.pk, after.clean_name, after.label) == (before.pk, before.clean_name, "E-mail")


def test_a_dry_run_says_it_all_and_does_nothing(brand: Path) -> None:
    change(brand, "pages/00-home.toml", "Proviamo", "Riproviamo")
    (brand / "pages" / "15-workshop.toml").write_text(NEW_PAGE)
    Image.new("RGB", (80, 40), "olive").save(brand / "photos" / "table.jpg")
    before = every_row(), stored()
    said = load(brand, "--dry-run")
    assert "Would be changed:" in said
    assert "“Proviamo” → “Riproviamo”" in said
    assert "the page “Bottega” is new (it)" in said
    assert said.endswith("Nothing was changed: this was a dry run.\n")
    assert (every_row(), stored()) == before


def test_a_dry_run_of_a_new_brand_leaves_nothing_either(tmp_path: Path) -> None:
    folder = write_brand(tmp_path)
    before = every_row(), stored()
    assert "Prova would be here: 3 pages in it and en" in load(folder, "--dry-run")
    assert (every_row(), stored()) == before


def test_another_brand_takes_the_place_only_when_told_to(brand: Path) -> None:
    other = brand.parent / "altra"
    shutil.copytree(brand, other)
    change(other, "brand.toml", 'name = "Prova"', 'name = "Altra"')
    with pytest.raises(Exception, match="It is the site of the brand “prova”: --replace puts this one in its place"):
        load(other)
    load(other, "--replace")
    assert Site.objects.get().site_name == "Altra"
    assert Page.objects.filter(depth__gt=1).count() == 6
    assert get_image_model().objects.count() == 1
    assert Contacts.objects.count() == 2
