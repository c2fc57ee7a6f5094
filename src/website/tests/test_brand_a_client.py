"""docs/howto/brand-a-client.md as it is told: copy the demo company's folder, change five things, load, edit, load."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from wagtail.models import Page, Revision, Site

from website.models import BrandingSettings, ContactPage, Contacts, ContentPage, HomePage, OpeningHours

from .test_load_brand_again import change, load

pytestmark = pytest.mark.django_db


def test_a_client_is_branded_edited_and_branded_again(tmp_path: Path) -> None:
    folder = tmp_path / "rossi"
    shutil.copytree(Path(settings.BRANDS_DIR) / "demo", folder)
    change(folder, "brand.toml", 'name = "Ronchello"', 'name = "Rossi"')
    change(folder, "brand.toml", "01234567897", "02040608107")
    change(folder, "brand.toml", "#9a4526", "#1d6b50")
    change(folder, "brand.toml", 'saturday = "9:00-12:30, 14:00-17:00"', 'saturday = "9:00-13:00"')
    change(folder, "brand.toml", "form_recipient = ", 'form_recipient = "noi@rossi.example" # ')
    said = load(folder)
    assert "Rossi is here: " in said
    assert "Pages: " in said.splitlines()[-3]
    brand = BrandingSettings.for_site(Site.objects.get())
    assert (brand.site_name, brand.accent_colour, brand.trade) == ("Rossi", "#1d6b50", "workshop")
    assert set(Contacts.objects.values_list("vat_number", flat=True)) == {"02040608107"}
    assert {page.to_address for page in ContactPage.objects.all()} == {"noi@rossi.example"}

    home = HomePage.objects.get(locale__language_code="it")
    home.hero_heading = "Scritto dal cliente"
    home.save_revision().publish()
    workshop = ContentPage.objects.get(slug="the-workshop")
    before = set(Revision.objects.values_list("pk", flat=True)), Page.objects.count()

    change(folder, "pages/00-home.toml", "Mobili e stanze fatti per restare", "Mobili che restano")
    change(folder, "pages/10-workshop.toml", 'intro.en = "', 'intro.en = "New: ')
    change(folder, "brand.toml", "Via della Pialla 7", "Via della Sgorbia 9")
    dry = load(folder, "--dry-run")
    said = load(folder)
    for told in (dry, said):
        assert "hero_heading.it (“Ronchello”, it): kept, for an editor changed it too: “Scritto dal cliente”" in told
        assert (
            "company.address (“Ronchello Arredi e Interni S.r.l., Mariano Comense”, en): “Via della Pialla 7”" in told
        )
    home.refresh_from_db()
    workshop.refresh_from_db()
    assert home.hero_heading == "Scritto dal cliente"
    assert workshop.intro.startswith("New: ")
    new = Revision.objects.exclude(pk__in=before[0])
    assert [int(revision.object_id) for revision in new] == [workshop.pk]
    assert Page.objects.count() == before[1]
    assert OpeningHours.objects.get(name="Bottega e sala mostra").spans.filter(weekday=5).count() == 1
    assert "Rossi is as its folder says: nothing was changed." in load(folder)
