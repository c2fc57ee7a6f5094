"""Numbers for what repeats, from 0 on and without gaps, looked up for a whole column at once."""

import secrets
from typing import Any

import numpy as np

from .words import Array, Words, first_bytes

_FEWEST = 1 << 12
_RUN = 16  # words of a text hashed together
# By the number of a run's bytes that are the text's: a mask of each of its words.
_KEPT = first_bytes(np.clip(np.arange(8 * _RUN + 1)[:, None] - 8 * np.arange(_RUN), 0, 8).astype(np.uint64))
_LOW_HALF = np.uint64(0xFFFFFFFF)


class Table:
    """The number of each key (64 bits); a hash table whose probing is done by columns."""

    def __init__(self) -> None:
        self.clear()

    def __len__(self) -> int:
        return self._count

    def clear(self) -> None:
        self._count = 0
        self._room(_FEWEST)

    def codes(self, keys: Array) -> tuple[Array, Array]:
        """(the number of each key, a row of each key never seen before, in the order of their new numbers)."""
        codes = self._found(keys)
        unknown = np.flatnonzero(codes < 0)
        if not len(unknown):
            return codes, unknown
        new, first = np.unique(keys[unknown], return_index=True)
        while (self._count + len(new)) * 2 > len(self._keys):
            self._grow()
        self._insert(new, np.arange(self._count, self._count + len(new), dtype=np.int32))
        self._count += len(new)
        codes[unknown] = self._found(keys[unknown])
        return codes, unknown[first]

    def _slots(self, keys: Array) -> Array:
        return ((keys ^ keys >> np.uint64(32)) * self._factor >> self._shift).astype(np.int64)

    def _found(self, keys: Array) -> Array:
        slots = self._slots(keys)
        codes = self._codes[slots]
        wrong = np.flatnonzero((codes >= 0) & (self._keys[slots] != keys))
        while len(wrong):
            slots[wrong] = (slots[wrong] + 1) & (len(self._keys) - 1)
            at = slots[wrong]
            codes[wrong] = self._codes[at]
            wrong = wrong[(codes[wrong] >= 0) & (self._keys[at] != keys[wrong])]
        return codes

    def _insert(self, keys: Array, codes: Array) -> None:
        """Of distinct keys that are not there."""
        slots = self._slots(keys)
        while len(keys):
            free = self._codes[slots] < 0
            self._codes[slots[free]], self._keys[slots[free]] = codes[free], keys[free]
            left = ~free
            left[free] = self._keys[slots[free]] != keys[free]  # another of them took the same place
            keys, codes, slots = keys[left], codes[left], (slots[left] + 1) & (len(self._keys) - 1)

    def _grow(self) -> None:
        kept = self._codes >= 0
        keys, codes = self._keys[kept], self._codes[kept]
        self._room(len(self._keys) * 2)
        self._insert(keys, codes)

    def _room(self, size: int) -> None:
        self._keys, self._codes = np.zeros(size, np.uint64), np.full(size, -1, np.int32)
        self._factor = np.uint64(secrets.randbits(64) | 1)
        self._shift = np.uint64(64 - size.bit_length() + 1)


class Texts:
    """The number of each text of a column, found by its hash alone.

    The hash is a sum of the text's halves of words, each times a secret of its place (mod 2^64). For any two texts,
    however chosen, at most one choice of secrets in 2^33 gives both the same; nobody is told them, and they change
    with every process.
    """

    def __init__(self, longest: int) -> None:
        self._table = Table()
        self._places = (longest + 7) // 8 + _RUN
        self.clear()

    def __len__(self) -> int:
        return len(self._table)

    def clear(self) -> None:
        self._table.clear()
        secret = secrets.token_bytes(24 * self._places)
        self._low, self._high, self._ends = np.frombuffer(secret, np.uint64).reshape(3, -1)

    def codes(self, words: Words, start: Array, length: Array) -> tuple[Array, Array]:
        """(the number of each text, a row of each text never seen before, in the order of their new numbers)."""
        return self._table.codes(self._hashes(words, start, length))

    def _hashes(self, words: Words, start: Array, length: Array) -> Array:
        hashes: Array = length.astype(np.uint64)
        hashes *= self._ends[0]
        most = (int(length.max(initial=0)) + 7) // 8
        for place in range(0, most, _RUN):
            rows: Any = np.flatnonzero(length > 8 * place) if place else slice(None)
            width = min(_RUN, most - place)
            run = words.run(start[rows] + 8 * place, width)
            run &= _KEPT[:, :width].take(np.minimum(length[rows] - 8 * place, 8 * width), axis=0)
            hashes[rows] += (run & _LOW_HALF) @ self._low[place : place + width]
            run >>= np.uint64(32)
            hashes[rows] += run @ self._high[place : place + width]
        return hashes
