"""What the one reader of the log does between two looks at it: days are computed, rules and orders carried out."""

import time
from collections.abc import Callable
from pathlib import Path

from . import erasure, retention

# A day ends once, an order is waited for by a person.
PRUNE_SECONDS = 600
ORDERS_SECONDS = 5


class Chores:
    """`forget` is called when numbers of texts may have gone, `logs` are those that nginx writes to."""

    def __init__(self, logs: list[Path], forget: Callable[[], None]) -> None:
        self._logs = logs
        self._forget = forget
        self._pruned = self._looked = float("-inf")

    def run_due(self) -> None:
        now = time.monotonic()
        if now - self._looked >= ORDERS_SECONDS:
            erasure.carry_out_orders()
            self._looked = now
        if now - self._pruned >= PRUNE_SECONDS:
            if retention.prune(*self._logs):
                self._forget()
            self._pruned = now
