"""Whose the pictures of a whole site are."""

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from .models import Picture


@dataclass(frozen=True)
class Owner:
    """One author or archive, under one licence; a nameless one is called by the host of its source."""

    name: str
    licence: str
    source: str
    pictures: int


def owners(home_path: str) -> list[Owner]:
    """Of all pictures on live pages whose path begins with `home_path`, by name; those without any credit are left out.

    An album's pictures count too. One query.
    """
    live = Page.objects.live().filter(path__startswith=home_path)
    used = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(Picture),
        object_id__in=live.annotate(key=Cast("pk", CharField())).values("key"),
    )
    pictures = (
        Picture.objects.annotate(key=Cast("pk", CharField()))
        .filter(Q(key__in=used.values("to_object_id")) | Q(collection__in=live.values("gallerypage__collection")))
        .exclude(credit="", licence="", source="")
    )
    sources: dict[tuple[str, str], list[str]] = defaultdict(list)
    for credit, licence, source in pictures.values_list("credit", "licence", "source"):
        host = (urlsplit(source).hostname or "").removeprefix("www.")
        sources[credit or host, licence].append(source)
    return [
        Owner(name, licence, _shared(addresses), len(addresses))
        for (name, licence), addresses in sorted(sources.items(), key=lambda each: (each[0][0].casefold(), each[0][1]))
    ]


def _shared(addresses: list[str]) -> str:
    """Where all of them lead: the one address, or the first page of the one site; else nowhere."""
    if len(set(addresses)) == 1:
        return addresses[0]
    sites = {f"{parts.scheme}://{parts.netloc}/" for parts in map(urlsplit, addresses)}
    return sites.pop() if len(sites) == 1 else ""
