"""A look, corners and a density change the site without anybody writing code."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.test import Client

from website.branding.fonts import PAIRS
from website.branding.looks import MANNERS, Corners, Density, Look
from website.branding.site_css import squeezed
from website.tests.conftest import Company

COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)\(", re.IGNORECASE)


def _css(path: str) -> str:
    return Path(find(path) or "").read_text()


@pytest.mark.parametrize("look", Look.values)
def test_a_page_links_the_rules_of_its_look_and_of_no_other(client: Client, company: Company, look: str) -> None:
    company.brand.look = look
    company.brand.save()
    html = client.get(company.it.home.url).content.decode()
    assert f'data-look="{look}"' in html
    address = re.search(r'<link rel="stylesheet" href="(/site\.css[^"]+)"', html)
    assert address
    css = client.get(address[1]).content.decode()
    assert set(re.findall(r"\[data-look=\"?(\w+)", css)) <= {look}
    assert squeezed(_css(f"website/css/looks/{look}.css")) in css
    for other in set(Look.values) - {look}:
        assert squeezed(_css(f"website/css/looks/{other}.css")) not in css


@pytest.mark.parametrize("look", Look.values)
def test_a_look_takes_its_colours_from_the_brand(look: str) -> None:
    assert not COLOUR.findall(_css(f"website/css/looks/{look}.css"))


def _tokens(client: Client, company: Company) -> str:
    """What the brand sets: after the defaults, before the rules."""
    company.brand.save()
    css = client.get("/site.css").content.decode()
    return css[css.index("@font-face") : css.index("html{-webkit-text-size-adjust")]


def test_corners_are_the_look_s_own_until_somebody_chooses(client: Client, company: Company) -> None:
    company.brand.look = Look.STUDIO
    assert "--radius-button:0px" in _tokens(client, company)
    company.brand.look = Look.VIVACE
    assert "--radius-button:99px" in _tokens(client, company)
    company.brand.corners = Corners.SQUARE
    assert "--radius-button:0px" in _tokens(client, company)


def test_a_density_changes_the_room_and_never_the_letters(client: Client, company: Company) -> None:
    sheets = {}
    for density in Density:
        company.brand.density = density
        sheets[density] = _tokens(client, company)
    assert len(set(sheets.values())) == len(Density)
    assert "--room-section:1;" in sheets[Density.CALM]
    assert not any("--step" in sheet for sheet in sheets.values())


def test_every_font_pair_is_served_from_here_with_its_licence() -> None:
    assert len(PAIRS) >= 6
    for pair in PAIRS.values():
        for family in (pair.display, pair.text):
            folder = Path(find(f"website/vendor/fonts/{family.folder}/LICENSE") or "").parent
            assert "SIL Open Font License" in (folder / "LICENSE").read_text()
            assert re.search(r"\d+\.\d+\.\d+", (folder / "README.md").read_text())
            for subset in ("latin", "latin-ext"):
                for style in family.styles:
                    assert find(family.path(subset, style)), family.path(subset, style)


def test_every_look_has_its_manner() -> None:
    assert set(MANNERS) == set(Look)
