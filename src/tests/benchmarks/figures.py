"""Order lines from CSV to GOLD, with contract and rollups, beside `DataFrame.to_sql` and plain COPY, in one run."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from base.stack.places import SRC

from .ingester import durable_postgres, manage
from .order_lines import ROWS, days_of, joined

PANDAS, COPY, MOST_MB, REFRESH, GROWTH = 10, 3, 600, 3, 1.3


def run(rows: int = 0) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "days").mkdir()
        days = days_of(folder / "days")
        whole = joined(days, folder / "all.csv")
        with fresh_gold(folder / "one") as environment:
            full = measured(environment, "load", str(whole))
            copied, by_pandas = measured(environment, "copy"), measured(environment, "to_sql")
        seconds = full["seconds"]
        print(f"figures: {full['rows']:,.0f} order lines from CSV to GOLD: contract, facts, seven rollups; fsync on")
        print(f"  {'ours':<30} {seconds:>8.2f} s")
        theirs = by_pandas["seconds"]
        print(f"  {'DataFrame.to_sql':<30} {theirs:>8.2f} s   {theirs / seconds:>6.1f} × as long  (wanted: {PANDAS})")
        theirs = copied["seconds"]
        print(f"  {'plain COPY, same indexes':<30} {theirs:>8.2f} s   ours {seconds / theirs:.2f} × (at most: {COPY})")
        print(f"  {'peak memory':<30} {full['memory']:>8.0f} MB  (at most: {MOST_MB})")
        one = refreshed(folder, days)
        print(f"  {'one day replaced':<30} {one:>8.3f} s   {one / seconds:.1%} (at most: {REFRESH} %)")
        if rows:
            growth(folder, rows)


def refreshed(folder: Path, days: list[Path]) -> float:
    """A day's file replaced by one with a line less, where all the others lie in another file."""
    middle = len(days) // 2
    rest = joined(days[:middle] + days[middle + 1 :], folder / "rest.csv")
    shorter = folder / "shorter.csv"
    shorter.write_text(days[middle].read_text(encoding="utf-8-sig").rstrip("\n").rpartition("\n")[0] + "\n")
    with fresh_gold(folder / "two") as environment:
        found = measured(environment, "load", str(rest), f"{days[middle]}=day.csv", f"{shorter}=day.csv")
    if found["changed"] != 1:
        raise SystemExit(f"One line went, and {found['changed']} rows changed.")
    return found["seconds"]


def growth(folder: Path, rows: int) -> None:
    """Time per row of many rows beside that of as many as the shop's."""
    each = []
    for count in (ROWS, rows):
        made = folder / f"made-{count}"
        made.mkdir()
        whole = joined(days_of(made, count), folder / "made.csv")
        with fresh_gold(folder / f"gold-{count}") as environment:
            found = measured(environment, "load", str(whole))
        each.append(found["seconds"] / found["rows"])
        print(
            f"  {f'{count:,} made rows':<30} {found['seconds']:>8.2f} s   {each[-1] * 1e6:.2f} µs a row,"
            f" {found['memory']:.0f} MB"
        )
    print(f"  {'time per row':<30} {each[1] / each[0]:>8.2f} ×   (at most: {GROWTH})")


@contextmanager
def fresh_gold(folder: Path) -> Iterator[dict[str, str]]:
    folder.mkdir()
    with durable_postgres(folder) as environment:
        environment |= {
            "DJANGO_SETTINGS_MODULE": "base.settings.dev",
            "FLOW_FILES_DIR": str(folder / "files"),
        }
        for alias in ("default", "gold"):  # what a load is followed by is kept in the other one
            subprocess.run([*manage("migrate"), "--database", alias, "-v", "0"], cwd=SRC, env=environment, check=True)
        yield environment


def measured(environment: dict[str, str], *words: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.figures_process", *words]
    done = subprocess.run(command, cwd=SRC, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
