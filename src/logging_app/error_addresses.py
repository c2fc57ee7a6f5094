"""Addresses in what nginx's error log says: in the column of their own, and wherever else a message has one."""

from datetime import datetime
from typing import Any

from django.db import connection

from .models import ErrorLogEntry, UnparsableLine
from .networks import IS_WHOLE, KEPT, without_addresses
from .writing import writing

_AT_ONCE = 1_000
_CHANGE = f"""
    SELECT count(*) FROM logging_app_errorlogentry WHERE id = ANY(%s) AND (id = ANY(%s) OR {IS_WHOLE})
"""  # noqa: S608 -- nothing in it comes from outside
_SHORTEN = f"UPDATE logging_app_errorlogentry SET ip = {KEPT}, shortened = true WHERE id = ANY(%s)"  # noqa: S608 -- ours


def shorten(before: datetime) -> int:
    """Those of the errors before that moment; returns in how many errors there was one."""
    whole = ErrorLogEntry.objects.filter(shortened=False, time__lt=before).order_by("time")
    count = 0
    while errors := list(whole.values_list("pk", "message")[:_AT_ONCE]):
        numbers = [pk for pk, _ in errors]
        with writing(), connection.cursor() as cursor:
            cursor.execute(_CHANGE, [numbers, _shorten_messages(errors)])
            count += cursor.fetchone()[0]
            cursor.execute(_SHORTEN, [numbers])
    return count


def erase(cursor: Any, ip: str) -> int:
    """The errors of one address, and itself where other messages and lines nobody could read name it.

    Returns in how many places it was. In the caller's transaction.
    """
    count = ErrorLogEntry.objects.filter(ip=ip).delete()[0]
    named = ErrorLogEntry.objects.filter(shortened=False, message__icontains=ip).values_list("pk", "message")
    count += len(_shorten_messages(list(named), ip))
    cursor.execute("SELECT id, raw FROM logging_app_unparsableline WHERE position(%s IN raw) > 0", [ip.encode()])
    lines = [(pk, bytes(raw).decode("latin-1")) for pk, raw in cursor.fetchall()]
    numbers = [pk for pk, text in lines if without_addresses(text, ip) != text]
    return count + UnparsableLine.objects.filter(pk__in=numbers).delete()[0]


def _shorten_messages(errors: list[tuple[int, str]], only: str = "") -> list[int]:
    """The ids of those that had an address."""
    changed = [
        ErrorLogEntry(pk=pk, message=text)
        for pk, message in errors
        if (text := without_addresses(message, only)) != message
    ]
    ErrorLogEntry.objects.bulk_update(changed, ["message"])
    return [error.pk for error in changed]
