"""`manage.py load_brand SLUG`: a company's site from its folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from website.branding.loading import BrandError, load


class Command(BaseCommand):
    help = "Build a brand's site from its folder. Running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the name of the brand's folder")
        parser.add_argument("--brands-dir", type=Path, default=settings.BRANDS_DIR, help="where brands' folders are")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load(options["brands_dir"] / options["slug"])
        except BrandError as error:
            raise CommandError(f"{error}\nNothing was changed.") from error
        if loaded.already:
            self.stdout.write(f"{loaded.name} is already here: nothing was changed.")
        else:
            languages = " and ".join(loaded.languages)
            self.stdout.write(
                f"{loaded.name} is here: {loaded.pages} pages in {languages}, {loaded.photos} photographs."
            )
