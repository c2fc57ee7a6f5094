"""Lines into the log of a test, as the ingester reads them."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command
from pytest_django.fixtures import Settings


def ingest(tmp_path: Path, settings: Settings, *lines: bytes) -> None:
    settings.ACCESS_LOG = tmp_path / "access.log"
    settings.ACCESS_LOG.write_bytes(b"".join(lines))
    call_command("tail_access_log", "--once", stdout=StringIO())
