"""Where in a line each field stands. nginx writes every line by one format, so cutting at the quotes is reading it."""

import re
from dataclasses import dataclass, field

# What a field must look like for its piece to mean what JSON would say. Anything else is no ordinary line.
NUMBERS = {
    "msec": r"[1-9][0-9]{8,9}\.[0-9]{3}",
    "status": r"[1-9][0-9]{2}",
    "body_bytes_sent": r"(0|[1-9][0-9]{0,13})",
    "request_time": r"(0|[1-9][0-9]{0,5})\.[0-9]{3}",
    "connection": r"(0|[1-9][0-9]{0,13})",
}
# With the bytes above which the parser might cut: such a line is no ordinary one either.
TEXTS = {
    "request_id": 64, "remote_addr": 64, "request_method": 32, "request": None, "request_uri": None,
    "upstream_response_time": 64, "http_referer": None, "http_user_agent": None, "host": 255, "server_protocol": 32,
    "scheme": 16,
}  # fmt: skip
_NUMBER = re.compile(r":[0-9.]+([,}])")
_LOOKED_AT_BYTES = 64 * 1024


@dataclass
class Layout:
    """The pieces of an ordinary line, cut at its quotes: `fixed` ones by their words, the others by their fields."""

    pieces: int
    fixed: dict[int, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=dict)


def learn(data: bytes) -> Layout | None:
    """The layout of the first ordinary line; None where there is none near the beginning."""
    for line in data[:_LOOKED_AT_BYTES].split(b"\n"):
        if b"\\" not in line and line.isascii() and (layout := _layout(line.decode())):
            return layout
    return None


def _layout(line: str) -> Layout | None:
    pieces = line.split('"')
    layout = Layout(len(pieces), {0: "{"})
    at, end = 1, ","
    while end == "," and pieces[0] == "{" and at + 1 < len(pieces):
        name, after = pieces[at], pieces[at + 1]
        layout.fixed[at] = name
        if name in layout.numbers or name in layout.texts:
            return None
        if name in NUMBERS and (number := _NUMBER.fullmatch(after)):
            layout.numbers[name] = at + 1
            at, end = at + 2, number[1]
        elif name not in NUMBERS and after == ":" and at + 3 < len(pieces):
            layout.texts[name] = at + 2
            layout.fixed |= {at + 1: ":", at + 3: pieces[at + 3]}
            at, end = at + 4, pieces[at + 3]
        else:
            return None
    if end != "}" or at != len(pieces) or not {"msec", "status"} <= layout.numbers.keys():
        return None
    return layout
