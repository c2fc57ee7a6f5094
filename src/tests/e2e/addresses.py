"""One address of the demo company per page type and language, found in the sitemap."""

import re

from playwright.sync_api import APIRequestContext, Page

LANGUAGES = ("it", "en")
TYPE = re.compile(r'<body[^>]* data-page-type="(\w+)"')


def addresses(page: Page, language: str) -> dict[str, str]:
    """By page type (such as "gallerypage"), the path of the first page of that type; the home page comes first."""
    if language not in _known:
        _known[language] = _by_type(page.context.request, language)
    return _known[language]


# Kept for the session: reading every page once is enough.
_known: dict[str, dict[str, str]] = {}


def _by_type(request: APIRequestContext, language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in paths(request, language):
        kind = TYPE.search(request.get(path).text())
        if kind:
            found.setdefault(kind[1], path)
    return found


def paths(request: APIRequestContext, language: str) -> list[str]:
    """Every page of a language, as the sitemap lists them."""
    locations = re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", request.get("/sitemap.xml").text())
    return sorted((each for each in locations if each.startswith(f"/{language}/")), key=len)
