"""News for a feed reader, in the Atom format (RFC 4287)."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import make_aware

from website.branding.company import Company

from .article import ArticlePage

if TYPE_CHECKING:
    from .news import NewsIndexPage


def atom_feed(index: "NewsIndexPage", articles: Iterable[ArticlePage], request: HttpRequest) -> HttpResponse:
    """The feed of one list of news, in its language. An article is known by its address, one per language."""
    company = Company.of(request)
    home = request.build_absolute_uri(index.get_url(request))
    feed = Atom1Feed(
        title=f"{index.title} – {company.name}",
        link=home,
        description="",
        subtitle=index.intro,
        language=index.locale.language_code,
        author_name=company.name,
        feed_url=f"{home}feed/",
    )
    for article in articles:
        link = request.build_absolute_uri(article.get_url(request))
        published = make_aware(datetime.combine(article.date, time()))  # made aware in the site's zone
        feed.add_item(
            title=article.title,
            link=link,
            description=article.intro,
            author_name=article.author or company.name,
            unique_id=link,
            pubdate=published,
            updateddate=max(published, article.last_published_at or published),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
