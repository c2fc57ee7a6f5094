"""The log handler that writes an unhandled exception into the database (settings: LOGGING)."""

import logging
import re
import threading
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from .masking import Said, masked
from .rate import Rate
from .traces import Trace, source_words, trace_of

_REQUEST_ID = re.compile(r"[0-9a-f]{32}")
# The database is asked for one short INSERT; a visitor does not wait for it longer than this.
_TIMEOUT = "SET LOCAL statement_timeout = '2s'; SET LOCAL lock_timeout = '1s'"
_LONGEST_PATH = 2_000


class ExceptionHandler(logging.Handler):
    """Writes an ExceptionReport for each record that carries an exception, up to a few a minute of one kind.

    Other handlers still say it on stderr, whatever becomes of it here. When the database is what failed, it is silent.
    """

    def __init__(self, per_minute: int = 5) -> None:
        super().__init__()
        self._rate = Rate(per_minute)
        self._busy = threading.local()

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is None or getattr(self._busy, "now", False):
            return
        self._busy.now = True
        try:
            self._report(record, error)
        except (DatabaseError, InterfaceError):
            pass  # stderr has it
        except Exception:  # logging must not raise, whatever fails here; handleError says it on stderr
            self.handleError(record)
        finally:
            self._busy.now = False

    def _report(self, record: logging.LogRecord, error: BaseException) -> None:
        trace = trace_of(error)
        if _database_is_gone(error) or connection.needs_rollback:
            return
        left_out = self._rate.admit((trace[-1].exception, trace[-1].place))
        if left_out is None:
            return
        request = getattr(record, "request", None)
        store(record, request, trace, Said.of(request), left_out)


def store(record: logging.LogRecord, request: Any, trace: list[Trace], said: Said, left_out: int) -> None:
    from logging_app.models import ExceptionReport  # settings load this module before the models

    known = source_words(trace)
    request_id = str(getattr(record, "request_id", ""))
    task = "" if request is not None else _task_of(record)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_TIMEOUT)
        ExceptionReport.objects.create(
            time=datetime.fromtimestamp(record.created, UTC),
            request_id=UUID(request_id) if _REQUEST_ID.fullmatch(request_id) else None,
            method=str(getattr(request, "method", "") or "")[:32],
            path=_storable(getattr(request, "path", "") or task)[:_LONGEST_PATH],
            exception=trace[-1].exception[:200],
            message=_storable(masked(trace[-1].message, said, known)),
            trace=[part.as_json(_storable(masked(part.message, said, known))) for part in trace],
            left_out=left_out,
        )


def _database_is_gone(error: BaseException) -> bool:
    """Asked without asking it, which might take long."""
    if isinstance(error, InterfaceError):
        return True
    return isinstance(error, OperationalError) and (connection.connection is None or connection.connection.closed)


def _task_of(record: logging.LogRecord) -> str:
    """The name of the background task that django-tasks says has failed; else the logger's."""
    path = record.args[1] if isinstance(record.args, tuple) and len(record.args) == 3 else ""
    return path if isinstance(path, str) and path else record.name


def _storable(text: str) -> str:
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
