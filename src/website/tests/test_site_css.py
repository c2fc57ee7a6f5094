"""One stylesheet for a page: whole, kept for a year, and new when the brand is."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.test import Client

from website.branding.looks import Look
from website.branding.site_css import squeezed
from website.tests.conftest import Company


def _address(client: Client, company: Company) -> str:
    html = client.get(company.it.home.url).content.decode()
    found = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)
    assert len(found) == 1
    return str(found[0])


def test_a_page_waits_for_one_stylesheet_that_is_kept_for_a_year(client: Client, company: Company) -> None:
    answer = client.get(_address(client, company))
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "immutable" not in client.get("/site.css?v=another").headers["Cache-Control"]


def test_the_brand_s_values_come_after_the_defaults_and_before_the_rules(client: Client, company: Company) -> None:
    css = client.get(_address(client, company)).content.decode()
    defaults, brand, rules = css.index("--gutter:"), css.index("@font-face"), css.index(".site-footer")
    assert defaults < brand < rules
    assert css.count("{") == css.count("}")


def test_strings_and_descendants_survive_the_squeeze() -> None:
    css = """
        /* why */ .a :focus , .b > i::before { content: " ; "; margin: 0  auto }
        @media (width > 2rem) and (hover: hover) { .c { width: calc(1rem + 2px) ; } }
    """
    assert squeezed(css) == (
        '.a :focus,.b>i::before{content:" ; ";margin:0 auto}'
        "@media (width>2rem) and (hover:hover){.c{width:calc(1rem + 2px);}}"
    )


@pytest.mark.parametrize("look", Look.values)
def test_every_variable_of_bootstrap_that_a_rule_reads_is_sent(client: Client, company: Company, look: str) -> None:
    company.brand.look = look
    company.brand.save()
    css = client.get("/site.css").content.decode()
    set_there = re.findall(
        r"(--bs-[\w-]+):", Path(find("website/vendor/bootstrap-5.3.9/bootstrap-reboot.min.css") or "").read_text()
    )
    assert set(re.findall(r"var\((--bs-[\w-]+)", css)) & set(set_there) <= set(re.findall(r"(--bs-[\w-]+):", css))
    assert "--bs-indigo" not in css
