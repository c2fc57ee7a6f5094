"""A column of texts, each met once."""

from collections.abc import Callable
from typing import Any

import numpy as np

from .table import Texts
from .words import Array, Words

Learn = Callable[[list[str]], dict[str, Any]]


class Column:
    """The texts of one column by their places in the order they were met; each of `facts` is an array."""

    def __init__(self, longest: int, learn: Learn | None = None, facts: dict[str, Any] | None = None) -> None:
        """`learn` says the facts (of these types) of texts never met before."""
        self._texts, self._learn, self._types = Texts(longest), learn, facts or {}
        self.clear()

    def __len__(self) -> int:
        return len(self._texts)

    def clear(self) -> None:
        self._texts.clear()
        self.facts = {name: np.zeros(0, kind) for name, kind in self._types.items()}
        self.said: list[bytes] = []

    def codes(self, words: Words, start: Array, length: Array) -> Array:
        """The place of each text."""
        codes, new = self._texts.codes(words, start, length)
        if len(new):
            where = zip(start[new].tolist(), length[new].tolist(), strict=True)
            said = [words.said(at, size) for at, size in where]
            if self._learn:
                for name, values in self._learn([text.decode() for text in said]).items():
                    known = self.facts[name]
                    self.facts[name] = np.concatenate((known, np.asarray(values, known.dtype)))
            self.said += said
        return codes

    def facts_of(self, name: str, words: Words, start: Array, length: Array) -> Array:
        codes = self.codes(words, start, length)
        return self.facts[name][codes]
