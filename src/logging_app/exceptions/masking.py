"""What must not be kept of an exception's message: whatever came from a visitor, and the site's own secrets."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

MASK = "…"
_LONGEST_MESSAGE = 1_000
_LONGEST_BODY = 100_000
_SHORTEST_SECRET = 6
_SHORTEST_WORD = 3  # masking shorter ones would leave no sentence
_SECRET_NAME = re.compile("TOKEN|KEY|SECRET|PASS|SIGNATURE")

# What PostgreSQL adds below its message quotes the row.
_DATABASE_LINES = re.compile(r"^\s*(?:DETAIL|CONTEXT|HINT|QUERY|STATEMENT|LINE \d+|\^).*$", re.MULTILINE)
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"|“([^”]*)”|«([^»]*)»|‘([^’]*)’|`([^`]*)`", re.DOTALL)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})*")
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+(?=@)")
_TOKEN = re.compile(r"\b(?=\w*\d)[\w+/=-]{16,}")
_NUMBER = re.compile(r"\d(?:[\d .,/:-]{3,}\d)|\d{5,}")
_WORD = re.compile(r"\w+")
_NAMES = {"None", "NoneType", "True", "False", "str", "int", "float", "bool", "bytes", "list", "dict", "tuple", "set"}


@dataclass
class Said:
    """What a visitor sent with a request: whole values, and the words of them in lower case."""

    values: list[str] = field(default_factory=list)
    words: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, request: Any) -> "Said":
        """Reads nothing that the view had not read already."""
        if request is None:
            return cls()
        state = request.__dict__
        values = [*request.COOKIES.values(), *_each(request.GET), *_each(state.get("_post"))]
        values += [str(file.name) for file in _each(state.get("_files"))]
        body = state.get("_body")
        texts = [*values, body[:_LONGEST_BODY].decode("utf-8", "replace")] if isinstance(body, bytes) else values
        words = {word.lower() for text in texts for word in _WORD.findall(text[:_LONGEST_BODY])}
        whole = {value.strip() for value in values if _SHORTEST_WORD <= len(value.strip()) <= _LONGEST_MESSAGE}
        return cls(sorted(whole, key=len, reverse=True), {word for word in words if len(word) >= _SHORTEST_WORD})


def masked(message: str, said: Said, known: set[str]) -> str:
    """`message` without secrets, addresses, long numbers, quoted values, and what the visitor said.

    A word of `known` (the source lines of the stack trace, which are kept anyway) may stay.
    """
    text = message[: 10 * _LONGEST_MESSAGE]
    for told in (*secrets(), *(value for value in said.values if value not in known)):
        text = text.replace(told, MASK)
    text = _DATABASE_LINES.sub("", text).strip()
    text = _CREDENTIALS.sub(MASK, text)
    text = _MAIL.sub(MASK, text)
    known = known | _NAMES
    text = _QUOTED.sub(lambda quoted: _quoted(quoted, known), text)
    text = _TOKEN.sub(lambda token: token[0] if set(_WORD.findall(token[0])) <= known else MASK, text)
    text = _NUMBER.sub(MASK, text)
    text = _WORD.sub(lambda word: MASK if word[0].lower() in said.words and word[0] not in known else word[0], text)
    return text[:_LONGEST_MESSAGE]


def secrets() -> list[str]:
    """The values of settings whose names say that they are secret, longest first."""
    values = [getattr(settings, name, None) for name in dir(settings) if name.isupper() and _SECRET_NAME.search(name)]
    values += [database.get("PASSWORD") for database in settings.DATABASES.values()]
    texts = {value for value in values if isinstance(value, str) and len(value) >= _SHORTEST_SECRET}
    return sorted(texts, key=len, reverse=True)


def _each(values: Any) -> Iterable[Any]:
    """Of a QueryDict, which may not have been read."""
    return [value for _, found in values.lists() for value in found] if values else []


def _quoted(quoted: re.Match[str], known: set[str]) -> str:
    inside = next(group for group in quoted.groups() if group is not None)
    words = _WORD.findall(inside)
    if inside == "".join(words) and set(words) <= known:
        return quoted[0]
    return f"{quoted[0][0]}{MASK}{quoted[0][-1]}"
