"""The command line behind `./manager.sh demo`, `manage` and `test`."""

import argparse
import subprocess
import sys

from . import environment
from .demo import _django_environment, demo, watch
from .places import DEMO, PROJECT, SRC


def main() -> int:
    cli = argparse.ArgumentParser(prog="./manager.sh", description=__doc__)
    verbs = cli.add_subparsers(dest="verb", required=True)
    for verb in ("demo", "watch"):
        parser = verbs.add_parser(verb)
        parser.add_argument("--port", type=int, default=8080)
        if verb == "demo":
            parser.add_argument("--reset", action="store_true", help="forget the demo's data and start afresh")
    for verb in ("manage", "with-postgres"):
        verbs.add_parser(verb).add_argument("arguments", nargs=argparse.REMAINDER)
    # argparse's REMAINDER swallows no option that comes first, so pass-through verbs skip it.
    verb = sys.argv[1] if len(sys.argv) > 1 else ""
    if verb == "manage":
        return manage(sys.argv[2:])
    if verb == "with-postgres":
        return with_postgres(sys.argv[2:])
    options = cli.parse_args()
    if verb == "watch":
        watch(options.port)
        return 0
    return demo(options.port, options.reset)


def manage(arguments: list[str]) -> int:
    with environment.running(DEMO) as values:
        port = int((DEMO / "lock").read_text().split()[-1]) if (DEMO / "lock").exists() else 8080
        values |= _django_environment(DEMO, port)
        return subprocess.call([sys.executable, str(SRC / "manage.py"), *arguments], env=values)


def with_postgres(command: list[str]) -> int:
    """Run `command` in `src/` with DATABASE_URL and its kin naming a quick PostgreSQL of the tests' own."""
    with environment.running(PROJECT / ".test", durable=False) as values:
        values.setdefault("DJANGO_SETTINGS_MODULE", "base.settings.test")
        return subprocess.call(command, env=values, cwd=SRC)


if __name__ == "__main__":
    sys.exit(main())
