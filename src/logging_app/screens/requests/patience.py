"""Questions to PostgreSQL that may take so long and no longer."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

_CANCELLED = "57014"


class OutOfTime(Exception):
    """The answer took longer than it was given."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Each statement in here gets `seconds`, and no compiler: it starts up longer than such a statement may run.

    Raises OutOfTime; what was read before in here stands.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = %s; SET LOCAL jit = off", [max(1, round(seconds * 1000))])
            yield
            cursor.execute("SET LOCAL statement_timeout TO DEFAULT; SET LOCAL jit TO DEFAULT")
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) == _CANCELLED:
            raise OutOfTime from error
        raise
