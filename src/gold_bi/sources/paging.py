"""How an interface hands out its records page by page. Each way says what to ask for first, and what next."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from .web import place_of


@dataclass(frozen=True)
class Page:
    """One answer: what was asked, where that led, its headers, its JSON, how many records were in it and before it."""

    asked: str
    address: str
    headers: Message
    body: Any
    records: int
    records_before: int
    pages_before: int


class Paging(Protocol):
    def first(self, address: str) -> str: ...

    def next(self, page: Page) -> str | None:
        """The address of the page after `page`; None after the last one."""


@dataclass(frozen=True)
class OnePage:
    """Everything comes at once."""

    def first(self, address: str) -> str:
        return address

    def next(self, page: Page) -> str | None:
        return None


@dataclass(frozen=True)
class NextLink(OnePage):
    """The address of the next page stands in the body, at a dotted path."""

    path: str = "next"

    def next(self, page: Page) -> str | None:
        link = at(page.body, self.path)
        return urljoin(page.address, str(link)) if link else None


@dataclass(frozen=True)
class LinkHeader(OnePage):
    """The address of the next page stands in the header `Link` (RFC 8288), with rel="next"."""

    def next(self, page: Page) -> str | None:
        link = linked(page.headers.get_all("Link") or [], "next")
        return urljoin(page.address, link) if link else None


@dataclass(frozen=True)
class PageNumber:
    """Pages have numbers. The last is that of `pages`, a dotted path to how many there are, or else an empty one."""

    parameter: str = "page"
    begin: int = 1
    size: Mapping[str, int] | None = None  # such as {"per_page": 100}
    pages: str = ""

    def first(self, address: str) -> str:
        return asking(address, {self.parameter: self.begin, **(self.size or {})})

    def next(self, page: Page) -> str | None:
        there = _whole(at(page.body, self.pages)) if self.pages else None
        ended = page.records == 0 if there is None else page.pages_before + 1 >= there
        return None if ended else asking(page.asked, {self.parameter: self.begin + page.pages_before + 1})


@dataclass(frozen=True)
class Offset:
    """Records are counted. The last page is the one with which there are `total` (a dotted path), or else an empty one.

    An interface may give fewer than `size`: the next page begins where this one ended.
    """

    parameter: str = "offset"
    size: Mapping[str, int] | None = None  # such as {"limit": 100}
    total: str = ""

    def first(self, address: str) -> str:
        return asking(address, {self.parameter: 0, **(self.size or {})})

    def next(self, page: Page) -> str | None:
        so_far = page.records_before + page.records
        there = _whole(at(page.body, self.total)) if self.total else None
        ended = page.records == 0 or (there is not None and so_far >= there)
        return None if ended else asking(page.asked, {self.parameter: so_far})


@dataclass(frozen=True)
class Cursor(OnePage):
    """The body holds, at a dotted path, a word to ask for the next page with; none after the last."""

    path: str = "next_cursor"
    parameter: str = "cursor"

    def next(self, page: Page) -> str | None:
        word = at(page.body, self.path)
        return asking(page.asked, {self.parameter: word}) if word not in (None, "", False) else None


def at(body: Any, path: str) -> Any:
    """What stands at `data.items.0`; None where nothing does. The empty path is the whole."""
    for step in path.split(".") if path else ():
        if isinstance(body, dict):
            body = body.get(step)
        elif isinstance(body, list) and step.isdigit() and int(step) < len(body):
            body = body[int(step)]
        else:
            return None
    return body


def asking(address: str, parameters: Mapping[str, Any]) -> str:
    """`address` with these parameters in its question, in place of those of the same names."""
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query, True) if name not in parameters]
    return urlunsplit(parts._replace(query=urlencode([*kept, *parameters.items()]), fragment=""))


def same_host(address: str, other: str) -> bool:
    """Raises Refused for an address that cannot be read."""
    return place_of(address).origin == place_of(other).origin


_LINK = re.compile(r"""<([^>]*)>((?:\s*;\s*[\w!#$&+\-.^`|~*]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s",;]*))?)*)""")
_PARAMETER = re.compile(r""";\s*([\w!#$&+\-.^`|~*]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",;]*)))?""")


def linked(headers: Iterable[str], relation: str) -> str | None:
    """The first link of that relation in headers `Link`, as RFC 8288 writes them."""
    for target, written in _LINK.findall(", ".join(headers)):
        parameters: dict[str, str] = {}
        for name, quoted, bare in _PARAMETER.findall(written):
            parameters.setdefault(name.lower(), re.sub(r"\\(.)", r"\1", quoted) or bare)
        if "anchor" not in parameters and relation in parameters.get("rel", "").lower().split():
            return str(target).strip()
    return None


def _whole(found: Any) -> int | None:
    try:
        return int(found)
    except (TypeError, ValueError):
        return None
