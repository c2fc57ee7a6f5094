"""A question to a PostgreSQL server, in one transaction that the server keeps read-only.

The server itself takes the question apart: handed over as a text, it becomes a cursor or is refused, so that a second
statement behind a semicolon, a COMMIT or a COPY has nowhere to run.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, parse_qsl, unquote

from django.utils.translation import gettext as _

from . import SourceAway, guard

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

    from .database import Asked, Batches, Database

CONNECT = 10  # seconds
OPTIONS = {"sslmode", "sslrootcert", "sslcert", "sslkey", "application_name"}
OPEN = """
DO $do$
DECLARE rows refcursor := 'rows';
BEGIN
    OPEN rows NO SCROLL FOR EXECUTE current_setting('flow.question');
END $do$
"""


@contextmanager
def connected(parts: SplitResult) -> Iterator["Asked"]:
    """A connection of its own, closed at the end. Raises Refused or SourceAway."""
    import psycopg2

    host, port = parts.hostname or "", parts.port or 5432
    if not host or "," in parts.netloc or "%" in host:
        raise guard.Refused(
            _("The database's address names no single host. It looks like postgresql://user@host/name.")
        )
    options = dict(parse_qsl(parts.query))
    if others := set(options) - OPTIONS:
        raise guard.Refused(
            _("The database's address has an option that is not known: %s.") % ", ".join(sorted(others))
        )
    addresses = guard.resolved(host, port)
    password = unquote(parts.password or "")
    # Nothing goes over the internet in clear; in the company's own network that is the integrator's business.
    usual = {"application_name": "DjangoForge", "sslmode": "prefer" if guard.is_allowed(host, port) else "require"}
    try:
        # libpq goes to the checked addresses; `host` is the name that its certificate must prove.
        line = psycopg2.connect(
            host=",".join([host] * len(addresses)), hostaddr=",".join(address.text for address in addresses), port=port,
            user=unquote(parts.username or ""), password=password, dbname=unquote(parts.path.lstrip("/")),
            connect_timeout=CONNECT, keepalives_idle=30, keepalives_interval=10, keepalives_count=3,
            **{**usual, **options},
        )  # fmt: skip
    except psycopg2.Error as error:
        raise SourceAway(_away(host, error, password)) from None
    try:
        line.set_client_encoding("UTF8")
        line.set_session(isolation_level="REPEATABLE READ", readonly=True)
        yield partial(_asked, line, host, password)
    finally:
        line.close()  # which takes everything back


def _asked(
    line: "Connection", host: str, password: str, source: "Database", query: str, parameters: Mapping[str, Any]
) -> "Batches":
    import psycopg2
    from psycopg2.errors import QueryCanceled
    from psycopg2.extensions import DECIMAL, new_type, register_type

    from .database import BATCH, ends_at, not_put_together, out_of_time

    end = ends_at(source)
    register_type(new_type(DECIMAL.values, "FLOAT", _number), line)
    try:
        with line.cursor() as cursor:
            _limit(cursor, source.seconds)
            try:
                question = cursor.mogrify(query, parameters).decode()
            except (LookupError, TypeError, ValueError):
                raise not_put_together() from None
            cursor.execute("SELECT set_config('flow.question', %s, true)", [question])
            cursor.execute(OPEN)
            while True:
                left = end - monotonic()
                if left <= 0:
                    raise out_of_time(host, source.seconds)
                _limit(cursor, left)
                cursor.execute("FETCH %s FROM rows", [BATCH])
                batch = cursor.fetchall()
                yield [column.name for column in cursor.description or ()], batch
                if len(batch) < BATCH:
                    return
    except QueryCanceled:
        raise out_of_time(host, source.seconds) from None
    except psycopg2.Error as error:
        raise SourceAway(_away(host, error, password)) from None
    except (ValueError, OverflowError):  # a date after the year 9999, say
        raise SourceAway(
            _("The database at “%s” gives a value that cannot be read. Ask for it as text, or leave it out.") % host
        ) from None


def _limit(cursor: Any, seconds: float) -> None:
    cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(max(1, int(seconds * 1000)))])


def _number(text: str | None, _cursor: Any) -> float | None:
    return None if text is None else float(text)


def _away(host: str, error: Exception, password: str) -> str:
    said = (str(error).strip().splitlines() or [type(error).__name__])[0]
    if password:
        said = said.replace(password, "…")
    return _("The database at “%(host)s” refused or did not answer: %(said)s") % {"host": host, "said": said}
