"""A carousel brings its script, moves only when asked to, and never opens a page."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from website.tests.bodies import BODY, carousel, draw, picture
from website.tests.conftest import Company


def test_a_carousel_brings_its_script_once_and_other_pages_none(client: Client, company: Company) -> None:
    page = company.it.content
    html = draw(client, page, ("text", "<p>Prima</p>"), carousel({"text": "Uno"}, {"text": "Due"}))
    assert html.count("website/js/carousel") == 1
    assert 'aria-roledescription="carosello"' in html
    assert 'aria-label="2 di 2"' in html
    assert "data-moves" not in html
    assert "js/carousel" not in draw(client, page, ("text", "<p>Prima</p>"))


def test_it_moves_only_when_the_editor_says_so(client: Client, company: Company) -> None:
    html = draw(client, company.it.content, carousel({"text": "Uno"}, {"text": "Due"}, moves=True))
    assert 'data-moves="7"' in html
    assert "data-carousel-stop" in html


@pytest.mark.parametrize(
    ("slides", "words"),
    [
        ([{"image": True}, {"text": "Bello"}], "O tutte le diapositive"),
        ([{"text": "Bello"}, {"who": "Io"}], "servono le parole"),
    ],
)
def test_a_carousel_of_two_minds_is_refused(company: Company, slides: list[dict[str, Any]], words: str) -> None:
    kind, value = carousel(*[slide | ({"image": picture()} if "image" in slide else {}) for slide in slides])
    block = BODY.child_blocks[kind]
    with pytest.raises(ValidationError) as raised:
        block.clean(block.to_python(value))
    assert words in str(raised.value.block_errors["slides"])  # type: ignore[attr-defined] # a StructBlock's


def test_a_draft_may_be_half_made(company: Company) -> None:
    kind, value = carousel({"image": picture()}, {"text": "Bello"})
    kept = BODY.clean_deferred(BODY.to_python([{"type": kind, "value": value}]))
    assert [block.block_type for block in kept] == [kind]


def test_a_carousel_never_opens_a_page() -> None:
    stream = BODY.to_python(
        [{"type": kind, "value": value} for kind, value in [carousel({"text": "a"}, {"text": "b"})]]
    )
    with pytest.raises(ValidationError) as raised:
        BODY.clean(stream)
    assert 0 in raised.value.block_errors  # type: ignore[attr-defined] # a StreamBlock's
