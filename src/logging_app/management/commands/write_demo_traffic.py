"""`manage.py write_demo_traffic FILE`: believable past traffic for the demo, in nginx's own format."""

import os
import random
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from logging_app.demo.addresses import site_addresses
from logging_app.demo.traffic import Traffic


class Command(BaseCommand):
    help = "Write the invented traffic of past days to FILE, a new one, for tail_access_log to read like any log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--days", type=int, default=30)
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same visits")

    def handle(self, *, file: Path, days: int, seed: int, **options: Any) -> None:
        if file.exists():
            raise CommandError(f"{file} exists already; nothing was written. Name a new file, or delete this one.")
        if not 1 <= days <= 400:
            raise CommandError(f"--days {days}: give a number from 1 to 400.")
        addresses = site_addresses()
        if not addresses.pages:
            raise CommandError("The site has no live page that traffic could go to. Load a brand or make a page first.")
        traffic = Traffic(addresses, timezone.get_default_timezone(), seed)
        lines = self._write(file, traffic, days, random.Random(seed))
        self.stdout.write(f"Wrote {lines} lines of {days} days to {file}.")

    def _write(self, file: Path, traffic: Traffic, days: int, chance: random.Random) -> int:
        site = urlsplit(settings.SITE_URL)
        requests = traffic.until(timezone.now(), days)
        scratch = file.with_name(f".{file.name}.new")  # a name the ingester does not read
        try:
            with scratch.open("w", encoding="utf-8") as out:
                for request in requests:
                    request_id = f"{chance.getrandbits(128):032x}"
                    out.write(request.line(settings.SITE_URL, site.hostname or "", site.scheme, request_id))
            os.replace(scratch, file)
        except OSError as error:
            scratch.unlink(missing_ok=True)
            raise CommandError(f"{file} could not be written: {error.strerror}.") from error
        return len(requests)
