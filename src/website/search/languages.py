"""What the search is in each language: its address, and how PostgreSQL reads words."""

from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

CONFIGURATIONS = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
}


def configuration(language: str) -> str:
    """What PostgreSQL reads texts in `language` with; words stay as they are in a language it does not know."""
    return CONFIGURATIONS.get(language.split("-")[0], "simple")


@cache
def search_slugs() -> frozenset[str]:
    """The last part of the search page's address in each of the site's languages: no page may take it."""
    slugs = set()
    for code, _name in settings.LANGUAGES:
        with override(code):
            slugs.add(reverse("search:results").rstrip("/").rsplit("/", 1)[-1])
    return frozenset(slugs)
