from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap
from wagtail.models import Page


class EveryLanguageSitemap(Sitemap):
    """Wagtail's sitemap stays under one root page; the other languages' trees stand beside it."""

    def items(self) -> Any:
        site = self.get_wagtail_site()
        roots = Page.objects.filter(translation_key=site.root_page.translation_key).live()
        pages = Page.objects.none()
        for root in roots:
            pages |= Page.objects.descendant_of(root, inclusive=True)
        return pages.live().public().order_by("path").select_related("locale").defer_streamfields().specific()


def sitemap(request: HttpRequest) -> HttpResponse:
    """/sitemap.xml"""
    response: HttpResponse = wagtail_sitemap(request, sitemaps={"pages": EveryLanguageSitemap})
    return response
