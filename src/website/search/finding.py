"""What a visitor may find: pages that anybody can read, in the reader's language, the best first."""

import re
from dataclasses import dataclass

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVectorField
from django.db.models import F, QuerySet
from django.db.models.expressions import CombinedExpression
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from wagtail.models import Page, Site

from .languages import configuration

# Around a found word, until the excerpt is escaped: no page holds them, for no form accepts them.
BEGINS, ENDS = "\x02", "\x03"
# The comma that the index writes after a block's own full stop.
AFTER_A_BLOCK = re.compile(r"([.:;!?…]),")
# What their readers simply call pages.
PLAIN = ("contentpage", "homepage")


@dataclass(frozen=True)
class Found:
    """One result; `kind` names the type of page where that says something."""

    title: SafeString
    url: str
    kind: str
    excerpt: SafeString


def pages_with(words: str, language: str, request: HttpRequest) -> QuerySet[Page]:
    """Live pages of this site in `language` that hold all of `words`; quotes and a minus mean what they do elsewhere.

    Each comes with its `excerpt` and its title as a `heading`; give it to `found`.
    """
    site = Site.find_for_request(request)
    if site is None:
        return Page.objects.none()
    config = configuration(language)
    query = SearchQuery(words, config=config, search_type="websearch")
    title, body = F("index_entries__title"), F("index_entries__body")
    rank = SearchRank(title, query) * 2 * F("index_entries__title_norm") + SearchRank(body, query)
    excerpt = SearchHeadline(
        "index_entries__body_text",
        query,
        config=config,
        start_sel=BEGINS,
        stop_sel=ENDS,
        min_words=9,
        max_words=18,
        max_fragments=2,
        fragment_delimiter=" … ",
    )
    heading = SearchHeadline(
        "index_entries__title_text", query, config=config, start_sel=BEGINS, stop_sel=ENDS, highlight_all=True
    )
    home = site.root_page.localized
    return (
        Page.objects.live()
        .public()
        .filter(path__startswith=home.path, locale__language_code=language)
        .annotate(_words=CombinedExpression(title, "||", body, output_field=SearchVectorField()))
        .filter(_words=query)
        .annotate(excerpt=excerpt, heading=heading)
        .select_related("locale")
        .order_by(rank.desc(), "-pk")
    )


def found(page: Page, request: HttpRequest) -> Found:
    """`page` as a list of results shows it."""
    model = page.specific_class or Page
    kind = "" if model._meta.model_name in PLAIN else capfirst(str(model._meta.verbose_name))
    return Found(marked(page.heading), page.get_url(request) or "", kind, marked(_sentence(page.excerpt)))


def marked(excerpt: str) -> SafeString:
    """The found words inside <mark>, everything else as it was written."""
    html = str(escape(" ".join(excerpt.split())))
    html = html.replace(BEGINS, "<mark>").replace(ENDS, "</mark>")
    return mark_safe(html)  # noqa: S308 -- escaped above


def _sentence(excerpt: str) -> str:
    """A piece of the index as running text: there, one block ends and the next begins with a comma."""
    text = AFTER_A_BLOCK.sub(r"\1", excerpt).strip(" ,")
    begins = "… " if text[:1].islower() else ""
    ends = " …" if text and text[-1] not in ".!?…" else ""
    return f"{begins}{text}{ends}"
