"""Where rows come from. A source reads; it can write nowhere."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame


class SourceAway(Exception):
    """The source does not answer, or not as it should. Says which, and what it said; the run may be tried again."""


@dataclass(frozen=True)
class Rows:
    """Rows that are asked for: of the site, of another database, of an interface.

    `read` is given the watermark and returns the rows above it, in the contract's columns; the highest value of the
    column `watermark` (whole numbers that grow with every change at the source) is the next. Sources that know nothing
    of the kind leave it empty: every run reads all, and changes what differs. `read_days` reads some days again, both
    ends included, whatever the watermark. `tables` are what is read, for readers.
    """

    read: Callable[[int], "DataFrame"]
    watermark: str = ""
    read_days: Callable[[date, date], "DataFrame"] | None = None
    tables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fetched:
    """A file that a source brought: its name, by which it replaces an earlier version, and where it lies."""

    name: str
    path: Path


@dataclass(frozen=True)
class Files:
    """Files that are given: uploaded in the admin, dropped into a folder, or fetched.

    `folder` lies below `FLOW_FILES_DIR`; whatever is put there is taken up by the flow's next run. `fetch` brings files
    from elsewhere at each run: a published sheet, an export behind an address.
    """

    folder: str = ""
    fetch: Callable[[Path], Iterable[Fetched]] | None = None  # given an empty folder to write to


Source = Rows | Files
