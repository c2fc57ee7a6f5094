"""One stylesheet for a page: whole, kept for a year, and new when the brand is."""

import re

from django.test import Client

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
