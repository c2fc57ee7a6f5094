"""`./manager.sh brand SLUG`: from a folder to a site, in the demo's database or the one that is named."""

import subprocess
import sys
import time
from pathlib import Path

from . import environment
from .demo import django_environment, is_running, last_port, prepare
from .places import PROJECT, SRC, say, stop


def brand(slug: str, dry_run: bool, replace: bool, home: Path) -> int:
    """Load the brand; returns the exit code. A home without a site is made ready for one first."""
    folder = PROJECT / "config" / "brands" / slug
    if not (folder / "brand.toml").exists():
        known = ", ".join(sorted(each.parent.name for each in folder.parent.glob("*/brand.toml")))
        stop(f"There is no config/brands/{slug}/brand.toml. There are: {known}")
    started, port = time.monotonic(), last_port(home)
    home.mkdir(exist_ok=True)
    with environment.running(home) as values:
        values |= django_environment(home, port)
        is_ours = "POSTGRES_HOME" in values
        if is_ours and not (home / "loaded").exists() and not dry_run:
            prepare(home, values, port, slug)
        else:
            if is_ours and not (home / "loaded").exists():
                subprocess.run([sys.executable, str(SRC / "manage.py"), "migrate", "-v", "0"], env=values, check=True)
            options = [name for name, chosen in (("--dry-run", dry_run), ("--replace", replace)) if chosen]
            command = [sys.executable, str(SRC / "manage.py"), "load_brand", slug, *options]
            if code := subprocess.call(command, env=values):
                return code
    say(f"Took {time.monotonic() - started:.0f} seconds.")
    if is_ours and not dry_run and not is_running(home):
        say(f"./manager.sh demo shows it, at http://127.0.0.1:{port}")
    return 0
