"""`manage.py load_brand SLUG`: a company's site from its folder."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from website.branding.loading import BrandError, Loaded, load


class Command(BaseCommand):
    help = "Build a brand's site from its folder, or bring what the folder changed since into the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the name of the brand's folder")
        parser.add_argument("--brands-dir", type=Path, default=settings.BRANDS_DIR, help="where brands' folders are")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--replace", action="store_true", help="clear away the site of another brand first")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        say = self.stdout.write if options["verbosity"] else _nothing
        path = options["brands_dir"] / options["slug"]
        try:
            loaded = load(path, say, dry_run=options["dry_run"], replace=options["replace"])
        except BrandError as error:
            raise CommandError(f"{error}\nNothing was changed.") from error
        for line in _told(loaded, options["dry_run"]):
            say(line)
        if options["dry_run"]:
            say("Nothing was changed: this was a dry run.")
        else:
            say(f"{loaded.address} ({time.monotonic() - started:.0f} seconds)")


def _nothing(line: str) -> None:
    pass


def _told(loaded: Loaded, dry_run: bool) -> list[str]:
    report, languages = loaded.report, " and ".join(loaded.languages)
    if loaded.is_new:
        site = f"{loaded.pages} pages in {languages}, {loaded.photos} photographs"
        return [f"{loaded.name} {'would be' if dry_run else 'is'} here: {site}."]
    would = "would be " if dry_run else ""
    lines = []
    if report.changed:
        lines += [f"{would}changed:".capitalize(), *(f"  {line}" for line in report.changed)]
    if report.kept:
        lines += [f"{would}kept:".capitalize(), *(f"  {line}" for line in report.kept)]
    if report.edited:
        lines.append(f"{report.edited} values are an editor's, and the folder does not change them.")
    if not report.changed:
        lines.append(f"{loaded.name} is as its folder says: nothing was changed." if not dry_run else "")
    return [line for line in lines if line]
