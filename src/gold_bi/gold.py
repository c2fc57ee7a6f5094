"""Reading GOLD from a screen: quickly, consistently, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, connections, transaction

STATEMENT_TIMEOUT = 1500  # milliseconds; connecting may take two seconds more (settings)


class GoldAway(Exception):
    """GOLD does not answer, or not in time."""


@contextmanager
def reading_gold() -> Iterator[None]:
    """One snapshot of GOLD for everything read inside.

    Raises GoldAway when the server is down, refuses, or takes longer than STATEMENT_TIMEOUT over a question.
    """
    connection = connections["gold"]
    try:
        with transaction.atomic(using="gold"):
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = %s", [STATEMENT_TIMEOUT])
            yield
    except (OperationalError, InterfaceError) as error:
        if not connection.in_atomic_block:
            connection.close()  # the next reader knocks anew
        raise GoldAway(str(error).strip()) from error
