"""Reading GOLD from a screen: quickly, consistently, or not at all."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, connections, transaction

STATEMENT_TIMEOUT = 1500  # milliseconds; connecting may take two seconds more (settings)
REST = 5.0  # seconds that a server which let us wait in vain is left alone, so that it does not hold up every page


class GoldAway(Exception):
    """GOLD does not answer, or not in time."""


_left_alone_until = 0.0  # time.monotonic(); of this process


@contextmanager
def reading_gold() -> Iterator[None]:
    """One snapshot of GOLD for everything read inside.

    Raises GoldAway when the server is down, refuses, takes longer than STATEMENT_TIMEOUT over a question,
    or could not be reached within the last REST seconds.
    """
    global _left_alone_until
    if time.monotonic() < _left_alone_until:
        raise GoldAway("GOLD did not answer a moment ago.")
    connection = connections["gold"]
    try:
        with transaction.atomic(using="gold"):
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = %s", [STATEMENT_TIMEOUT])
            yield
    except (OperationalError, InterfaceError) as error:
        if connection.connection is None:
            _left_alone_until = time.monotonic() + REST
        elif not connection.in_atomic_block:
            connection.close()  # the next reader knocks anew
        raise GoldAway(str(error).strip()) from error
