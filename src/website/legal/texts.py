"""The text that a legal page starts with, per kind and language, from the files in `texts/`."""

import re
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from pathlib import Path

from website.branding.loading.text import rich_text

from .kinds import LegalKind

FOLDER = Path(__file__).parent / "texts"
FALLBACK = "en"
FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link"]


@dataclass(frozen=True)
class StandardText:
    """`intro` is plain, `body` is HTML as Wagtail stores it; both hold placeholders."""

    intro: str
    body: str


@cache
def standard_text(kind: LegalKind, language: str) -> StandardText:
    """The file's first paragraph, and the rest; in English where the language has no file."""
    file = FOLDER / f"{kind.value}.{language}.txt"
    if not file.exists():
        file = FOLDER / f"{kind.value}.{FALLBACK}.txt"
    intro, _blank, body = file.read_text(encoding="utf-8").partition("\n\n")
    return StandardText(intro.strip(), rich_text(body, FEATURES, lambda target: f'href="{escape(target)}"'))


def nobody_wrote(body: str) -> bool:
    """Is `body` empty, or one of the standard texts as it was given?"""
    words = _words(body)
    return not words or words in _every_text()


def nobody_introduced(intro: str) -> bool:
    """The same of an introduction."""
    words = _words(intro)
    return not words or words in _every_introduction()


@cache
def _every_text() -> set[str]:
    return {_words(text.body) for text in _all()}


@cache
def _every_introduction() -> set[str]:
    return {_words(text.intro) for text in _all()}


def _all() -> list[StandardText]:
    files = [file.stem.rpartition(".") for file in FOLDER.glob("*.txt")]
    return [standard_text(LegalKind(kind), language) for kind, _dot, language in files]


def _words(html: str) -> str:
    """The editor rewrites tags and spaces of a text that nobody has changed."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
