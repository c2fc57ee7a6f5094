from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from website.navigation.around import home_path

from .cards import Card
from .preview import any_image


class HowMany(TextChoices):
    TWO = "2", _("Two")
    THREE = "3", _("Three")
    FOUR = "4", _("Four")


class LatestNewsBlock(blocks.StructBlock):
    """The newest articles of the site, in the reader's language."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=100, help_text=_("Empty: “News”."))
    number = blocks.ChoiceBlock(label=_("How many"), choices=HowMany.choices, default=HowMany.THREE, search_index=False)

    class Meta:
        icon = "date"
        label = _("Latest news")
        description = _("The newest articles, by themselves, with a link to all of them.")
        template = "website/blocks/latest_news.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        page: Any = context.get("page")
        request: Any = context.get("request")
        if page is None:
            return context | {"cards": _samples(), "news_url": ""}
        # Pages are made of blocks, so a block can only ask for them once all is loaded.
        from website.pages.news import article_card
        from website.pages.pictured import for_cards

        news = apps.get_model("website", "ArticlePage").objects.live().filter(path__startswith=home_path(request, page))
        articles = list(for_cards(news).order_by("-date", "-pk")[: int(value["number"])])
        cards = [article_card(article, request) for article in articles]
        return context | {"cards": cards, "news_url": cards[0].url.rsplit("/", 2)[0] + "/" if cards else ""}

    def get_preview_value(self) -> blocks.StructValue:
        return self.to_python({"heading": "", "number": "2"})


def _samples() -> list[Card]:
    titles = [_("Oak from the storm"), _("A table for twelve")]
    return [Card(str(title), "", "", any_image(number), date(2026, 10, 2)) for number, title in enumerate(titles)]
