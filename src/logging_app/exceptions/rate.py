"""So that one broken page under attack does not fill the database."""

import threading
import time
from collections.abc import Callable, Hashable

_SECONDS = 60.0
_REMEMBERED = 500


class Rate:
    """Admits each kind of thing `per_minute` times in a minute, in this process."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[Hashable, tuple[float, int, int]] = {}  # since when, admitted since then, left out since last

    def admit(self, kind: Hashable) -> int | None:
        """How many of the kind were left out since the last that was admitted; None for one to leave out."""
        with self._lock:
            now = self._clock()
            since, admitted, left_out = self._seen.pop(kind, (now, 0, 0))
            if now - since >= _SECONDS:
                since, admitted = now, 0
            refused = admitted >= self._per_minute
            self._seen[kind] = (since, admitted, left_out + 1) if refused else (since, admitted + 1, 0)
            if len(self._seen) > _REMEMBERED:
                del self._seen[next(iter(self._seen))]
            return None if refused else left_out
