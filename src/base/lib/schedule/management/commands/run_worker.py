"""`manage.py run_worker`: runs background tasks, and enqueues the scheduled ones when they are due."""

import logging
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import translation
from django_tasks.signals import task_started
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from base.lib.heartbeat import beat
from base.lib.schedule.scheduler import tick

logger = logging.getLogger(__name__)

TICK_SECONDS = 5.0


class Command(DatabaseWorker):
    help = "Run background tasks, and enqueue the scheduled ones when they are due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(backend_name="db")

    def configure_logging(self, verbosity: int) -> None:
        """LOG_LEVEL decides, as for every other process."""

    def handle(self, **options: Any) -> None:
        if not options["batch"]:  # a batch works off the queue and ends
            threading.Thread(target=_keep_ticking, name="scheduler", daemon=True).start()
        task_started.connect(_speak_the_sites_language)
        try:
            super().handle(**options)
        finally:  # whoever called it may have tasks of its own, and its own language
            task_started.disconnect(_speak_the_sites_language)


def _speak_the_sites_language(**_signal: Any) -> None:
    """Whatever language the task before was left in: what a task writes down is read by the company."""
    translation.activate(settings.LANGUAGE_CODE)


def _keep_ticking() -> None:
    pause = threading.Event()
    while not pause.wait(TICK_SECONDS):
        try:
            for name in tick():
                logger.info("enqueued scheduled task %s", name)
            beat()
        except DatabaseError:
            # The database restarts, the worker need not.
            logger.exception("the scheduler could not reach the database; it tries again")
            connection.close()
        close_old_connections()
