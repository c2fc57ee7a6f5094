from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_safe
from wagtail.models import Page

from .finding import found, pages_with

LONGEST = 100  # characters of a question; more is cut off
ON_A_PAGE = 10


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The search page of the address's language. What was asked is kept nowhere."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    pages = pages_with(words, get_language() or "", request) if words else Page.objects.none()
    paginator: Paginator[Page] = Paginator(pages, ON_A_PAGE)
    listed = paginator.get_page(request.GET.get("page"))
    context = {
        "words": words,
        "longest": LONGEST,
        "list": listed,
        "numbers": paginator.get_elided_page_range(listed.number, on_each_side=1),
        "found": [found(page, request) for page in listed],
        "title": gettext("Search"),
        "address": request.build_absolute_uri(reverse("search:results")),
        "addresses": {code: _address(code, words) for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES},
    }
    return render(request, "website/search/results.html", context)


def _address(language: str, words: str) -> str:
    """Of the search for the same words in another language."""
    with override(language):
        return reverse("search:results") + (f"?{urlencode({'q': words})}" if words else "")
