"""The command line behind `./manager.sh demo`, `brand`, `manage` and `test`."""

import argparse
import subprocess
import sys
from pathlib import Path

from . import environment
from .brand import brand
from .demo import demo, django_environment, last_port, watch
from .places import DEMO, PROJECT, SRC


def main(verb: str, arguments: list[str]) -> int:
    if verb == "manage":
        return manage(arguments)
    if verb == "with-postgres":
        return with_postgres(arguments)
    cli = argparse.ArgumentParser(prog=f"./manager.sh {verb}")
    if verb == "brand":
        cli.add_argument("slug", help="the name of a folder in config/brands")
        cli.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        cli.add_argument("--replace", action="store_true", help="clear away the site of another brand first")
        cli.add_argument("--home", type=Path, default=DEMO, help=argparse.SUPPRESS)
        chosen = cli.parse_args(arguments)
        return brand(chosen.slug, chosen.dry_run, chosen.replace, chosen.home.resolve())
    cli.add_argument("--port", type=int, default=8080, help="where nginx listens on 127.0.0.1 (default: 8080)")
    if verb == "watch":
        watch(cli.parse_args(arguments).port)
        return 0
    cli.add_argument("--reset", action="store_true", help="forget the demo's data and start afresh")
    cli.add_argument("--brand", default="demo", help="the folder in config/brands that a new demo shows")
    cli.add_argument("--home", type=Path, default=DEMO, help=argparse.SUPPRESS)  # the suite's own demo
    options = cli.parse_args(arguments)
    return demo(options.port, options.reset, options.brand, options.home.resolve())


def manage(arguments: list[str]) -> int:
    """manage.py on the demo's databases, whether or not the demo runs."""
    with environment.running(DEMO) as values:
        values |= django_environment(DEMO, last_port(DEMO))
        return subprocess.call([sys.executable, str(SRC / "manage.py"), *arguments], env=values)


def with_postgres(command: list[str]) -> int:
    """Run `command` in `src/` with DATABASE_URL and its kin naming a quick PostgreSQL of the tests' own."""
    with environment.running(PROJECT / ".test", durable=False) as values:
        values.setdefault("DJANGO_SETTINGS_MODULE", "base.settings.test")
        return subprocess.call(command, env=values, cwd=SRC)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
