"""Every admin screen of the request log, on millions of stored requests: each within 150 ms of the server's time."""

import subprocess
import sys
import tempfile
from pathlib import Path

from base.stack.places import SRC

from .ingester import durable_postgres
from .installed import installed

ROWS = 5_000_000


def run(rows: int = ROWS) -> None:
    """Raises SystemExit when a screen takes longer."""
    with tempfile.TemporaryDirectory() as scratch, durable_postgres(Path(scratch)) as environment:
        environment = installed(environment, scratch)
        visits = [sys.executable, "-m", "tests.benchmarks.log_visits", str(rows)]
        if subprocess.run(visits, cwd=SRC, env=environment).returncode:
            raise SystemExit("A screen of the request log is too slow.")
