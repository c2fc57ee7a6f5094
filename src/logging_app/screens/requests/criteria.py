"""What a filled-in filter asks of the database, so that an index can answer wherever there is one."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Left
from django.utils import timezone

from logging_app.models import Agent, Endpoint, Path
from logging_app.networks import kept_network

from .folding import folded
from .patience import OutOfTime, at_most

# More texts than this are no help to an index: the entries are then asked for their text one by one.
MANY_TEXTS = 1_000
TEXTS_SECONDS = 0.05
# What the prefix index of the paths holds: see the migration.
_INDEXED_PATH = 200
_REQUEST_ID = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)


@dataclass
class Criteria:
    """The conditions, and between which moments: `since` is included, `until` is not."""

    where: Q = field(default_factory=Q)
    since: datetime | None = None
    until: datetime | None = None


def criteria_of(data: Mapping[str, Any], words: str = "") -> Criteria:
    """From the filter's cleaned data and the words in the search box."""
    said = {name: value for name, value in data.items() if value not in (None, "", [])}
    where = _endpoint(said.get("request_method"), said.get("host"))
    for name, value in [*said.items(), *_meaning_of(words.strip()).items()]:
        if name in _CONDITIONS:
            where &= _CONDITIONS[name](value)
    starts = [said["start"]] if "start" in said else []
    if "since" in said:
        starts.append(timezone.now() - timedelta(hours=int(said["since"])))
    until = said["end"] + timedelta(minutes=1) if "end" in said else None
    return Criteria(where, max(starts, default=None), until)


def _meaning_of(words: str) -> dict[str, Any]:
    """What somebody who pastes these words into the search box is looking for."""
    if not words:
        return {}
    if _REQUEST_ID.fullmatch(words):
        return {"request_id": UUID(words)}
    if network := network_of(words):
        return {"ip": network}
    if words.startswith("/"):
        return {"path": words}
    if words.startswith(("http://", "https://")):
        return {"path": urlsplit(words).path or "/"}
    return {"path_contains": words}


def network_of(words: str) -> IPv4Network | IPv6Network | None:
    if not ("." in words or ":" in words):  # "404" would be an address too
        return None
    try:
        return ip_network(words, strict=False)
    except ValueError:
        return None


def _from_network(network: IPv4Network | IPv6Network) -> Q:
    """Addresses in the network, and the network that an address in it has become meanwhile."""
    within = Q(ip__gte=str(network), ip__lte=str(network[-1]))  # a network sorts before the addresses in it
    kept = kept_network(network)
    return within if kept == network else within | Q(ip=str(kept))


def _of_class(digits: list[str]) -> Q:
    wanted = Q()
    for digit in digits:
        wanted |= Q(status__gte=int(digit) * 100, status__lt=int(digit) * 100 + 100)
    return wanted


def _of_status(numbers: str) -> Q:
    return Q(status__in=[int(number) for number in numbers.split(",")])


def _path_begins(prefix: str) -> Q:
    found = Path.objects.annotate(start=Left("text", _INDEXED_PATH)).filter(start__startswith=prefix[:_INDEXED_PATH])
    if len(prefix) > _INDEXED_PATH:
        found = found.filter(text__startswith=prefix)
    return _one_of("path", found, Q(path__text__startswith=prefix))


def _endpoint(method: str | None, host: str | None) -> Q:
    wanted = (Q(method=method) if method else Q()) & (Q(host__icontains=host) if host else Q())
    if not wanted:
        return Q()
    joined = (Q(endpoint__method=method) if method else Q()) & (Q(endpoint__host__icontains=host) if host else Q())
    return _one_of("endpoint", Endpoint.objects.filter(wanted), joined)


def _text_holds(name: str, model: type[Path] | type[Agent], words: str) -> Q:
    holds = folded(words)
    texts: QuerySet[Any] = model._default_manager.filter(text__folded__contains=holds)
    return _one_of(name, texts, Q(**{f"{name}__text__folded__contains": holds}))


def _one_of(name: str, texts: "QuerySet[Any]", joined: Q) -> Q:
    """The entries with one of the texts, by number; with `joined` where those are many or long to find."""
    try:
        with at_most(TEXTS_SECONDS):
            numbers = list(texts.order_by().values_list("pk", flat=True)[: MANY_TEXTS + 1])
    except OutOfTime:
        return joined
    if len(numbers) > MANY_TEXTS:
        return joined
    return Q(**{f"{name}_id__in": numbers})


_CONDITIONS: dict[str, Callable[[Any], Q]] = {
    "ip": _from_network,
    "status_class": _of_class,
    "status": _of_status,
    "who": lambda who: Q(is_bot=who == "bots"),
    "path": _path_begins,
    "path_contains": lambda words: _text_holds("path", Path, words),
    "kind": lambda kinds: Q(path__kind__in=kinds),
    "slower": lambda ms: Q(request_ms__gte=int(ms)),
    "agent": lambda words: _text_holds("agent", Agent, words),
    "country": lambda letters: Q(country=letters.upper()),
    "request_id": lambda number: Q(request_id=number),
}
