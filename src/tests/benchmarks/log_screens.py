"""Every admin screen of the request log, on millions of stored requests: each within 150 ms of the server's time."""

import subprocess
import sys
import tempfile
from pathlib import Path

from base.stack.places import SRC

from .ingester import durable_postgres, manage

ROWS = 5_000_000


def run(rows: int = ROWS) -> None:
    """Raises SystemExit when a screen takes longer."""
    with tempfile.TemporaryDirectory() as scratch, durable_postgres(Path(scratch)) as environment:
        environment |= {
            "DJANGO_SETTINGS_MODULE": "base.settings.production",
            "SECRET_KEY": "benchmark" * 6,
            "STATIC_ROOT": f"{scratch}/static",
            "MEDIA_ROOT": f"{scratch}/media",
            "SECOND_FACTOR_REQUIRED": "off",  # the benchmark's owner has no phone
        }
        for arguments in (
            ["migrate", "-v", "0"],
            ["migrate", "--database", "gold", "-v", "0"],
            ["collectstatic", "--noinput", "-v", "0"],
            ["load_brand", "demo"],
        ):
            subprocess.run(manage(*arguments), cwd=SRC, env=environment, check=True, stdout=subprocess.DEVNULL)
        visits = [sys.executable, "-m", "tests.benchmarks.log_visits", str(rows)]
        if subprocess.run(visits, cwd=SRC, env=environment).returncode:
            raise SystemExit("A screen of the request log is too slow.")
