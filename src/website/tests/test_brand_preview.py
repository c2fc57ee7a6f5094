"""The settings screen shows a brand before it is saved, and says why its colours are what they are."""

import re
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from website.branding.palette import palette
from website.models import BrandingSettings, User
from website.tests.conftest import Company

VALUES = {
    "site_name": "Nuova",
    "look": "vivace",
    "accent_colour": "#f4c20d",
    "second_colour": "#103020",
    "fonts": "playful",
    "corners": "look",
    "density": "calm",
}


@pytest.fixture
def owner(client: Client, company: Company) -> Client:
    owner = User.objects.create_superuser("owner", "owner@example.it", "secret")
    UserProfile.objects.create(user=owner, preferred_language="en")
    client.force_login(owner)
    return client


def _address(company: Company, name: str = "brand_preview", **changes: str) -> str:
    arguments = [company.site.pk] + ([] if name == "brand_reasons" else [changes.pop("theme", "light")])
    return f"{reverse(name, args=arguments)}?{urlencode(VALUES | changes)}"


def test_the_home_page_is_drawn_with_values_nobody_saved(owner: Client, company: Company) -> None:
    answer = owner.get(_address(company))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'data-look="vivace"' in html
    assert company.it.home.hero_heading in html
    assert reverse("brand_preview_css", args=[company.site.pk, "light"]) in html
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert BrandingSettings.objects.get().look == "bottega"
    assert BrandingSettings.objects.get().site_name == "Ronchi"


def test_its_stylesheet_keeps_to_the_theme_that_is_asked_for(owner: Client, company: Company) -> None:
    dark = owner.get(_address(company, "brand_preview_css", theme="dark")).content.decode()
    assert "color-scheme:dark" in dark
    assert "Gabarito" in dark
    assert "prefers-color-scheme" not in dark
    assert owner.get(_address(company, theme="dusk")).status_code != 200


def test_a_wrong_value_is_explained_in_words(owner: Client, company: Company) -> None:
    answer = owner.get(_address(company, accent_colour="yellow"))
    assert answer.status_code == 422
    reasons = owner.get(_address(company, "brand_reasons", accent_colour="yellow")).content.decode()
    assert "#8a4b2a" in reasons  # the example that the message gives


def test_it_says_how_far_a_colour_reached_and_what_is_used_instead(owner: Client, company: Company) -> None:
    html = owner.get(_address(company, "brand_reasons", look="studio")).content.decode()
    assert "#f4c20d" in html
    assert re.search(r"#f4c20d on #ffffff reaches 1[.,]6:1", html)
    assert f"We use {palette('#f4c20d', '#103020', False, 'studio')['accent']}" in html


def test_the_settings_screen_holds_the_preview_and_no_script_of_its_own(owner: Client, company: Company) -> None:
    html = owner.get(reverse("wagtailsettings:edit", args=["website", "brandingsettings", company.site.pk]))
    panel = html.content.decode().split("data-brand-preview")[1].split("brand-preview__reasons")[0]
    assert "<script" not in panel
    assert "style=" not in panel
    assert "website/js/brand-preview.js" in html.content.decode()


def test_only_who_may_change_the_brand_sees_it_previewed(client: Client, company: Company) -> None:
    editor = User.objects.create_user("editor", "editor@example.it", "secret")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    for name in ("brand_preview", "brand_preview_css", "brand_reasons"):
        answer = client.get(_address(company, name))
        assert answer.status_code in (302, 403)
        assert "data-look" not in answer.content.decode()
