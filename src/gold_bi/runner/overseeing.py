"""What keeps a run from waiting for ever: its time limit, and a knock at GOLD's door while it works.

A server that is stopped breaks the connection. One that is frozen (its machine paused, its processes stopped, its
network cut) says nothing, and a run that waits for its answer cannot look at a clock; so somebody else does.
"""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg2
from django.db import connections
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gold_bi.flows.registry import Flow
from gold_bi.models import FlowRun

KNOCK_EVERY = 10.0  # seconds
UNANSWERED = 3  # knocks in a row after which GOLD is taken for frozen: with their waits, about half a minute
GRACE = 30.0  # seconds past the time limit for a run to end in order


class OverTime(Exception):
    """The run took longer than its flow allows."""


def keep_to_time(record: FlowRun) -> None:
    """Raises OverTime. Asked between pieces; within one, PostgreSQL's `statement_timeout` says the same."""
    if time.monotonic() >= record.ends:
        raise OverTime


def over_time(flow: Flow) -> str:
    minutes = round(flow.time_limit.total_seconds() / 60)
    return ngettext(
        "It took longer than its time limit of %(minutes)s minute, so it was ended. Nothing of it was kept.",
        "It took longer than its time limit of %(minutes)s minutes, so it was ended. Nothing of it was kept.",
        minutes,
    ) % {"minutes": minutes}


@contextmanager
def overseen(flow: Flow, record: FlowRun) -> Iterator[None]:
    """Within a transaction on GOLD: no statement runs past the limit, and a server that froze is let go of."""
    limit = flow.time_limit.total_seconds()
    record.ends = time.monotonic() + limit
    connection = connections["gold"]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = %s", [max(1, int(limit * 1000))])
    # A number of our own for the same line: the run may close its own, and the number be given to another.
    line = socket.socket(fileno=os.dup(connection.connection.fileno()))
    ended = threading.Event()
    parameters = connection.get_connection_params()
    threading.Thread(target=_oversee, args=(line, parameters, record.ends + GRACE, ended), daemon=True).start()
    try:
        yield
    finally:
        ended.set()


def _oversee(line: socket.socket, parameters: dict[str, Any], ends: float, ended: threading.Event) -> None:
    unanswered = 0
    with line:
        while unanswered < UNANSWERED and (left := ends - time.monotonic()) > 0:
            if ended.wait(min(KNOCK_EVERY, left)):
                return
            unanswered = unanswered + 1 if _says_nothing(parameters) else 0
        if not ended.is_set():
            with suppress(OSError):  # it broke by itself meanwhile
                line.shutdown(socket.SHUT_RDWR)  # whoever waits at the other end of it is woken with an error


def _says_nothing(parameters: dict[str, Any]) -> bool:
    """Whether a new connection waits in vain. A refusal is an answer: the run hears of it on its own line."""
    started = time.monotonic()
    try:
        psycopg2.connect(**parameters).close()
    except psycopg2.Error:
        return time.monotonic() - started >= 0.9 * float(parameters.get("connect_timeout", 2))
    return False


def gold_says(error: BaseException) -> str:
    """The first line of what a database said, or what kind of fault it is."""
    return (str(error).strip().splitlines() or [_("nothing (%s)") % type(error).__name__])[0]
