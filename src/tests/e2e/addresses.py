"""One address of the demo company per page type and language, found as a visitor finds them: by its menu."""

from dataclasses import dataclass

from playwright.sync_api import Page

LANGUAGES = ("it", "en")
KINDS = ("home", "content", "index", "gallery", "contact")
# What only a page of that type has.
MARKS = {"index": ".galleries", "contact": "form.form"}


@dataclass(frozen=True)
class Addresses:
    home: str
    content: str
    index: str
    gallery: str
    contact: str


def addresses(page: Page, language: str) -> Addresses:
    """Reads the menu of the first page, and what each page in it is."""
    home = f"/{language}/"
    page.goto(home)
    links = page.locator(".site-nav a").evaluate_all("all => all.map((link) => link.getAttribute('href'))")
    found = {"home": home}
    for link in links:
        page.goto(link)
        kind = next((kind for kind, mark in MARKS.items() if page.locator(mark).count()), "content")
        found.setdefault(kind, link)
    page.goto(found["index"])
    found["gallery"] = page.locator(".galleries a").first.get_attribute("href") or ""
    return Addresses(**found)
