"""Where in a line each field stands. nginx writes every line by one format, so cutting at the quotes is reading it."""

import re
from dataclasses import dataclass, field

NUMBERS = ("msec", "status", "body_bytes_sent", "request_time", "connection")
_NUMBER = re.compile(r":[0-9.]+([,}])")
_LOOKED_AT_BYTES = 64 * 1024
_LONGEST_LITERAL = 200


@dataclass
class Place:
    """Of a field's value: so many bytes after one quote, and after another (or the line's end, the last "quote")."""

    name: str
    start: tuple[int, int]
    end: tuple[int, int]


@dataclass
class Layout:
    """An ordinary line: its number of quotes, its values in order, and the words before each and after the last."""

    quotes: int
    places: list[Place] = field(default_factory=list)
    literals: list[bytes] = field(default_factory=list)


def learn(data: bytes) -> Layout | None:
    """The layout of the first ordinary line; None where there is none near the beginning."""
    for line in data[:_LOOKED_AT_BYTES].split(b"\n"):
        if b"\\" not in line and line.isascii() and (layout := _layout(line.decode())):
            return layout
    return None


def _layout(line: str) -> Layout | None:
    pieces = line.split('"')
    layout = Layout(len(pieces) - 1)
    names: set[str] = set()
    at, end, literal = 1, ",", "{"
    while end == "," and pieces[0] == "{" and at + 1 < len(pieces):
        name, after = pieces[at], pieces[at + 1]
        if name in names:
            return None
        names.add(name)
        if name in NUMBERS and (number := _NUMBER.fullmatch(after)):
            layout.places.append(Place(name, (at, 2), (at + 1, -1)))
            layout.literals.append(f'{literal}"{name}":'.encode())
            at, end = at + 2, number[1]
            literal = end
        elif name not in NUMBERS and after == ":" and at + 3 < len(pieces):
            layout.places.append(Place(name, (at + 1, 1), (at + 2, 0)))
            layout.literals.append(f'{literal}"{name}":"'.encode())
            at, end = at + 4, pieces[at + 3]
            literal = f'"{end}'
        else:
            return None
    layout.literals.append(literal.encode())
    if end != "}" or at != len(pieces) or not {"msec", "status", "request_method", "request_uri"} <= names:
        return None
    return layout if max(map(len, layout.literals)) <= _LONGEST_LITERAL else None
