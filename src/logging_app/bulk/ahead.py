"""Reading and parsing ahead, in a process of its own: beside the one that stores, not in turns for Python's lock.

What was parsed comes in memory that both have; only a note of what lies where goes through a pipe.
"""

import logging
import mmap
import os
import pickle
from collections.abc import Sequence
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from logging_app.parent import have_a_signal_when_the_parent_dies
from logging_app.parts import Part

from .batch import ColumnBatch

logger = logging.getLogger(__name__)

# About 14,000 lines: enough for a column to pay, few enough for the memory.
CHUNK_BYTES = 8 * 1024 * 1024
# One is being parsed, one given numbers, one written. Only what is used of them takes memory.
_ROOMS, _ROOM_BYTES = 3, 8 * CHUNK_BYTES


class ReadAhead:
    """`begin` a part, then take `following` until there is none; `release` each batch, or no more will come."""

    def __init__(self, parts: Sequence[Part]) -> None:
        """Before there are other threads or connections: the process inherits all there is."""
        self._rooms = [mmap.mmap(-1, _ROOM_BYTES) for _ in range(_ROOMS)]
        self._held: dict[int, int] = {}  # the room of each batch, by its first byte
        self._pipe, there = Pipe()
        self._process = os.fork()
        if self._process == 0:
            code = 1
            try:
                self._pipe.close()
                have_a_signal_when_the_parent_dies()
                _Reader(parts, self._rooms, there).serve()
                code = 0
            except (EOFError, BrokenPipeError, ConnectionResetError):  # nobody asks any more
                code = 0
            except Exception:  # the process ends here in any case; who asked goes without it
                logger.exception("The log could not be read ahead.")
            finally:
                os._exit(code)
        there.close()

    def begin(self, part: int, start: int) -> None:
        self._pipe.send(("begin", part, start))

    def following(self) -> ColumnBatch | None:
        room, pickled, places = self._pipe.recv()
        if room is None:
            return None
        view = memoryview(self._rooms[room])
        batch: ColumnBatch = pickle.loads(pickled, buffers=[view[at:end] for at, end in places])  # noqa: S301 -- our own
        if batch.columns:
            batch.data = batch.columns.words.text  # type: ignore[assignment] # bytes, where both processes have them
        self._held[batch.start] = room
        return batch

    def release(self, batch: ColumnBatch) -> None:
        """Nobody looks at its data and its columns any more."""
        self._pipe.send(("release", self._held.pop(batch.start), 0))

    def close(self) -> None:
        self._pipe.close()
        os.waitpid(self._process, 0)


class _Reader:
    """The other side."""

    def __init__(self, parts: Sequence[Part], rooms: list[mmap.mmap], pipe: "Connection[Any, Any]") -> None:
        self._parts, self._rooms, self._pipe = parts, rooms, pipe
        self._free = list(range(len(rooms)))

    def serve(self) -> None:
        while True:
            part, start = self._asked()
            while data := self._parts[part].read(start, CHUNK_BYTES):
                self._give(ColumnBatch.of_columns(start, data))
                start += len(data)
            self._pipe.send((None, b"", []))

    def _asked(self) -> tuple[int, int]:
        """The part that is to be begun; on the way there, the rooms that are given back."""
        while True:
            what, number, start = self._pipe.recv()
            if what == "begin":
                return number, start
            self._free.append(number)

    def _give(self, batch: ColumnBatch) -> None:
        while not self._free:
            _, number, _ = self._pipe.recv()
            self._free.append(number)
        room, buffers = self._free.pop(), list[pickle.PickleBuffer]()
        if batch.columns:
            batch.data = b""  # the words have it
        pickled = pickle.dumps(batch, protocol=5, buffer_callback=buffers.append)
        view, at, places = memoryview(self._rooms[room]), 0, []
        for buffer in buffers:
            raw = buffer.raw()
            end = at + len(raw)
            view[at:end] = raw
            places.append((at, end))
            at = -(-end // 64) * 64
        self._pipe.send((room, pickled, places))
