"""The texts that a workbook keeps once for all its sheets: in one piece of memory, decoded when a cell names one."""

import re
from array import array
from typing import IO

from django.utils.translation import gettext as _

from . import limits
from .markup import Names, not_built, parse
from .model import FileRefused

KNOWN = 50_000  # decoded texts kept at hand
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Texts:
    def __init__(self) -> None:
        self.bytes = bytearray()
        self.ends = array("Q", [0])
        self.known: dict[int, str] = {}

    def __getitem__(self, number: int) -> str:
        text = self.known.get(number)
        if text is None:
            if number < 0:
                raise IndexError(number)
            text = self.bytes[self.ends[number] : self.ends[number + 1]].decode()
            if len(self.known) >= KNOWN:
                self.known.clear()
            self.known[number] = text
        return text

    def append(self, text: str) -> None:
        self.bytes += text.encode()
        self.ends.append(len(self.bytes))
        if len(self.bytes) > limits.TEXTS_SIZE or len(self.ends) > limits.TEXTS:
            raise FileRefused(_("The workbook holds too much text for one file. Save the sheet as CSV and give that."))

    def fill(self, file: IO[bytes]) -> None:
        """With a workbook's part of shared strings."""
        names = Names()
        found: list[str] = []
        taken: list[str] | None = None  # the text that is told at present is part of the string
        phonetic = False
        since = 0

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal taken, phonetic
            local = names[name]
            if local == "t":
                taken = None if phonetic else found
            elif local == "rPh":  # how a Japanese word is spoken
                phonetic = True

        def end(name: str) -> None:
            nonlocal taken, phonetic, since
            local = names[name]
            if local == "t":
                taken = None
            elif local == "rPh":
                phonetic = False
            elif local == "si":
                self.append(unescaped("".join(found)))
                found.clear()
                since = 0

        def text(piece: str) -> None:
            if taken is not None:
                taken.append(piece)

        for size in parse(file, start, end, text):
            since += size
            if since > limits.ELEMENT:
                raise not_built()


def unescaped(text: str) -> str:
    """What workbooks write for characters that XML cannot hold: `_x000D_`. Half a character becomes U+FFFD."""
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
