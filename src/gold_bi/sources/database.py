"""Another database, read by a question in SQL; it can be written to by nothing here.

The question runs in a transaction that the server keeps read-only, and that is taken back at its end.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext as _

from . import Rows, SourceAway, watermarks
from .secret import FromEnvironment, value_of

if TYPE_CHECKING:
    from pandas import DataFrame

BATCH = 10_000
Batches = Iterator[tuple[list[str], list[tuple[Any, ...]]]]


@dataclass(frozen=True)
class Database:
    """`address` is postgresql://user:password@host/name or sqlite:////path; a password comes from the environment.

    `query` gives the contract's columns. In it stand `%(after)s`, the watermark as a number, or `%(after_moment)s`, the
    same as a moment; `days_query` has `%(first)s` and `%(last)s`, both days included. A percent sign is written `%%`.
    `watermark` names a column of whole numbers, or of moments, that grows with every change of a row.
    """

    address: str | FromEnvironment
    query: str
    watermark: str = ""
    days_query: str = ""
    seconds: float = 600  # after which the question is given up
    most: int = 5_000_000  # rows


def database(source: Database) -> Rows:
    """The source of a flow that reads `source`."""

    def read(after: int) -> "DataFrame":
        parameters = {"after": after, "after_moment": watermarks.moment(after)}
        rows = _frame(source, source.query, parameters)
        return watermarks.with_watermark(rows, source.watermark) if source.watermark else rows

    def read_days(first: date, last: date) -> "DataFrame":
        return _frame(source, source.days_query, {"first": first, "last": last})

    return Rows(
        read,
        watermark=watermarks.COLUMN if source.watermark else "",
        read_days=read_days if source.days_query else None,
    )


def _frame(source: Database, query: str, parameters: Mapping[str, Any]) -> "DataFrame":
    import pandas as pd

    frames, rows, names = [], 0, list[str]()
    with _asking(value_of(source.address)) as asked:
        for names, batch in asked(source, query, parameters):
            if len(set(names)) < len(names):
                raise SourceAway(
                    _("Two columns of the question have one name. Name each with AS: %s.") % ", ".join(names)
                )
            rows += len(batch)
            if rows > source.most:
                raise SourceAway(_("The question gives more than %s rows. Ask for fewer days at once.") % source.most)
            if batch:
                frames.append(pd.DataFrame.from_records(batch, columns=names))
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=names)


Asked = Callable[[Database, str, Mapping[str, Any]], Batches]


@contextmanager
def _asking(address: str) -> Iterator[Asked]:
    from . import postgresql, sqlite

    parts = _parts(address)
    if parts.scheme in ("postgres", "postgresql"):
        with postgresql.connected(parts) as asked:
            yield asked
    elif parts.scheme == "sqlite":
        with sqlite.connected(parts) as asked:
            yield asked
    elif parts.scheme in ("mysql", "mariadb"):
        raise SourceAway(
            _("MySQL and MariaDB cannot be read directly: no driver for them is installed. Export a CSV file instead.")
        )
    else:
        raise SourceAway(
            _("The database's address cannot be read. It looks like postgresql://user:password@host:5432/name.")
        )


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 -- raises for what is no number
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def out_of_time(host: str, seconds: float) -> SourceAway:
    return SourceAway(
        _("The database at “%(host)s” took longer than %(seconds)s seconds. Ask for less, or give it an index.")
        % {"host": host, "seconds": round(seconds)}
    )


def not_put_together() -> SourceAway:
    return SourceAway(
        _("The question cannot be put together: write a percent sign twice, and no other names than those there are.")
    )


def ends_at(source: Database) -> float:
    return monotonic() + source.seconds
