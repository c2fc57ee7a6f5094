"""nginx, logrotate and people, each in any order: what they do to a log, and what nginx wrote."""

import gzip
import os
import shutil
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from .lines import line
from .streams import Stream

# Up to here a line says nothing that is its own.
COMMON_BYTES = 110


class WrittenLog(RuleBasedStateMachine):
    """The model is what nginx wrote: one stream of bytes per log, wherever rotation has put it since."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(dir=folder)
        self.log = Path(self.folder.name) / "access.log"
        self.held = Stream(self.log)  # what nginx has open
        self.streams = [self.held]
        self.rest = b""  # of a line that nginx is writing
        self.requests = self.copies = 0

    def look(self) -> None:
        """Whoever reads the log looks at it, in the middle of something."""
        raise NotImplementedError

    def see(self) -> None:
        """Whoever reads the log finds out how much there is, and reads none of it."""
        raise NotImplementedError

    @rule(count=st.integers(1, 8))
    def write(self, count: int) -> None:
        self.held.append(self.rest + b"".join(self.request() for _ in range(count)))
        self.rest = b""

    @precondition(lambda self: not self.rest and self.held.whole)
    @rule(after=st.integers(1, 500))
    def tear(self, after: int) -> None:
        whole = self.request()
        at = max(after % (len(whole) - 1), 1 if self.held.known else COMMON_BYTES)
        self.held.append(whole[:at])
        self.rest = whole[at:]

    @precondition(lambda self: self.rest)
    @rule()
    def mend(self) -> None:
        self.held.append(self.rest)
        self.rest = b""

    @precondition(lambda self: self.rest)
    @rule()
    def crash(self) -> None:
        """The rest is never written: the line is torn for ever, with the one that nginx writes behind it."""
        self.rest = b""

    @precondition(lambda self: not self.log.exists() and not self.rest)
    @rule()
    def reopen(self) -> None:
        self.held = Stream(self.log)
        self.streams.append(self.held)

    def request(self) -> bytes:
        self.requests += 1
        own = f"{self.requests:04}"
        return line(
            msec=int(time.time()) // 3600 * 3600,
            request_id=f"{self.requests:032x}",
            request_uri=f"/{own}/?a=1",
            http_user_agent=f"Mozilla/5.0 ({own}) Firefox/140.0",
            connection=int(own) + 10_000,
        )

    # logrotate, and people

    @precondition(lambda self: self.log.exists() and self.held.known)
    @rule()
    def rename(self) -> None:
        """nginx goes on writing to the renamed file until it reopens."""
        numbered = [stream for stream in self.there() if stream.path.name.startswith("access.log.")]
        for stream in sorted(numbered, key=lambda stream: int(stream.path.name.split(".")[2]), reverse=True):
            number, *packed = stream.path.name.split(".")[2:]
            stream.move(self.log.with_name(".".join(["access.log", str(int(number) + 1), *packed])))
        self.held.move(self.log.with_name("access.log.1"))

    @precondition(lambda self: self.held.path == self.log and self.held.known)
    @rule(looks=st.sets(st.sampled_from(["half", "whole"])))
    def copytruncate(self, looks: set[str]) -> None:
        copy = self.another_name()
        if "half" in looks:
            copy.write_bytes(self.held.data[: len(self.held.data) // 2])
            self.look()
        shutil.copyfile(self.log, copy)
        if "whole" in looks:
            self.look()
        self.held.path = copy
        self.truncate()

    @precondition(lambda self: self.still())
    @rule(number=st.integers(0, 99), looks=st.sets(st.sampled_from(["half", "whole"])))
    def compress(self, number: int, looks: set[str]) -> None:
        stream = self.still()[number % len(self.still())]
        packed, data = stream.path.with_name(stream.path.name + ".gz"), gzip.compress(stream.data)
        age(stream.path)
        if "half" in looks:
            packed.write_bytes(data[: len(data) // 2])
            self.look()
        packed.write_bytes(data)
        age(packed)
        if "whole" in looks:
            self.look()
        stream.path.unlink()
        stream.path = packed

    @rule()
    def wait(self) -> None:
        for stream in self.still():
            age(stream.path)

    @precondition(lambda self: self.still())
    @rule(number=st.integers(0, 99), seen=st.booleans())
    def delete(self, number: int, seen: bool) -> None:
        if seen:
            self.see()
        stream = self.still()[number % len(self.still())]
        stream.path.unlink()
        stream.lost = True

    @precondition(lambda self: self.held.path == self.log and self.held.known)
    @rule(seen=st.booleans())
    def empty(self, seen: bool) -> None:
        if seen:
            self.see()
        self.held.lost = True
        self.truncate()

    @precondition(lambda self: any(stream.lost for stream in self.streams))
    @rule()
    def put_back(self) -> None:
        stream = next(stream for stream in self.streams if stream.lost)
        stream.path, stream.lost, stream.returned = self.another_name(), False, True
        stream.path.write_bytes(stream.data)

    def truncate(self) -> None:
        os.truncate(self.log, 0)
        self.held = Stream(self.log)
        self.streams.append(self.held)

    def another_name(self) -> Path:
        self.copies += 1
        return self.log.with_name(f"access.log-20261122-{self.copies}")

    def there(self) -> list[Stream]:
        return [stream for stream in self.streams if not stream.lost]

    def still(self) -> list[Stream]:
        """The plain parts that nginx has left."""
        return [stream for stream in self.there() if stream is not self.held and stream.path.suffix != ".gz"]


def age(path: Path) -> None:
    """As old as what is left to rotate tomorrow."""
    os.utime(path, (time.time() - 86_400,) * 2)
