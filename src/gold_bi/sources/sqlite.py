"""A question to an SQLite file, opened so that nothing in it can change."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, quote, unquote

from django.utils.translation import gettext as _

from . import SourceAway

if TYPE_CHECKING:
    from .database import Asked, Batches, Database

# Reading, and nothing else: no other file is attached, no setting changed, no extension loaded.
READING = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE)
STEPS = 10_000  # of SQLite's machine between two looks at the clock


@contextmanager
def connected(parts: SplitResult) -> Iterator["Asked"]:
    """The file, opened. Raises SourceAway."""
    path = Path(unquote(parts.path).removeprefix("/") if parts.path.startswith("//") else unquote(parts.path))
    if parts.netloc or not path.is_absolute():
        raise SourceAway(_("The database's address cannot be read. It looks like sqlite:////path/to/file."))
    if not path.is_file():
        raise SourceAway(_("There is no file “%s”, or it may not be read.") % path.name)
    try:
        line = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None, timeout=10)
    except sqlite3.Error as error:
        raise SourceAway(_away(path, error)) from None
    with closing(line):
        try:
            line.execute("SELECT count(*) FROM sqlite_master").close()
        except sqlite3.Error as error:
            raise SourceAway(_away(path, error)) from None
        line.set_authorizer(_may)
        yield partial(_asked, line, path)


def _asked(
    line: sqlite3.Connection, path: Path, source: "Database", query: str, parameters: Mapping[str, Any]
) -> "Batches":
    from .database import BATCH, ends_at, not_put_together, out_of_time

    end = ends_at(source)
    line.set_progress_handler(lambda: int(monotonic() > end), STEPS)
    names = {name: f":{name}" for name in parameters}
    try:
        cursor = line.execute(query % names, {name: _written(value) for name, value in parameters.items()})
        if not cursor.description:
            raise SourceAway(_away(path, _("it is no question that gives rows")))
        columns = [column[0] for column in cursor.description]
        yield columns, []
        while batch := cursor.fetchmany(BATCH):
            yield columns, batch
    except sqlite3.OperationalError as error:
        if monotonic() > end:
            raise out_of_time(path.name, source.seconds) from None
        raise SourceAway(_away(path, error)) from None
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise SourceAway(_away(path, error)) from None
    except (KeyError, TypeError, ValueError):
        raise not_put_together() from None


def _may(action: int, first: str | None, second: str | None, *_where: str | None) -> int:
    if action == sqlite3.SQLITE_FUNCTION:
        return sqlite3.SQLITE_DENY if second == "load_extension" else sqlite3.SQLITE_OK
    return sqlite3.SQLITE_OK if action in READING else sqlite3.SQLITE_DENY


def _written(value: Any) -> Any:
    """SQLite keeps moments as text, in UTC."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return value.isoformat() if isinstance(value, date) else value


def _away(path: Path, error: Exception | str) -> str:
    return _("The database “%(file)s” refused or cannot be read: %(said)s") % {"file": path.name, "said": error}
