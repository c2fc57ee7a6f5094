"""Blocks as a page stores them, and a page drawn with them."""

import json
from typing import Any

import wagtail_factories
from django.test import Client

from website.blocks.body import BodyBlock
from website.blocks.preview import NO_PICTURE
from website.models import ContentPage

FILM = "https://youtu.be/aqz-KE-bpKQ?si=abc&t=1m30s"
BODY: BodyBlock = ContentPage._meta.get_field("body").stream_block


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
