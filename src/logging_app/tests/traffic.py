"""Days of traffic in the log, made by the ingester from lines."""

from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from logging_app.rollup import compute_dirty_days

from .lines import line

PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def at(days_ago: int, hour: int = 12) -> float:
    """That hour of the site's zone, so many days ago, in seconds since the epoch."""
    day = timezone.localdate() - timedelta(days=days_ago)
    return datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_default_timezone()).timestamp()


def asked(path: str, days_ago: int = 1, hour: int = 12, **changes: Any) -> bytes:
    asks = {"request_uri": path, "request": f"GET {path} HTTP/1.1", "http_user_agent": PERSON}
    return line(**asks | {"msec": at(days_ago, hour)} | changes)


def record(folder: Path, settings: Settings, *lines: bytes) -> None:
    settings.ACCESS_LOG, settings.ERROR_LOG = folder / "access.log", folder / "error.log"
    settings.ACCESS_LOG.write_bytes(b"".join(lines))
    call_command("tail_access_log", "--once", stdout=StringIO())
    compute_dirty_days()
