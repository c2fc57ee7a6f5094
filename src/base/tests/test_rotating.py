"""nginx's logs get a new file each day also where no logrotate is, and old ones go."""

import os
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from base.stack.nginx import ROTATING

# Stands for nginx: says when it was told to open its logs anew.
NGINX = "trap 'echo reopened >> said' USR1; while :; do sleep 0.05; done"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Path]:
    """A folder with a log of yesterday, one of ten days ago, and one of two days ago, being rotated."""
    logs = tmp_path / "logs"
    logs.mkdir()
    for name, days in (("access.log", 1), ("access.log-old", 10), ("access.log-new", 2)):
        (logs / name).write_text(f"{name}\n")
        moment = time.time() - days * 86_400
        os.utime(logs / name, (moment, moment))
    (logs / "error.log").touch()
    env = os.environ | {"CHECK_SECONDS": "0.1", "TZ": "UTC"}
    process = subprocess.Popen([*ROTATING, "sh", "-c", NGINX], cwd=tmp_path, env=env, start_new_session=True)
    yield tmp_path
    os.killpg(process.pid, 15)
    process.wait(timeout=10)


def test_yesterdays_log_is_put_aside_and_what_is_older_than_a_week_goes(running: Path) -> None:
    deadline = time.monotonic() + 20
    while not (running / "said").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.3)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    part = running / "logs" / f"access.log-{yesterday:%Y%m%d}"
    assert part.read_text() == "access.log\n"
    # An empty log is left alone, and it all happens once.
    left = sorted(each.name for each in (running / "logs").iterdir())
    assert left == sorted([part.name, "access.log-new", "error.log"])
    assert (running / "said").read_text() == "reopened\n"
