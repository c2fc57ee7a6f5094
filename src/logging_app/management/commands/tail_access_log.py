"""`manage.py tail_access_log`: the log ingester, one running at a time."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError

from logging_app.pipeline import AnotherReader, Ingester, Totals


class Command(BaseCommand):
    help = "Read nginx's logs (the settings ACCESS_LOG and ERROR_LOG) and their rotated parts, each line once."
    requires_system_checks = []  # it runs with few of the apps: the web process has checked them all

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="read what is there, then end")

    def handle(self, *, once: bool, **options: Any) -> None:
        stop = threading.Event()
        before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            totals = self._read(Ingester(settings.ACCESS_LOG, stop, settings.ERROR_LOG), once)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        self.stdout.write(f"Read {totals.lines} lines of {len(totals.files)} files, {totals.unparsable} unparsable.")

    def _read(self, ingester: Ingester, once: bool) -> Totals:
        if not once:
            self.stdout.write(f"Reading {settings.ACCESS_LOG} and its rotated parts.")
            return ingester.run()
        try:
            return ingester.run_once()
        except AnotherReader:
            raise CommandError("Another tail_access_log is reading this log; nothing was read here.") from None
        except (DatabaseError, InterfaceError) as error:
            raise CommandError(f"The database took no lines: {error}") from error
