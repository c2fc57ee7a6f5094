from typing import Any

from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from website.navigation.around import around

from .json_ld import article
from .pictured import PicturedPage


class ArticleTag(TagBase):
    """A subject of the news; pictures have tags of their own."""

    free_tagging = True

    class Meta:
        verbose_name = _("news subject")
        verbose_name_plural = _("news subjects")


class TaggedArticle(ItemBase):
    """One article's one subject."""

    tag = models.ForeignKey(ArticleTag, on_delete=models.CASCADE, related_name="tagged")
    content_object = ParentalKey("website.ArticlePage", on_delete=models.CASCADE, related_name="tagged")


class ArticlePage(PicturedPage):
    """One piece of news, with its day, its author and its subjects."""

    date = models.DateField(_("date"), default=localdate, help_text=_("The newest article stands first."))
    author = models.CharField(
        _("author"), max_length=80, blank=True, help_text=_("Who signs it. Empty: the company does.")
    )
    tags = ClusterTaggableManager(
        through=TaggedArticle,
        blank=True,
        verbose_name=_("subjects"),
        help_text=_("One or two, in the page's language, separated by commas. Readers filter the news by them."),
    )

    content_panels = [
        *PicturedPage.content_panels,
        FieldRowPanel([FieldPanel("date"), FieldPanel("author")]),
        *PicturedPage.opening_panels,
        FieldPanel("body"),
        FieldPanel("tags"),
    ]
    parent_page_types = ["website.NewsIndexPage"]
    subpage_types: list[str] = []
    search_fields = [*PicturedPage.search_fields, index.SearchField("author"), index.FilterField("date")]
    taken_slugs = ("feed",)
    template = "website/pages/article.html"

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        above = around(request, self).breadcrumb
        return context | {
            "news_url": above[-1].url if above else "",
            "tags": self.tags.all(),
            **self._neighbours(),
            "structured_data": article(self, request),
        }

    def _neighbours(self) -> dict[str, "ArticlePage"]:
        """The next articles in time, `newer` and `older` where there are any, in one query."""
        if not self.pk:  # a preview of a page that is not stored yet has none
            return {}
        siblings = ArticlePage.objects.sibling_of(self).live().defer_streamfields().select_related("locale")
        newer = siblings.filter(Q(date__gt=self.date) | Q(date=self.date, pk__gt=self.pk)).order_by("date", "pk")
        older = siblings.filter(Q(date__lt=self.date) | Q(date=self.date, pk__lt=self.pk)).order_by("-date", "-pk")
        here = (self.date, self.pk)
        return {"newer" if (each.date, each.pk) > here else "older": each for each in newer[:1].union(older[:1])}
