"""`manage.py flow list`, `flow run NAME`, `flow docs`: the flows from the command line."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from gold_bi import flow_docs, intake, runner
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

        docs = verbs.add_parser("docs", help="write each flow's page of the documentation; needs no database")
        docs.add_argument("--to", type=Path, default=settings.PROJECT_DIR / "docs" / "flows", metavar="FOLDER")

    def handle(self, *, verb: str, **options: Any) -> None:
        if verb == "list":
            for flow in registered():
                self.stdout.write(f"{flow.name}\t{flow.cron}\t{flow.title}")
            return
        if verb == "docs":
            self._write_docs(options["to"])
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

    def _write_docs(self, folder: Path) -> None:
        """In English, whatever the terminal's language: they are committed."""
        with override("en"):
            pages = {f"{flow.name}.md": flow_docs.markdown(flow) for flow in registered()}
            pages["index.md"] = flow_docs.index(registered())
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for gone in {path.name for path in folder.glob("*.md")} - set(pages):
                (folder / gone).unlink()
            for name, text in pages.items():
                (folder / name).write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{folder} could not be written: {error.strerror}.") from error
        self.stdout.write(f"{len(pages)} pages written to {folder}.")
