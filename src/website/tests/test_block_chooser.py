"""The chooser shows every block with samples, and does without pictures."""

import re
from typing import Any

from django.test import Client
from django.utils.html import escape
from wagtail.blocks import Block, ListBlock, StructBlock
from wagtail.images import get_image_model

from website.tests.bodies import BODY, picture
from website.tests.conftest import Company

NAMES = list(BODY.child_blocks)
# Fills itself from the site; in the chooser it shows samples.
SAMPLED = ["latest_news"]


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
