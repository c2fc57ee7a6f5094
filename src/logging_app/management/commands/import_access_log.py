"""`manage.py import_access_log FILE…`: old log files into the request log, each line once."""

import signal
import threading
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError

from logging_app import rollup
from logging_app.importing import CannotImport, Import, OldFile, Progress, check
from logging_app.pipeline import AnotherReader

TELL_SECONDS = 2.0


class Command(BaseCommand):
    help = (
        "Read old access logs into the request log: our JSON or the combined format of nginx and Apache, plain or"
        " compressed. What was read before is not read again. tail_access_log may run meanwhile."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE")

    def handle(self, *, files: list[Path], **options: Any) -> None:
        self._told = self._started = time.monotonic()
        stop = threading.Event()
        before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            self._import(check(files), stop)
        except CannotImport as reason:
            raise CommandError(str(reason)) from None
        except AnotherReader:
            raise CommandError("tail_access_log did not give way; run the same command again to go on.") from None
        except (DatabaseError, InterfaceError) as error:
            raise CommandError(
                f"The database took no more lines. What it took is kept; run the same command again to go on. {error}"
            ) from error
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _import(self, files: list[OldFile], stop: threading.Event) -> None:
        try:
            done = Import(stop, self._tell, self.stdout.write).run(files)
        finally:
            for file in files:
                file.part.close()
        for progress in done:
            self.stdout.write(_said(progress))
        if stop.is_set():
            raise CommandError("Stopped. What was read is kept; run the same command again to go on.")
        rollup.compute_dirty_days()

    def _tell(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._told < TELL_SECONDS:
            return
        self._told = now
        rate = (progress.at - progress.start) / (now - self._started)
        left = round((progress.size - progress.at) / rate) if rate else 0
        share = 100 * progress.at // max(progress.size, 1)
        pace = round(progress.lines / (now - self._started))
        self.stdout.write(
            f"{progress.path.name}: {progress.lines} lines, {share} %, {pace} lines/s, about {left} s to go"
        )


def _said(progress: Progress) -> str:
    if not progress.lines and progress.at >= progress.size:
        return f"{progress.path}: read before, nothing new in it."
    ignored = f", {progress.ignored} of the office's left out" if progress.ignored else ""
    return f"{progress.path}: {progress.lines} lines, {progress.unparsable} unparsable{ignored}."
