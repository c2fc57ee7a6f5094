"""Which Wagtail page a path is, and which path a page: found when it is shown, since pages move."""

from collections.abc import Iterable
from urllib.parse import unquote

from django.urls import NoReverseMatch, reverse
from django.utils.translation import override
from wagtail.models import Page, Site, SiteRootPath


def pages_of(paths: Iterable[str]) -> dict[str, Page]:
    """The page of each path that is one, in one query (and the sites', which are cached)."""
    wanted: dict[str, str] = {}  # path -> url_path
    for root in Site.get_site_root_paths():
        if (start := _start(root)) is not None:
            for path in paths:
                if path.startswith(start):
                    rest = unquote(path[len(start) :]).strip("/")
                    wanted.setdefault(path, root.root_path + (rest + "/" if rest else ""))
    # PostgreSQL has no NUL, and no page has such an address.
    urls = {url for url in wanted.values() if "\0" not in url}
    found = {page.url_path: page for page in Page.objects.filter(url_path__in=urls).select_related("locale")}
    return {path: found[url] for path, url in wanted.items() if url in found}


def _start(root: SiteRootPath) -> str | None:
    """Where the addresses of this tree's pages begin, such as `/it/`."""
    with override(root.language_code):
        try:
            return reverse("wagtail_serve", args=("",))
        except NoReverseMatch:
            return None


def path_of(page: Page) -> str:
    """The path visitors ask for it by; "" of a page without an address."""
    parts = page.get_url_parts()
    return (parts[2] or "") if parts else ""
