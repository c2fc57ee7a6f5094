"""COPY's binary format out of arrays: what PostgreSQL need not parse, and Python need not format."""

from dataclasses import dataclass
from datetime import date
from socket import AF_INET, AF_INET6, inet_pton

import numpy as np

from .words import Array

HEADER, TRAILER = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
# Microseconds and days from 1970, where Python counts from, to 2000, where PostgreSQL does.
_MICROSECONDS_TO_2000, _DAYS_TO_2000 = 946_684_800_000_000, 10_957
LONGEST_ADDRESS = 20


@dataclass
class Field:
    """A column: `values` as they go over the wire, `length` bytes of each (all of them if None; -1 is null)."""

    values: Array
    length: Array | None = None


def number(values: Array, width: int, null: Array | None = None) -> Field:
    """A whole number or a boolean of so many bytes."""
    return Field(values.astype(f">i{width}"), None if null is None else np.where(null, -1, width))


def moments(milliseconds: Array) -> Field:
    return number(milliseconds * 1000 - _MICROSECONDS_TO_2000, 8)


def day(value: date, count: int) -> Field:
    return number(np.full(count, value.toordinal() - date(1970, 1, 1).toordinal() - _DAYS_TO_2000), 4)


def texts(values: Array, length: Array | None = None) -> Field:
    """Bytes, in rows of the longest one's width."""
    return Field(values, length)


def histograms(counts: Array) -> Field:
    """An integer[] for each row of `counts`."""
    count, buckets = counts.shape
    header = np.array([1, 0, 23, buckets, 1], ">i4")  # dimensions, nulls, integer's own number, length, from 1
    values = np.empty((count, 5 + 2 * buckets), ">i4")
    values[:, :5], values[:, 5::2], values[:, 6::2] = header, 4, counts
    return Field(values.view(np.uint8))


def inet(address: str) -> bytes:
    """An address as `inet` goes over the wire."""
    packed = inet_pton(AF_INET6 if ":" in address else AF_INET, address)
    return bytes((2 if len(packed) == 4 else 3, len(packed) * 8, 0, len(packed))) + packed


def rows(*columns: Field, tails: dict[int, bytes] | None = None) -> bytes:
    """The rows, without header and trailer. `tails` are the texts of one more column by row, the others' empty."""
    count = len(columns[0].values)
    if not count:
        return b""
    values = [np.ascontiguousarray(column.values) for column in columns]
    widths = [each.nbytes // count for each in values]
    parts: list[tuple[str, str, tuple[int, ...]]] = [("count", ">i2", ())]
    for place, width in enumerate(widths):
        parts += [(f"length{place}", ">i4", ()), (f"value{place}", "u1", (width,))]
    if tails is not None:
        parts.append(("tail", ">i4", ()))
    table = np.zeros(count, np.dtype(parts))
    table["count"] = len(columns) + (tails is not None)
    flat = table.view(np.uint8).reshape(count, -1)
    kept, ends = None, np.full(count, flat.shape[1])
    at = 2
    for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
        at += 4
        if width:
            table[f"value{place}"] = values[place].view(np.uint8).reshape(count, width)
        table[f"length{place}"] = width if column.length is None else column.length
        if column.length is not None and width and (column.length != width).any():
            if kept is None:
                kept = np.ones(flat.shape, bool)
            kept[:, at : at + width] = np.arange(width) < column.length[:, None]
            ends -= width - np.maximum(column.length, 0)
        at += width
    if tails:
        table["tail"][list(tails)] = [len(text) for text in tails.values()]
    made = (flat if kept is None else flat[kept]).tobytes()
    return _with_tails(made, np.cumsum(ends), tails) if tails else made


def _with_tails(made: bytes, ends: Array, tails: dict[int, bytes]) -> bytes:
    pieces: list[bytes] = []
    at = 0
    for row, end in zip(tails, ends[list(tails)].tolist(), strict=True):
        pieces += (made[at:end], tails[row])
        at = end
    return b"".join((*pieces, made[at:]))
