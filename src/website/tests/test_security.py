"""The strict policy, and templates that can live under it."""

import re
from pathlib import Path

import pytest
from django.test import Client

import website
from website.tests.conftest import Company

TEMPLATES = sorted((Path(website.__file__).parent / "templates").rglob("*.html"))


def test_the_policy_allows_this_site_and_nothing_inline(client: Client, company: Company) -> None:
    policy = client.get(company.it.home.url)["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http:" not in policy
    assert "https:" not in policy


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_holds_no_inline_script_or_style(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"<style\b|\sstyle=|\son\w+=\"|javascript:", text)
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script or 'type="application/ld+json"' in script


@pytest.mark.parametrize("kind", ["home", "content", "index", "gallery", "contact"])
def test_a_page_asks_no_other_host_for_anything(client: Client, company: Company, kind: str) -> None:
    html = client.get(getattr(company.it, kind).url).content.decode()
    loaded = re.findall(
        r'<(?:script|img|source|link rel="(?:stylesheet|preload|icon)")[^>]*?(?:src|href|srcset)="([^"]+)"', html
    )
    assert loaded
    assert all(address.startswith("/") for address in loaded), loaded
