"""A piece of a table as Arrow holds it: the wanted columns by place ("0", "3"), and the line of each row in "line"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa
from django.utils.translation import gettext as _

from . import limits
from .faults import Found, Wrong
from .model import Reading

LINE = "line"


@dataclass(frozen=True)
class Shape:
    """Where the headings are, how many cells there are below them, and which are wanted."""

    heading_line: int
    width: int
    named: int  # cells without an empty end
    wanted: tuple[int, ...]

    @classmethod
    def of(cls, reading: Reading, whole: bool = False) -> "Shape":
        """For the columns of the contract, or for all."""
        named = [place for place, one in enumerate(reading.columns) if one.heading]
        wanted = tuple(place for place, one in enumerate(reading.columns) if whole or one.column)
        return cls(reading.heading_line, len(reading.columns), max(named, default=-1) + 1, wanted)


def columns(rows: Iterable[tuple[int, list[str], str]], shape: Shape) -> tuple[pa.Table, Found]:
    """Rows (line, cells, fault) below the headings as a piece; empty ones are none."""
    found: Found = {}
    lines: list[int] = []
    texts: list[list[str]] = [[] for _place in shape.wanted]
    for line, cells, fault in rows:
        if line <= shape.heading_line or not any(map(str.strip, cells)):
            continue
        fault = fault or fault_of(cells, shape)
        if fault:
            cells = [cell[: limits.CELL].replace("\0", "\ufffd") for cell in cells[: limits.COLUMNS]]
            found[line] = Wrong(fault, " | ".join(cells)[:500])
        lines.append(line)
        for place, column in zip(shape.wanted, texts, strict=True):
            column.append(cells[place] if place < len(cells) else "")
    arrays = [pa.array(column, pa.large_string()) for column in texts]
    names = [str(place) for place in shape.wanted]
    return pa.table([*arrays, pa.array(lines, pa.int64())], names=[*names, LINE]), found


def fault_of(cells: Sequence[str], shape: Shape) -> str:
    count = len(cells)
    if count < shape.named:
        return _("it has fewer cells (%(cells)s) than there are headings (%(headings)s)") % {
            "cells": count, "headings": shape.named,
        }  # fmt: skip
    if any(cells[shape.width :]):
        return _("it has more cells (%(cells)s) than there are headings (%(headings)s)") % {
            "cells": count, "headings": shape.named,
        }  # fmt: skip
    if max(map(len, cells)) > limits.CELL:
        return _("a cell is longer than %s characters") % limits.CELL
    joined = "".join(cells)
    if "\ufffd" in joined or "\0" in joined:
        return _("some of its characters cannot be read")
    return ""
