"""What a page is built from: every block is drawn, explained and shown in the chooser, and costs little."""

import json
import re
from typing import Any

import pytest
import wagtail_factories
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from wagtail.blocks import Block, ListBlock, StructBlock
from wagtail.images import get_image_model

from website.blocks.body import BodyBlock
from website.blocks.preview import NO_PICTURE
from website.models import ContentPage, TeamPage
from website.tests import factories
from website.tests.conftest import Company
from website.tests.letters import message

FILM = "https://youtu.be/aqz-KE-bpKQ?si=abc&t=1m30s"
BODY: BodyBlock = ContentPage._meta.get_field("body").stream_block
NAMES = list(BODY.child_blocks)
# Fills itself from the site; in the chooser it shows samples.
SAMPLED = ["latest_news"]


def picture() -> dict[str, Any]:
    image = wagtail_factories.ImageFactory(file__width=60, file__height=40)
    return {"image": image.pk, "decorative": False, "alt_text": "Una sedia"}


def draw(client: Client, page: ContentPage, *blocks: tuple[str, Any]) -> str:
    page.body = json.dumps([{"type": kind, "value": value} for kind, value in blocks])
    page.save()
    answer = client.get(page.url)
    assert answer.status_code == 200
    return answer.content.decode()


def hero(**values: Any) -> tuple[str, dict[str, Any]]:
    return "hero", {
        "heading": "Tavoli",
        "text": "",
        "image": NO_PICTURE,
        "layout": "split",
        "page": None,
        "label": "",
    } | values


def carousel(*slides: dict[str, Any], moves: bool = False) -> tuple[str, dict[str, Any]]:
    full = [{"image": NO_PICTURE, "text": "", "who": ""} | slide for slide in slides]
    return "carousel", {"heading": "Prima e dopo", "slides": full, "moves": moves}


def film(address: str = FILM) -> tuple[str, dict[str, Any]]:
    return "embed", {"address": address, "title": "Una sedia", "image": picture(), "caption": ""}


@pytest.fixture
def team(company: Company) -> TeamPage:
    page: TeamPage = factories.TeamPageFactory(parent=company.it.home)
    for name in ("Marta", "Davide"):
        factories.TeamMemberFactory(page=page, locale=page.locale, name=name)
    return page


# --- the chooser -------------------------------------------------------------


def preview(client: Client, name: str) -> str:
    answer = client.get("/admin/block-preview/", {"id": BODY.child_blocks[name].definition_prefix})
    assert answer.status_code == 200, name
    html = answer.content.decode()
    assert "site.css" in html
    return html[html.index("<section") : html.index("</section>")]


def test_the_chooser_shows_every_block_with_what_it_was_given(admin_client: Client, company: Company) -> None:
    for _ in range(2):
        picture()
    for name in NAMES:
        block = BODY.child_blocks[name]
        given = block.get_preview_value()
        html = preview(admin_client, name)
        assert block.is_previewable
        if name not in SAMPLED:
            assert html.count("<img") == _pictures(block.get_prep_value(given)), name
        assert re.sub(r"<[^>]*>", "", html).split() or "<img" in html, name
        heading = given.get("heading") if isinstance(given, dict) else ""
        assert not heading or escape(heading) in html, name


def test_the_chooser_does_without_pictures_on_a_new_site(admin_client: Client, company: Company) -> None:
    get_image_model().objects.all().delete()
    for name in NAMES:
        assert "<img" not in preview(admin_client, name), name


def test_a_preview_runs_its_block_s_script(admin_client: Client, company: Company) -> None:
    block = BODY.child_blocks["carousel"]
    html = admin_client.get("/admin/block-preview/", {"id": block.definition_prefix}).content.decode()
    assert html.count("website/js/carousel") == 1


def _pictures(raw: Any) -> int:
    """How many pictures a stored value names."""
    if isinstance(raw, dict):
        return sum(1 if key == "image" and isinstance(each, int) else _pictures(each) for key, each in raw.items())
    return sum(map(_pictures, raw)) if isinstance(raw, list) else 0


def _lists(block: Block) -> list[ListBlock]:
    children = block.child_blocks.values() if isinstance(block, StructBlock) else []
    return [child for child in children if isinstance(child, ListBlock)]


def test_the_blocks_of_a_group_stand_together() -> None:
    groups = [str(block.meta.group) for block in BODY.child_blocks.values()]
    assert groups == sorted(groups, key=groups.index)


# --- the opening -------------------------------------------------------------


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


# --- carousel ----------------------------------------------------------------


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


# --- film --------------------------------------------------------------------


def test_nothing_is_asked_of_the_other_site_before_somebody_plays(client: Client, company: Company) -> None:
    html = draw(client, company.it.content, film())
    assert "<iframe" not in html
    assert not re.search(r'(?:src|srcset)="[^"]*youtube', html)
    assert 'data-frame="https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1&amp;rel=0&amp;start=90"' in html
    assert 'href="https://www.youtube.com/watch?v=aqz-KE-bpKQ&amp;t=90s"' in html
    assert "Google" in html


def test_only_a_page_with_a_film_may_frame_its_site(client: Client, company: Company) -> None:
    draw(client, company.it.content, film())
    with_film = client.get(company.it.content.url)["Content-Security-Policy"]
    without = client.get(company.it.home.url)["Content-Security-Policy"]
    assert "frame-src 'self' https://www.youtube-nocookie.com" in with_film
    assert "vimeo" not in with_film
    assert "frame-src" not in without
    draw(client, company.it.content, film("https://vimeo.com/1084537"))
    assert "https://player.vimeo.com" in client.get(company.it.content.url)["Content-Security-Policy"]


# --- people ------------------------------------------------------------------


def test_everybody_is_shown_where_nobody_is_chosen(client: Client, company: Company, team: TeamPage) -> None:
    html = draw(client, company.it.content, ("team", {"heading": "", "people": []}))
    assert html.index("Marta") < html.index("Davide")


def test_the_chosen_stand_in_the_editor_s_order(client: Client, company: Company, team: TeamPage) -> None:
    marta, davide = team.members.order_by("pk")
    factories.TeamMemberFactory(page=team, locale=team.locale, name="Ettore")
    html = draw(client, company.it.content, ("team", {"heading": "", "people": [davide.pk, marta.pk]}))
    assert html.index("Davide") < html.index("Marta")
    assert "Ettore" not in html
    assert f'href="{team.url}">Tutte le persone' in html


def test_the_chosen_speak_the_reader_s_language(client: Client, company: Company, team: TeamPage) -> None:
    marta = team.members.order_by("pk")[0]
    english = factories.TeamPageFactory(parent=company.en.home, language="en")
    factories.TeamMemberFactory(
        page=english, locale=english.locale, name="Marta", role="Design", translation_key=marta.translation_key
    )
    html = draw(client, company.en.content, ("team", {"heading": "", "people": [marta.pk]}))
    assert "Design" in html


def test_an_editor_finds_people_by_name_and_role(admin_client: Client, company: Company, team: TeamPage) -> None:
    html = admin_client.get("/admin/people/").content.decode()
    assert "Marta" in html
    assert "al banco" in html


# --- the form ----------------------------------------------------------------


def test_the_form_posts_to_the_contact_page(client: Client, company: Company) -> None:
    html = draw(client, company.it.content, ("form", {"heading": "", "text": "", "page": None}))
    section = html[html.index("block--form") :]
    form = section[: section.index("</form>")]
    assert f'action="{company.it.contact.url}"' in form
    assert 'name="csrfmiddlewaretoken"' in form
    assert 'name="whf_name"' in form
    assert "data-proof" in form
    assert html.count("website/js/contact") == 1
    answer = client.post(company.it.contact.url, message(client))
    assert answer.status_code == 302


def test_the_form_of_another_language_s_page_is_the_reader_s_own(client: Client, company: Company) -> None:
    html = draw(client, company.en.content, ("form", {"heading": "", "text": "", "page": company.it.contact.pk}))
    assert f'action="{company.en.contact.url}"' in html


def test_without_a_contact_page_there_is_no_form(client: Client, company: Company) -> None:
    company.it.contact.unpublish()
    html = draw(client, company.it.content, ("form", {"heading": "Due righe", "text": "", "page": None}))
    assert 'method="post"' not in html
    assert "Due righe" not in html


# --- all together ------------------------------------------------------------


def test_the_seven_together_cost_few_queries(client: Client, company: Company, team: TeamPage) -> None:
    voices = [{"text": "Bello", "who": "Io", "role": "", "portrait": picture()} for _ in range(6)]
    people = [member.pk for member in team.members.all()]
    factories.TeamMemberFactory(page=team, locale=team.locale, portrait=wagtail_factories.ImageFactory())
    page = company.it.content
    draw(client, page, ("text", "<p>Solo parole</p>"))
    blocks = [
        hero(image=picture(), layout="full", page=company.it.contact.pk),
        ("picture_strip", {"heading": "", "pictures": [{"image": picture()} for _ in range(8)], "ratio": "square"}),
        carousel(*[{"image": picture()} for _ in range(5)]),
        ("testimonials", {"heading": "", "voices": voices}),
        ("team", {"heading": "", "people": people}),
        ("form", {"heading": "", "text": "", "page": company.it.contact.pk}),
        film(),
    ]

    def statements() -> list[str]:
        client.get(page.url)
        with CaptureQueriesContext(connection) as captured:
            client.get(page.url)
        return [query["sql"] for query in captured.captured_queries]

    base = statements()
    html = draw(client, page, *blocks)
    for kind, _value in blocks:
        assert f"block--{kind}" in html
    full = statements()
    assert len(full) - len(base) <= 7, "\n".join(full)
