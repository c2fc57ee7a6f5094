"""`manage.py flow list`, `manage.py flow run NAME`: the flows from the command line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gold_bi import intake, runner
from gold_bi.flows.registry import UnknownFlow, find, registered
from gold_bi.gold import GoldAway
from gold_bi.models.flows import STARTED_BY_COMMAND


class Command(BaseCommand):
    help = "List the flows into GOLD, or run one now."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="the flows there are")
        run = verbs.add_parser("run", help="run one flow now, in this process")
        run.add_argument("name", help="the flow's name, as `flow list` gives it")
        run.add_argument("--from-start", action="store_true", help="read everything again, not only what is new")
        checksum = verbs.add_parser("checksum", help="one number for all that a flow has in GOLD")
        checksum.add_argument("name", help="the flow's name, as `flow list` gives it")

    def handle(self, *, verb: str, **options: Any) -> None:
        if verb == "list":
            for flow in registered():
                self.stdout.write(f"{flow.name}\t{flow.cron}\t{flow.title}")
            return
        try:
            if verb == "checksum":
                self.stdout.write(runner.checksum(options["name"]))
                return
            flow = find(options["name"])
            if flow.reads_files:
                taken = intake.take_up(flow, STARTED_BY_COMMAND)
                if taken is None:
                    self.stdout.write(f"{flow.name}: no new file in its folder.")
                    return
                run = taken
            else:
                run = runner.run(flow.name, STARTED_BY_COMMAND, options["from_start"])
        except (UnknownFlow, runner.AlreadyRunning, runner.FlowFailed, GoldAway) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{run.flow}: {run.rows_read} rows read, {run.rows_changed} changed.")
