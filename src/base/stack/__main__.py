"""The command line behind `./manager.sh demo`, `manage` and `test`."""

import argparse
import subprocess
import sys
from pathlib import Path

from . import environment
from .demo import demo, django_environment, watch
from .places import DEMO, PROJECT, SRC


def main(verb: str, arguments: list[str]) -> int:
    if verb == "manage":
        return manage(arguments)
    if verb == "with-postgres":
        return with_postgres(arguments)
    cli = argparse.ArgumentParser(prog=f"./manager.sh {verb}")
    cli.add_argument("--port", type=int, default=8080, help="where nginx listens on 127.0.0.1 (default: 8080)")
    if verb == "watch":
        watch(cli.parse_args(arguments).port)
        return 0
    cli.add_argument("--reset", action="store_true", help="forget the demo's data and start afresh")
    cli.add_argument("--home", type=Path, default=DEMO, help=argparse.SUPPRESS)  # the suite's own demo
    options = cli.parse_args(arguments)
    return demo(options.port, options.reset, options.home.resolve())


def manage(arguments: list[str]) -> int:
    """manage.py on the demo's databases, whether or not the demo runs."""
    lock = DEMO / "lock"
    port = int(lock.read_text().split()[-1]) if lock.exists() else 8080
    with environment.running(DEMO) as values:
        values |= django_environment(DEMO, port)
        return subprocess.call([sys.executable, str(SRC / "manage.py"), *arguments], env=values)


def with_postgres(command: list[str]) -> int:
    """Run `command` in `src/` with DATABASE_URL and its kin naming a quick PostgreSQL of the tests' own."""
    with environment.running(PROJECT / ".test", durable=False) as values:
        values.setdefault("DJANGO_SETTINGS_MODULE", "base.settings.test")
        return subprocess.call(command, env=values, cwd=SRC)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
