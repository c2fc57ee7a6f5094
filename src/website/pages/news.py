from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.search import index

from website.blocks.cards import Card

from .article import ArticlePage, ArticleTag
from .atom import atom_feed
from .base import BasePage
from .pictured import for_cards

ARTICLES_A_PAGE = 10  # one leads, nine stand in rows of three
ARTICLES_IN_FEED = 30


class NewsIndexPage(RoutablePageMixin, BasePage):
    """Lists the articles under it, newest first, by subject too, and as an Atom feed."""

    intro = models.TextField(_("introduction"), max_length=500, blank=True, help_text=_("One or two sentences."))

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    parent_page_types = ["website.HomePage"]
    subpage_types = ["website.ArticlePage"]
    search_fields = [*BasePage.search_fields, index.SearchField("intro")]
    template = "website/pages/news_index.html"

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    @property
    def lead(self) -> str:
        return self.intro

    @path("")
    def every_article(self, request: HttpRequest) -> HttpResponse:
        return self._listing(request, self.articles())

    @path("tag/<str:slug>/")
    def tagged(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self._listing(request, self.articles().filter(tagged__tag__slug=slug), slug)

    @path("feed/")
    def feed(self, request: HttpRequest) -> HttpResponse:
        articles = list(self.articles().select_related("locale").defer_streamfields()[:ARTICLES_IN_FEED])
        return atom_feed(self, articles, request)

    def articles(self) -> Any:
        """A PageQuerySet of what is live, newest first."""
        return ArticlePage.objects.child_of(self).live().order_by("-date", "-pk")

    def _tags(self) -> QuerySet[ArticleTag]:
        live = ArticlePage.objects.child_of(self).live()
        tags: QuerySet[ArticleTag] = ArticleTag.objects.filter(tagged__content_object__in=live).distinct()
        return tags.order_by("name")

    def _listing(self, request: HttpRequest, articles: QuerySet[ArticlePage], subject: str = "") -> HttpResponse:
        tags = list(self._tags())
        tag = next((each for each in tags if each.slug == subject), None)
        if subject and tag is None:
            raise Http404
        try:
            number = Paginator(for_cards(articles), ARTICLES_A_PAGE).page(request.GET.get("page", 1))
        except InvalidPage as error:
            raise Http404 from error
        here = self.get_url(request)
        canonical = f"{self.full_url}tag/{tag.slug}/" if tag else self.full_url
        if number.number > 1:
            canonical += f"?page={number.number}"
        return self.render(
            request,
            context_overrides={
                "cards": [article_card(article, request) for article in number],
                "articles": number,
                "news_url": here,
                "tag": tag,
                "tags": tags,
                "canonical": canonical,
            },
        )


def article_card(article: ArticlePage, request: HttpRequest) -> Card:
    return Card(article.title, article.intro, article.get_url(request) or "", article.picture, article.date)
