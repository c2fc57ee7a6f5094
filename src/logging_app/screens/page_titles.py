"""Which live page of the site a path is."""

from collections.abc import Iterable

from django.conf import settings
from wagtail.models import Page, Site


def pages_of(paths: Iterable[str]) -> dict[str, Page]:
    """The pages by path, in one question to the database; paths that are none are left out."""
    addresses: dict[str, list[str]] = {}
    for path in set(paths):
        for address in _tree_addresses(path):
            addresses.setdefault(address, []).append(path)
    if not addresses:
        return {}
    pages = Page.objects.live().filter(url_path__in=addresses).only("id", "title", "draft_title", "url_path")
    return {path: page for page in pages for path in addresses[page.url_path]}


def _tree_addresses(path: str) -> Iterable[str]:
    """Where in the page tree `path` may be: under the root of each site, in the language its first part names."""
    if not path.startswith("/") or not path.endswith("/"):
        return
    for root in Site.get_site_root_paths():
        prefix = f"/{root.language_code}/" if settings.WAGTAIL_I18N_ENABLED else "/"
        if path.startswith(prefix):
            yield root.root_path + path.removeprefix(prefix)
