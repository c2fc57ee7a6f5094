"""Which page somebody may have meant who asked for one that is not there."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from urllib.parse import unquote

from django.conf import settings
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

# Of a larger site only the pages nearest to the top are looked at.
_PAGES = 2_000
_COMPARED = 8  # pages that share the most with an address, and only they, are compared letter by letter
_ENOUGH, _LIKELY, _SURE = 0.62, 0.75, 0.88
_WORD = re.compile(r"[^\W_]+")
_EXTENSION = re.compile(r"\.(html?|php\d?|aspx?|jsp|pdf|cfm)$", re.IGNORECASE)
_EMPTY_WORDS = {"index", "default", "home", "page", "pagina", "www", "site", "sito", "it", "en"}


@dataclass(frozen=True)
class Suggestion:
    page: Page
    url: str
    score: float  # of 1

    @property
    def confidence(self) -> Promise:
        return _("very likely") if self.score >= _SURE else _("likely") if self.score >= _LIKELY else _("perhaps")


@dataclass
class _Known:
    page: Page
    url: str
    language: str
    texts: list[str]  # its slug, its whole path, its title

    @cached_property
    def matchers(self) -> list[SequenceMatcher[str]]:
        """Each has looked at its text once, and compares it with any number of others."""
        return [SequenceMatcher(None, "", text) for text in self.texts]


@dataclass
class Suggestions:
    """Built once for the addresses of one screen."""

    known: list[_Known] = field(default_factory=list)
    _by_piece: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of_live_pages(cls) -> "Suggestions":
        pages = Page.objects.live().public().filter(depth__gt=1).order_by("depth", "path").select_related("locale")
        found = cls()
        for page in pages.only("title", "slug", "url_path", "depth", "path", "locale", "translation_key")[:_PAGES]:
            parts = page.get_url_parts()
            if parts and parts[2]:
                found._add(page, parts[2])
        return found

    def _add(self, page: Page, url: str) -> None:
        texts = [" ".join(words(text)) for text in (page.slug, url, page.title)]
        self.known.append(_Known(page, url, page.locale.language_code, [text for text in texts if text]))
        for piece in {piece for text in texts for piece in _pieces(text)}:
            self._by_piece.setdefault(piece, []).append(len(self.known) - 1)

    def for_path(self, path: str) -> Suggestion | None:
        """The nearest page in the language of the path; None where nothing is near."""
        language = _language_of(path)
        asked = words(path)
        texts = [text for text in (" ".join(asked), asked[-1] if asked else "", " ".join(asked[-2:])) if len(text) > 2]
        shared = Counter(index for piece in _pieces(*texts) for index in self._by_piece.get(piece, ()))
        scored = [
            (self._score(texts, self.known[index], language), -index) for index, _ in shared.most_common(_COMPARED)
        ]
        score, index = max(scored, default=(0.0, 0))
        if score < _ENOUGH:
            return None
        known = self._translated(self.known[-index], language)
        return Suggestion(known.page, known.url, min(score, 1.0)) if _plain(known.url) != _plain(path) else None

    def _score(self, texts: list[str], known: _Known, language: str) -> float:
        best = 0.0
        for matcher in known.matchers:
            for text in texts:
                matcher.set_seq1(text)
                # The quick ones are never below the true one, and most texts are far apart.
                if all(ratio() > max(best, _ENOUGH) for ratio in (matcher.real_quick_ratio, matcher.quick_ratio)):
                    best = max(best, matcher.ratio())
        return best - (0.04 if language and known.language != language else 0)

    def _translated(self, known: _Known, language: str) -> _Known:
        """The same page in the language that was asked for, where it exists."""
        key = known.page.translation_key
        same = (each for each in self.known if each.language == language and each.page.translation_key == key)
        return known if known.language == language else next(same, known)

    def is_page(self, paths: Iterable[str]) -> set[str]:
        """Those of the paths that are a live page by now."""
        urls = {_plain(known.url) for known in self.known}
        return {path for path in paths if _plain(path) in urls}


def words(path: str) -> list[str]:
    """What an address says, without its language, its ending, accents and words that say nothing."""
    parts = [_EXTENSION.sub("", part) for part in unquote(path).strip("/").split("/")]
    text = unicodedata.normalize("NFKD", " ".join(parts).lower())
    plain = "".join(letter for letter in text if not unicodedata.combining(letter))
    return [word for word in _WORD.findall(plain)[:20] if word not in _EMPTY_WORDS and not word.isdecimal()]


def _pieces(*texts: str) -> set[str]:
    """Of three letters each."""
    return {text[start : start + 3] for text in texts for start in range(max(len(text) - 2, 0))}


def _language_of(path: str) -> str:
    first = path.lstrip("/").partition("/")[0].lower()
    return first if first in dict(settings.LANGUAGES) else ""


def _plain(path: str) -> str:
    return unquote(path).rstrip("/").lower()
