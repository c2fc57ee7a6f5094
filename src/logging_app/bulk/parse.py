"""A chunk of the log into columns: ordinary lines by arrays of places, every other one by `parse_line`."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from logging_app.batch import Batch
from logging_app.parser import LONGEST_LINE, InvalidLine, parse_line

from .layout import Layout, learn
from .words import FRONT, Array, Words

_YEAR_2200 = 7_258_118_400_000  # milliseconds; the parser takes no later time
# How long (from, to; in bytes) a text of an ordinary line is. Longer ones are rare, so they need not be quick.
TEXTS = {
    "remote_addr": (0, 64), "request_method": (1, 32), "request_uri": (1, 4096), "http_referer": (0, 2048),
    "http_user_agent": (0, 2048), "host": (0, 255), "server_protocol": (0, 32), "scheme": (0, 16),
}  # fmt: skip
Span = tuple[Array, Array]  # where each text begins, and its length


@dataclass
class Columns:
    """Ordinary lines, each with what the parser would say; null is -1."""

    words: Words
    offset: Array
    time: Array  # milliseconds
    request_id: Array | None  # sixteen bytes each
    status: Array
    bytes_sent: Array
    request_ms: Array
    upstream_ms: Array
    connection: Array
    texts: dict[str, Span]  # of TEXTS, with path and query in place of request_uri

    def __len__(self) -> int:
        return len(self.offset)

    def filtered(self, kept: Array) -> "Columns":
        columns = {column.name: getattr(self, column.name) for column in fields(self)}
        for name, value in columns.items():
            if isinstance(value, np.ndarray):
                columns[name] = value[kept]
        columns["texts"] = {name: (start[kept], length[kept]) for name, (start, length) in self.texts.items()}
        return Columns(**columns)


def parse(start: int, data: bytes) -> tuple[Columns | None, Batch]:
    """The ordinary lines of `data`, and a batch of all that is not: both with their offsets in the file."""
    layout = learn(data)
    words = Words(data)
    controls = words.controls()
    ends_a_line = words.bytes[controls] == 10
    ends = controls[ends_a_line]
    if layout is None or not len(ends):
        return None, Batch.parse(start, data)
    begins = np.concatenate(([FRONT], ends[:-1] + 1))
    odd = _unlike_any(words, begins, ends, controls[~ends_a_line])
    quotes = words.find(34)
    after = np.searchsorted(quotes, ends)
    before = np.concatenate(([0], after[:-1]))
    odd |= after - before != layout.quotes
    lines = np.flatnonzero(~odd)
    columns = None
    if len(lines):
        of_line = quotes[before[lines, None] + np.arange(layout.quotes)] if odd.any() else quotes[: after[-1]]
        of_quote = np.ascontiguousarray(of_line.reshape(-1, layout.quotes).T)
        columns, good = _Lines(words, layout, begins[lines], ends[lines], of_quote).columns()
        columns.offset += start - FRONT
        if not good.all():
            odd[lines[~good]] = True
            columns = columns.filtered(good) if good.any() else None
    return columns, _odd_lines(start, data, begins[odd], ends[odd], int(ends[-1]) + 1)


def _unlike_any(words: Words, begins: Array, ends: Array, controls: Array) -> Array:
    """Lines with an escape, a control character or no UTF-8 (nginx leaves it as it came); empty ones, endless ones."""
    odd: Array = (ends - begins > LONGEST_LINE) | (ends == begins)
    last = int(ends[-1])
    for places in (controls, words.find(92) if b"\\" in words.raw else controls[:0]):
        odd[np.searchsorted(ends, places[places < last])] = True
    if not words.is_ascii:
        places = words.beyond_ascii()
        for line in np.unique(np.searchsorted(ends, places[places < last])).tolist():
            try:
                words.raw[begins[line] : ends[line]].decode()
            except UnicodeDecodeError:
                odd[line] = True
    return odd


class _Lines:
    """Lines with as many quotes as the layout has; `quotes` says where each one's first is, its second, and so on."""

    def __init__(self, words: Words, layout: Layout, begins: Array, ends: Array, quotes: Array) -> None:
        self.words, self.begins, self.ends = words, begins, ends
        self.good = np.ones(len(begins), bool)
        self.spans: dict[str, Span] = {}
        at = begins
        for place, literal in zip(layout.places, layout.literals, strict=False):
            start, end = (
                (ends if quote == layout.quotes else quotes[quote]) + more for quote, more in (place.start, place.end)
            )
            self._expect(literal, at, start)
            self.spans[place.name] = start, end
            at = end
        self._expect(layout.literals[-1], at, ends)

    def _expect(self, literal: bytes, start: Array, end: Array) -> None:
        self.good &= end - start == len(literal)
        self.good &= self.words.says(start, literal)

    def columns(self) -> tuple[Columns, Array]:
        """All lines' columns, and which of the lines are ordinary."""
        time = self._thousandths("msec", 10)
        self.good &= (time >= 0) & (time < _YEAR_2200)
        status = self._number("status", 3)
        self.good &= status >= 100
        columns = Columns(
            self.words,
            self.begins.copy(),
            time,
            self._request_id(),
            status,
            self._number("body_bytes_sent", 14, 0),
            self._thousandths("request_time", 6, 0),
            self._upstream(),
            self._number("connection", 14),
            self._texts(),
        )
        return columns, self.good

    def _none(self, value: int) -> Array:
        return np.full(len(self.begins), value, np.int64)

    def _number(self, name: str, most: int, absent: int = -1) -> Array:
        if name not in self.spans:
            return self._none(absent)
        value, good = self.words.number(*self.spans[name], most)
        self.good &= good
        return value

    def _thousandths(self, name: str, most: int, absent: int = -1) -> Array:
        if name not in self.spans:
            return self._none(absent)
        value, good = self.words.thousandths(*self.spans[name], most)
        self.good &= good
        return value

    def _upstream(self) -> Array:
        """-1 where no other server was asked: it says nothing or a dash."""
        if "upstream_response_time" not in self.spans:
            return self._none(-1)
        start, end = self.spans["upstream_response_time"]
        value, good = self.words.thousandths(start, end, 6)
        nothing = (end == start) | ((end - start == 1) & (self.words.bytes[start] == 45))
        self.good &= good | nothing
        return np.where(nothing, -1, value)

    def _request_id(self) -> Array | None:
        if "request_id" not in self.spans:
            return None
        start, end = self.spans["request_id"]
        value, good = self.words.hexadecimal(start)
        self.good &= good & (end - start == 32)
        return value

    def _texts(self) -> dict[str, Span]:
        texts = {}
        for name, (least, most) in TEXTS.items():
            start, end = self.spans.get(name, (self.begins, self.begins))
            length = end - start
            if name in self.spans:
                self.good &= (length >= least) & (length <= most)
            texts[name] = start, np.where(self.good, length, 0)
        start, length = texts.pop("request_uri")
        marks = np.append(self.words.find(63), len(self.words.raw))
        mark = np.minimum(marks[np.searchsorted(marks, start)], start + length)
        texts["path"] = start, mark - start
        query = np.minimum(mark + 1, start + length)
        texts["query"] = query, start + length - query
        return texts


def _odd_lines(start: int, data: bytes, begins: Array, ends: Array, last: int) -> Batch:
    batch = Batch(start, data)
    places: list[tuple[Any, Any]] = list(zip((begins - FRONT).tolist(), (ends - FRONT).tolist(), strict=True))
    if last - FRONT < len(data):
        places.append((last - FRONT, len(data)))
    for begin, end in places:
        parsed = parse_line(data[begin:end])
        if isinstance(parsed, InvalidLine):
            batch.invalid.append((start + begin, parsed))
        else:
            batch.records.append((start + begin, parsed))
    return batch
