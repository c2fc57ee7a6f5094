"""Numbers for texts: each stored once, classified once, and remembered while it is in use."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import models

from .enrichment.agents import facts_of
from .enrichment.paths import kind_of
from .enrichment.referrers import group_of
from .models import Agent, Campaign, Endpoint, Path, Referrer

# Far more than a site has in use at a time, and a bound for one that is probed with ever new paths.
REMEMBERED = 50_000
T = TypeVar("T")


class Numbers(Generic[T]):
    """The ids of one table's rows by what they say. True for the one writer, until a transaction is undone."""

    def __init__(
        self, model: type[models.Model], said: Callable[[T], str], fields: Callable[[T], dict[str, Any]]
    ) -> None:
        self._model = model
        self._said = said
        self._fields = fields
        self._known: OrderedDict[T, int] = OrderedDict()

    def of(self, texts: Iterable[T]) -> dict[T, int]:
        """The id of each text; those never seen are stored now, in the caller's transaction."""
        wanted = set(texts)
        found = {text: self._known[text] for text in wanted if text in self._known}
        if new := wanted - found.keys():
            found |= self._stored(new)
        for text in wanted:
            self._known[text] = found[text]
            self._known.move_to_end(text)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return found

    def forget(self) -> None:
        self._known.clear()

    def _stored(self, texts: set[T]) -> dict[T, int]:
        digests = {digest(self._said(text)): text for text in sorted(texts)}  # type: ignore[type-var]
        manager = self._model._default_manager
        rows = dict(manager.filter(digest__in=digests).values_list("digest", "pk"))
        unseen = {key: text for key, text in digests.items() if key not in rows}
        if unseen:
            made = manager.bulk_create(self._model(digest=key, **self._fields(text)) for key, text in unseen.items())
            rows |= {row.digest: row.pk for row in made}  # type: ignore[attr-defined]
        return {text: rows[key] for key, text in digests.items()}


def digest(text: str) -> UUID:
    return UUID(bytes=hashlib.md5(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest())


def paths() -> Numbers[str]:
    def fields(text: str) -> dict[str, Any]:
        kind, rule = kind_of(text)
        return {"text": text, "kind": kind, "rule": rule}

    return Numbers(Path, str, fields)


def agents() -> Numbers[str]:
    def fields(text: str) -> dict[str, Any]:
        facts = facts_of(text)
        return {"text": text} | {name: getattr(facts, name) for name in facts.__slots__}

    return Numbers(Agent, str, fields)


def referrers() -> Numbers[str]:
    own = frozenset(
        (urlsplit(f"//{host}").hostname or "").removeprefix("www.")
        for host in (*settings.ALLOWED_HOSTS, urlsplit(settings.SITE_URL).netloc)
    )

    def fields(text: str) -> dict[str, Any]:
        host, group, name = group_of(text, own)
        return {"text": text, "host": host, "group": group, "name": name}

    return Numbers(Referrer, str, fields)


def campaigns() -> Numbers[tuple[str, str, str]]:
    return Numbers(Campaign, "\n".join, lambda parts: dict(zip(("source", "medium", "name"), parts, strict=True)))


def endpoints() -> Numbers[tuple[str, str, str, str]]:
    names = ("scheme", "host", "protocol", "method")
    return Numbers(Endpoint, "\n".join, lambda parts: dict(zip(names, parts, strict=True)))
