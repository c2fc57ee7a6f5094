"""COPY's binary format out of arrays: what PostgreSQL need not parse, and Python need not format."""

from dataclasses import dataclass
from datetime import date
from ipaddress import ip_address

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


def inet(address: str | None) -> bytes:
    """An address as `inet` goes over the wire; nothing of none."""
    if address is None:
        return b""
    packed = ip_address(address).packed
    return bytes((2 if len(packed) == 4 else 3, len(packed) * 8, 0, len(packed))) + packed


def rows(*columns: Field) -> bytes:
    """The rows, without header and trailer."""
    if not len(columns[0].values):
        return b""
    parts: list[tuple[str, str, tuple[int, ...]]] = [("count", ">i2", ())]
    bytes_of = [np.ascontiguousarray(column.values) for column in columns]
    bytes_of = [values.view(np.uint8).reshape(len(values), -1) if values.size else values for values in bytes_of]
    for place, values in enumerate(bytes_of):
        width = values.shape[1] if values.ndim == 2 else 0
        parts += [(f"length{place}", ">i4", ()), (f"value{place}", "u1", (width,))]
    table = np.empty(len(columns[0].values), np.dtype(parts))
    table["count"] = len(columns)
    kept = None
    flat = table.view(np.uint8).reshape(len(table), -1)
    for place, (column, values) in enumerate(zip(columns, bytes_of, strict=True)):
        width = table[f"value{place}"].shape[1]
        if width:
            table[f"value{place}"] = values
        table[f"length{place}"] = width if column.length is None else column.length
        if column.length is not None and (column.length != width).any():
            if kept is None:
                kept = np.ones(flat.shape, bool)
            at = table.dtype.fields[f"value{place}"][1]  # type: ignore[index] # it has fields
            kept[:, at : at + width] = np.arange(width) < column.length[:, None]
    return (flat if kept is None else flat[kept]).tobytes()
