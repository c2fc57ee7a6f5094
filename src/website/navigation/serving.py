"""From an address to its page in one query and the page's own, however deep it lies.

Wagtail walks the tree from the home page down, with two queries on every level, and asks twice more who may read.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.views import serve as serve_page


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's own view, told beforehand which page `path` means."""
    request._wagtail_route_for_request = _route(request, path)  # type: ignore[attr-defined] # Wagtail's own cache
    answer: HttpResponse = serve_page(request, path)
    return answer


def _route(request: HttpRequest, path: str) -> Any:
    """Wagtail's RouteResult; None where no live page answers."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    slugs = [slug for slug in path.split("/") if slug]
    way = _way(site.root_page, slugs)
    page = way[-1].specific
    # Who may read needs no query where nobody has limited anything on the way.
    page.known_to_be_open = not any(step.restricted or step.alias_of_id for step in way)
    try:
        return page.route(request, slugs[len(way) - 1 :])
    except Http404:
        return None


def _way(root: Page, slugs: list[str]) -> list[Page]:
    """The home page of the active language and the pages below it that `slugs` name, as far down as they do."""
    wanted = Q(depth=root.depth, translation_key=root.translation_key)
    for depth, slug in enumerate(slugs, start=root.depth + 1):
        wanted |= Q(depth=depth, slug=slug)
    top = Page.objects.filter(depth=1).values("pk")[:1]
    restrictions = PageViewRestriction.objects.filter(Q(page=OuterRef("pk")) | Q(page__in=top))
    pages = list(Page.objects.filter(wanted).select_related("locale").annotate(restricted=Exists(restrictions)))
    homes = [page for page in pages if page.depth == root.depth and page.translation_key == root.translation_key]
    language = get_language()
    translated = (page for page in homes if page.live and page.locale.language_code == language)
    way = [next(translated, None) or next(page for page in homes if page.pk == root.pk)]
    below = {(page.path[: -page.steplen], page.slug): page for page in pages}
    for slug in slugs:
        page = below.get((way[-1].path, slug))
        if page is None:
            break
        way.append(page)
    return way
