"""Leave to write. PostgreSQL refuses every change of the log's tables to a session that did not ask for it here.

The ingester and the worker's pruning ask; the web process never does. The triggers are in the first migration.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

GRANTED = "logging_app.writer"


def become_writer() -> None:
    """For as long as the connection lasts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'on', false)", [GRANTED])


@contextmanager
def writing() -> Iterator[None]:
    """A transaction that may write."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, 'on', true)", [GRANTED])
        yield
