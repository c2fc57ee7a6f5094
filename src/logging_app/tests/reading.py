"""Lines into the log of a test, as the ingester reads them."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command
from pytest_django.fixtures import Settings

from logging_app.models import AccessLogEntry


def ingest(tmp_path: Path, settings: Settings, *lines: bytes) -> None:
    settings.ACCESS_LOG = tmp_path / "access.log"
    settings.ACCESS_LOG.write_bytes(b"".join(lines))
    call_command("tail_access_log", "--once", stdout=StringIO())


def write(log: Path, *lines: bytes) -> None:
    with log.open("ab") as file:
        file.write(b"".join(lines))


def read_once() -> str:
    said = StringIO()
    call_command("tail_access_log", "--once", stdout=said)
    return said.getvalue().strip()


def paths() -> list[str]:
    return list(AccessLogEntry.objects.order_by("id").values_list("path__text", flat=True))
