"""What the child remembers of the texts it has met: their numbers in the database, and what is known of them."""

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from logging_app.enrichment.countries import country_of
from logging_app.enrichment.office import Office
from logging_app.enrichment.visitors import Salts, digest_of, salted
from logging_app.parser import address

from .binary import LONGEST_ADDRESS, inet
from .column import Column
from .parse import TEXTS, Columns
from .table import Table
from .words import Array

if TYPE_CHECKING:
    from .store import ColumnStore

# An endpoint is all of them together.
ENDPOINT = ("scheme", "host", "server_protocol", "request_method")

# Of each kind of text, and of visitors: then all is forgotten, and met again.
MOST = 200_000
_MOST_PARTS = 30_000  # and those of the next batch: their numbers fit 16 bits


class Addresses:
    """By number: the address as PostgreSQL takes it, its country, and whether the office holds it.

    The last of each is of no address, so that -1 finds it.
    """

    def __init__(self) -> None:
        self.office = Office("")
        self.clear()

    def __len__(self) -> int:
        return len(self._numbers)

    def clear(self) -> None:
        self.encoded: list[bytes] = [b""]
        self._numbers: dict[str, int] = {}
        self.facts: dict[str, Array] = {
            "wire": np.zeros((1, LONGEST_ADDRESS), np.uint8),
            "length": np.zeros(1, np.int64),
            "country": np.zeros(1, "S2"),
            "held": np.zeros(1, bool),
        }

    def numbers(self, texts: list[str | None]) -> list[int]:
        """-1 of none."""
        new = dict.fromkeys(text for text in texts if text is not None and text not in self._numbers)
        if new:
            self._learn(list(new))
        return [-1 if text is None else self._numbers[text] for text in texts]

    def _learn(self, new: list[str]) -> None:
        wires = [inet(text) for text in new]
        more: dict[str, Any] = {
            "wire": np.frombuffer(b"".join(wire.ljust(LONGEST_ADDRESS, b"\0") for wire in wires), np.uint8).reshape(
                -1, LONGEST_ADDRESS
            ),
            "length": [len(wire) for wire in wires],
            "country": [country_of(text) for text in new],
            "held": [self.office.holds(text) for text in new],
        }
        self.facts = {
            name: np.concatenate((known[:-1], np.asarray(more[name], known.dtype), known[-1:]))
            for name, known in self.facts.items()
        }
        for text in new:
            self._numbers[text] = len(self._numbers)
            self.encoded.insert(-1, text.encode())


class Known:
    """Columns of texts, and what is made of several of them: endpoints and visitors."""

    def __init__(self, store: "ColumnStore", salts: Salts) -> None:
        """`store` knows the numbers of texts (logging_app/texts.py), and the bots."""
        self._salts = salts
        self.generation = 0  # grows whenever all is forgotten
        self.addresses = Addresses()
        longest = TEXTS["request_uri"][1]
        number, flag = {"id": np.int64}, np.bool_
        self.address = Column(TEXTS["remote_addr"][1], self._learn_addresses, number)
        self.path = Column(longest, store.learn_paths, number | {"page": flag, "probe": flag, "sign_in": flag})
        self.query = Column(longest, store.learn_queries, number)
        self.referrer = Column(TEXTS["http_referer"][1], store.learn_referrers, number | {"counts": flag})
        self.agent = Column(TEXTS["http_user_agent"][1], store.learn_agents, number | {"is_bot": flag})
        self._parts = [Column(TEXTS[name][1]) for name in ENDPOINT]
        self._learn_endpoints = store.learn_endpoints
        self._endpoints, self._visitors = Table(), Table()
        self.clear()

    def clear(self) -> None:
        self.generation += 1
        for column in (self.address, self.path, self.query, self.referrer, self.agent, *self._parts):
            column.clear()
        self.addresses.clear()
        self._endpoints.clear()
        self._forget_visitors()
        self.hosts: list[str] = []
        self.endpoint_facts = {name: np.zeros(0, np.int64) for name in ("id", "host", "get", "post")}

    def _forget_visitors(self) -> None:
        self._visitors.clear()
        self._hashes = np.zeros(0, np.int64)
        self._days: dict[date, tuple[int, Any]] = {}

    @property
    def is_full(self) -> bool:
        columns = (self.address, self.path, self.query, self.referrer, self.agent)
        most = max(len(each) for each in (*columns, self._endpoints, self.addresses))
        return most > MOST or max(map(len, self._parts)) > _MOST_PARTS

    def endpoints(self, columns: Columns) -> Array:
        """A number of our own for each line's scheme, host, protocol and method: its place in `endpoint_facts`."""
        codes = [
            part.codes(columns.words, *columns.texts[name]) for part, name in zip(self._parts, ENDPOINT, strict=True)
        ]
        key = codes[0].astype(np.uint64)
        for code in codes[1:]:
            key = key << np.uint64(16) | code.astype(np.uint64) & np.uint64(0xFFFF)
        found, new = self._endpoints.codes(key)
        if len(new):
            pairs = list(zip(self._parts, codes, strict=True))
            met = [tuple(part.said[code[row]].decode() for part, code in pairs) for row in new]
            for name, values in self._learn_endpoints(met).items():
                self.endpoint_facts[name] = np.concatenate((self.endpoint_facts[name], np.array(values, np.int64)))
        return found

    def visitors(self, days: Array, first: list[date], ips: Array, agents: Array) -> Array:
        """The store's visitor of each line, hashed once for each day, address and user agent; `ips` -1 has none."""
        if len(self._visitors) > MOST:
            self._forget_visitors()
        for day in first:
            if day not in self._days:
                self._days[day] = len(self._days), salted(self._salts.of(day))
        numbers = np.array([self._days[day][0] for day in first], np.uint64)[days]
        key = (numbers << np.uint64(24) | (ips + 1).astype(np.uint64)) << np.uint64(24) | agents.astype(np.uint64)
        found, new = self._visitors.codes(key)
        if len(new):
            salts = [self._days[first[day]][1] for day in days[new].tolist()]
            wanted = zip(salts, ips[new].tolist(), agents[new].tolist(), strict=True)
            texts, said = self.addresses.encoded, self.agent.said
            digests = b"".join([digest_of(salt, texts[ip], said[agent]) for salt, ip, agent in wanted])
            self._hashes = np.concatenate((self._hashes, np.frombuffer(digests, ">i8").astype(np.int64)))
        hashes: Array = self._hashes[found]
        return hashes

    def _learn_addresses(self, said: list[str]) -> dict[str, Any]:
        return {"id": self.addresses.numbers([address(text) for text in said])}
