"""Bytes of the log, eight at a time: what many lines say at once, without making a Python object of any."""

from collections.abc import Callable
from pickle import PickleBuffer
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

Array = np.ndarray[Any, Any]
# Before the text, for numbers are loaded from their end; after it, for words are loaded past it.
FRONT, BACK = 16, 512
_WINDOW = 1 << 17  # bytes looked at together, which fit the processor's cache
_FOUR, _EIGHT, _SIXTEEN, _THIRTY_TWO = (np.uint64(bits) for bits in (4, 8, 16, 32))


def _each(byte: int) -> np.uint64:
    return np.uint64(int.from_bytes(bytes([byte]) * 8))


class Words:
    """`data` with room around it. Places count from the room's beginning: a text's first byte is at `FRONT`."""

    def __init__(self, data: bytes) -> None:
        self._around(b"".join((bytes(FRONT), data, bytes(BACK))))

    def _around(self, raw: bytes) -> None:
        self.raw = raw
        self.bytes = np.frombuffer(raw, np.uint8)
        self.size = len(raw) - FRONT - BACK
        self._text = self.bytes[FRONT : FRONT + self.size]
        self._words = _at_each_byte(self.bytes, "u8")

    def __getstate__(self) -> PickleBuffer:
        return PickleBuffer(self.raw)

    def __setstate__(self, raw: bytes) -> None:
        """Without a copy, where the bytes lie in memory of both processes."""
        self._around(raw)

    @property
    def text(self) -> memoryview:
        """Without the room around it."""
        return memoryview(self.raw)[FRONT : FRONT + self.size]

    def said(self, place: int, length: int) -> bytes:
        return bytes(self.raw[place : place + length])

    @property
    def is_ascii(self) -> bool:
        return self.raw.isascii()

    def find(self, byte: int) -> Array:
        """Where it stands."""
        return self._where(lambda window: window == byte)

    def controls(self) -> Array:
        """Where control characters stand, the ends of lines among them."""
        return self._where(lambda window: window < 32)

    def beyond_ascii(self) -> Array:
        return self._where(lambda window: window > 127)

    def _where(self, test: Callable[[Any], Any]) -> Array:
        text = self._text
        found = [np.zeros(0, np.int64)]
        for at in range(0, self.size, _WINDOW):
            here = test(text[at : at + _WINDOW])
            if np.count_nonzero(here):  # which is quick to say no
                found.append(np.flatnonzero(here) + (FRONT + at))
        return np.concatenate(found)

    def at(self, places: Array) -> Array:
        """The eight bytes that begin there, the first of them lowest."""
        loaded: Array = self._words[places]
        return loaded

    def run(self, places: Array, count: int) -> Array:
        """So many words from there on, a row for each place: taken together, they cost little more than one."""
        return _at_each_byte(self.bytes, f"V{8 * count}")[places].view(np.uint64).reshape(-1, count)

    def says(self, places: Array, text: bytes) -> Array:
        """Whether `text` stands there."""
        count = (len(text) + 7) // 8
        loaded = self.run(places, count)
        wanted = np.frombuffer(text.ljust(8 * count, b"\0"), np.uint64)
        last = loaded[:, -1] & first_bytes(np.uint64(len(text) - 8 * (count - 1)))
        same: Array = last == wanted[-1]
        for at in range(count - 1):
            same &= loaded[:, at] == wanted[at]
        return same

    def number(self, start: Array, end: Array, most: int) -> tuple[Array, Array]:
        """What the digits between say, and whether they are 1 to `most` (16 at most) and do not begin with a zero."""
        length = end - start
        good = (length > 0) & (length <= most)
        good &= (self.bytes[start] != 48) | (length == 1)
        length = np.where(good, length, 1).astype(np.uint64)
        value, digits = self._digits(end - 8, np.minimum(length, _EIGHT))
        good &= digits
        if most > 8 and (length > _EIGHT).any():
            high, digits = self._digits(end - 16, length - np.minimum(length, _EIGHT))
            value += high * np.uint64(100_000_000)
            good &= digits
        return value.astype(np.int64), good

    def thousandths(self, start: Array, end: Array, most: int) -> tuple[Array, Array]:
        """Of a number with exactly three decimals."""
        whole, good = self.number(start, end - 4, most)
        decimals, digits = self._digits(end - 8, np.full(len(start), 3, np.uint64))
        return whole * 1000 + decimals.astype(np.int64), good & digits & (self.bytes[end - 4] == 46)

    def _digits(self, places: Array, count: Array) -> tuple[Array, Array]:
        """The last `count` of the eight characters, as a number, and whether they are digits."""
        # Shifting by 64 is undefined, so twice; what is shifted out leaves zeros, which are what leads a number.
        blank = (_EIGHT - count) * _FOUR
        digits = ((self.at(places) ^ _each(48)) >> blank >> blank) << blank << blank
        good = ((digits | digits + _each(6)) & _each(0xF0)) == 0
        pairs = digits * np.uint64(10) + (digits >> _EIGHT)
        low, mask = pairs & np.uint64(0x000000FF000000FF), np.uint64(0x000000FF000000FF)
        high = (pairs >> _SIXTEEN) & mask
        return (low * np.uint64(0x000F424000000064) + high * np.uint64(0x0000271000000001)) >> _THIRTY_TWO, good

    def hexadecimal(self, places: Array) -> tuple[Array, Array]:
        """The sixteen bytes that 32 characters stand for, and whether each is a digit or a letter to F."""
        value, good = np.empty((len(places), 4), np.uint32), np.ones(len(places), bool)
        loaded = self.run(places, 4)
        for part in range(4):
            characters = loaded[:, part]
            good &= characters & _each(0x80) == 0
            lower = (characters | _each(0x20)) & _each(0x7F)
            at_least = {letter: lower + _each(0x80 - ord(letter)) for letter in "0:ag"}
            known = (at_least["0"] & ~at_least[":"]) | (at_least["a"] & ~at_least["g"])
            good &= known & _each(0x80) == _each(0x80)
            nibbles = (lower & _each(0x0F)) + (lower >> np.uint64(6) & _each(1)) * np.uint64(9)
            pairs = (nibbles << _FOUR | nibbles >> _EIGHT) & np.uint64(0x00FF00FF00FF00FF)
            pairs = (pairs | pairs >> _EIGHT) & np.uint64(0x0000FFFF0000FFFF)
            value[:, part] = pairs | pairs >> _SIXTEEN
        return value.view(np.uint8), good


def _at_each_byte(array: Array, kind: str) -> Array:
    """What of that kind begins at each byte, so each begins one byte after the one before."""
    size = np.dtype(kind).itemsize
    return as_strided(array[:size].view(kind), (len(array) - size + 1,), (1,), writeable=False)


def first_bytes(count: Any) -> Any:
    """A mask of the first `count` (0 to 8) of a word's bytes."""
    kept = np.minimum(count, _EIGHT) * _FOUR
    return ~((~np.uint64(0) << kept) << kept)
