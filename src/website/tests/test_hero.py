"""A hero opens a page, or stands further down; its words are read on any picture."""

import re

import wagtail_factories
from django.test import Client

from website.tests.bodies import draw, hero, picture
from website.tests.conftest import Company


def test_a_hero_that_comes_first_is_the_page_s_head(client: Client, company: Company) -> None:
    html = draw(client, company.it.content, hero(image=picture()), ("text", "<p>Poi</p>"))
    assert html.count("<h1") == 1
    assert re.search(r"<h1[^>]*>Tavoli</h1>", html)
    assert company.it.content.intro not in html[html.index("<main") :]
    assert 'fetchpriority="high"' in html


def test_a_hero_further_down_is_a_section(client: Client, company: Company) -> None:
    html = draw(client, company.it.content, ("text", "<p>Prima</p>"), hero(image=picture()))
    assert html.count("<h1") == 1
    assert re.search(r"<h2[^>]*>Tavoli</h2>", html)


def test_words_on_a_white_picture_get_shade_and_on_a_black_one_none(client: Client, company: Company) -> None:
    shades = []
    for colour in ("white", "black"):
        image = wagtail_factories.ImageFactory(file__width=60, file__height=40, file__color=colour)
        html = draw(client, company.it.content, hero(layout="full", image=picture() | {"image": image.pk}))
        found = re.search(r"hero--full scrim scrim--(\d+)", html)
        assert found
        shades.append(int(found[1]))
    assert shades[0] >= 50
    assert shades[1] == 0


def test_a_hero_without_a_picture_is_words(client: Client, company: Company) -> None:
    html = draw(client, company.it.content, hero(layout="full", page=company.it.contact.pk))
    assert "hero--words" in html
    assert f'href="{company.it.contact.url}">{company.it.contact.title}' in html
