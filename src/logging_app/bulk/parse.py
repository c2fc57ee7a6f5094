"""A chunk of the log into columns: ordinary lines by Polars, every other one by `parse_line`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from logging_app.batch import Batch
from logging_app.parser import LONGEST_LINE, InvalidLine, parse_line

from .layout import NUMBERS, TEXTS, Layout, learn

_WINDOW = 1 << 18  # bytes looked at together, which fit the processor's cache
_YEAR_2200 = 7_258_118_400_000  # milliseconds; the parser takes no later time
_UPSTREAM = r"^[0-9]{1,6}\.[0-9]{3}$"
# The columns of the texts that get numbers; `endpoint` is scheme, host, protocol and method, a line each.
CODED = ("address", "path", "query", "referrer", "agent", "endpoint")


@dataclass
class Codes:
    """A column of texts as places in the list of the distinct ones."""

    texts: list[str]
    of: np.ndarray[Any, Any]


@dataclass
class Columns:
    """Ordinary lines. `frame` has offset, time (ms), request_id, status, bytes_sent, request_ms, upstream_ms,
    connection, query and request_line, all as the parser would say them."""

    frame: pl.DataFrame
    codes: dict[str, Codes]

    def __len__(self) -> int:
        return self.frame.height

    def filtered(self, kept: "np.ndarray[Any, Any]") -> "Columns":
        codes = {name: Codes(code.texts, code.of[kept]) for name, code in self.codes.items()}
        return Columns(self.frame.filter(pl.Series(kept)), codes)


def parse(start: int, data: bytes) -> tuple[Columns | None, Batch]:
    """The ordinary lines of `data`, and a batch of all that is not: both with their offsets in the file."""
    layout = learn(data)
    array = np.frombuffer(data, np.uint8)
    controls = _where(array, lambda window: window < 32)
    ends = controls[array[controls] == 10]
    if layout is None or not len(ends):
        return None, Batch.parse(start, data)
    begins = np.concatenate(([0], ends[:-1] + 1))
    odd = np.zeros(len(ends) + 1, bool)  # the last is what follows the last line's end
    for places in (controls[array[controls] != 10], _where(array, lambda window: window == 92)):
        odd[np.searchsorted(ends, places)] = True
    odd[:-1] |= (ends - begins > LONGEST_LINE) | (ends == begins)
    _mark_undecodable(data, array, begins, ends, odd)
    lines = np.flatnonzero(~odd[:-1])
    columns = None
    if len(lines):
        frame = _cut(_without(data, begins, ends, odd), layout)
        if frame.height == len(lines):
            frame = frame.with_columns(
                offset=pl.Series(begins[lines]) + start, length=pl.Series((ends - begins)[lines])
            )
            ordinary = frame.select(_is_ordinary(layout)).to_series().to_numpy()
            odd[lines[~ordinary]] = True
            columns = _columns(frame.filter(pl.Series(ordinary)), layout)
        else:
            odd[:] = True
    return columns, _odd_lines(start, data, begins, ends, odd)


def _where(array: "np.ndarray[Any, Any]", test: Callable[[Any], Any]) -> "np.ndarray[Any, Any]":
    found = [np.flatnonzero(test(array[at : at + _WINDOW])) + at for at in range(0, len(array), _WINDOW)]
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def _mark_undecodable(data: bytes, array: Any, begins: Any, ends: Any, odd: Any) -> None:
    """nginx leaves invalid UTF-8 as it came; Polars would refuse the whole chunk for it."""
    if data.isascii():
        return
    for line in np.unique(np.searchsorted(ends, _where(array, lambda window: window > 127))):
        if line < len(ends):
            try:
                data[begins[line] : ends[line]].decode()
            except UnicodeDecodeError:
                odd[line] = True


def _without(data: bytes, begins: Any, ends: Any, odd: Any) -> bytes:
    """`data` but for the odd lines."""
    out = np.flatnonzero(odd[:-1])
    if not len(out):
        return data[: ends[-1] + 1]
    view, parts, at = memoryview(data), [], 0
    for line in out:
        parts.append(view[at : begins[line]])
        at = ends[line] + 1
    parts.append(view[at : ends[-1] + 1])
    return b"".join(parts)


def _cut(data: bytes, layout: Layout) -> pl.DataFrame:
    """Column n is what stands after the n-th quote; null where a line has no such, or nothing there."""
    return pl.read_csv(
        data,
        has_header=False,
        separator='"',
        quote_char=None,
        schema={str(place): pl.String for place in range(layout.pieces)},
        extra_columns="ignore",
        missing_columns="insert",
    )


def _is_ordinary(layout: Layout) -> pl.Expr:
    pieces = [pl.col(str(place)) for place in range(layout.pieces)]
    lengths = pl.sum_horizontal(piece.str.len_bytes().fill_null(0) for piece in pieces)
    checks = [lengths + layout.pieces - 1 == pl.col("length")]  # or there are more quotes
    checks += [pieces[place] == word for place, word in layout.fixed.items()]
    for name, place in layout.numbers.items():
        checks.append(pieces[place].str.contains(rf"^:{NUMBERS[name]}[,}}]$"))
    for name, most in TEXTS.items():
        if most is not None and name in layout.texts:
            checks.append(pieces[layout.texts[name]].str.len_bytes().fill_null(0) <= most)
    checks.append(_number(layout, "msec") < _YEAR_2200)
    upstream = _text(layout, "upstream_response_time")
    checks.append(upstream.is_in(["", "-"]) | upstream.str.contains(_UPSTREAM))
    return pl.all_horizontal(check.fill_null(False) for check in checks)


def _number(layout: Layout, name: str) -> pl.Expr:
    """Times in milliseconds: nginx writes three decimals."""
    if name not in layout.numbers:
        return pl.lit(None, pl.Int64)
    piece = pl.col(str(layout.numbers[name]))
    if name in ("msec", "request_time"):
        piece = piece.str.replace(".", "", literal=True)
    return piece.str.strip_chars(":,}").cast(pl.Int64, strict=False)


def _text(layout: Layout, name: str) -> pl.Expr:
    return pl.col(str(layout.texts[name])).fill_null("") if name in layout.texts else pl.lit("")


def _columns(pieces: pl.DataFrame, layout: Layout) -> Columns:
    uri, method, upstream, request_id = (
        _text(layout, name) for name in ("request_uri", "request_method", "upstream_response_time", "request_id")
    )
    parts = uri.str.splitn("?", 2).struct
    endpoint = pl.concat_str(
        [_text(layout, name) for name in ("scheme", "host", "server_protocol", "request_method")], separator="\n"
    )
    frame = pieces.select(
        "offset",
        time=_number(layout, "msec"),
        request_id=pl.when(request_id.str.contains("^[0-9a-fA-F]{32}$")).then(request_id),
        status=_number(layout, "status"),
        bytes_sent=_number(layout, "body_bytes_sent").fill_null(0),
        request_ms=_number(layout, "request_time").fill_null(0),
        upstream_ms=pl.when(upstream.str.len_bytes() > 1).then(
            upstream.str.replace(".", "", literal=True).cast(pl.Int64, strict=False)
        ),
        connection=_number(layout, "connection"),
        request_line=pl.when((method == "") | (uri == "")).then(_text(layout, "request")).otherwise(pl.lit("")),
        address=_text(layout, "remote_addr"),
        path=parts.field("field_0").fill_null(""),
        query=parts.field("field_1").fill_null(""),
        referrer=_text(layout, "http_referer"),
        agent=_text(layout, "http_user_agent"),
        endpoint=endpoint,
    )
    codes = {name: _codes(frame[name]) for name in CODED}
    return Columns(frame.drop([name for name in CODED if name != "query"]), codes)


def _codes(texts: pl.Series) -> Codes:
    distinct = texts.unique()
    places = distinct.to_frame("text").with_row_index("place")
    of = texts.to_frame("text").join(places, on="text", how="left", maintain_order="left")["place"]
    return Codes(distinct.to_list(), of.to_numpy())


def _odd_lines(start: int, data: bytes, begins: Any, ends: Any, odd: Any) -> Batch:
    batch = Batch(start, data)
    places = [(int(begins[line]), int(ends[line])) for line in np.flatnonzero(odd[:-1])]
    last = int(ends[-1]) + 1
    if last < len(data):
        places.append((last, len(data)))
    for begin, end in places:
        parsed = parse_line(data[begin:end])
        if isinstance(parsed, InvalidLine):
            batch.invalid.append((start + begin, parsed))
        else:
            batch.records.append((start + begin, parsed))
    return batch
