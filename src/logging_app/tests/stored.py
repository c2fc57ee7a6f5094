"""A log that is read and counted, for the screens that show it."""

from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from logging_app import rollup

from .lines import line

PERSON = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
)
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1"  # fmt: skip  # noqa: E501
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def asked(uri: str, *, times: int = 1, ago: timedelta = timedelta(minutes=1), **fields: Any) -> list[bytes]:
    """Lines of that many requests of one person; `agent`, `referrer` and `ip` for nginx's longer names."""
    moment: datetime = timezone.now() - ago
    long = {"agent": "http_user_agent", "referrer": "http_referer", "ip": "remote_addr"}
    said = {"http_user_agent": PERSON, "http_referer": "", **{long.get(name, name): fields[name] for name in fields}}
    return [
        line(
            request_uri=uri,
            time=moment.isoformat(timespec="seconds"),
            msec=round(moment.timestamp() - number, 3),
            **said,
        )
        for number in range(times)
    ]


def store(tmp_path: Path, settings: Settings, *lines: list[bytes]) -> None:
    settings.ACCESS_LOG = tmp_path / "access.log"
    settings.ACCESS_LOG.write_bytes(b"".join(each for some in lines for each in some))
    call_command("tail_access_log", "--once", stdout=StringIO())
    rollup.compute_dirty_days()
