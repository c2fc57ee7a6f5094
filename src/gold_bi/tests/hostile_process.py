"""Reads each file of a folder as a flow would, in a process of its own; prints a line of JSON for each.

    python hostile_process.py FOLDER

`grown` is by how much the process was larger, at any time up to then, than after a first ordinary file, in MB.
"""

import json
import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any


def largest() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def rows_of(path: Path) -> tuple[list[Any], list[Any]]:
    from django.utils.translation import gettext as _

    from gold_bi.contracts import checked
    from gold_bi.reading import FileRefused, blocks, inspect, members, parsed
    from gold_bi.tests.test_reading import CONTRACT

    with TemporaryDirectory() as folder:
        paths = [path]
        for _name, opener in members(path):
            inner = Path(folder) / str(len(paths))
            with opener() as content, inner.open("wb") as file:
                while piece := content.read(1 << 20):
                    file.write(piece)
            paths.append(inner)
        rows: list[Any] = []
        aside: list[Any] = []
        for one in paths[1:] or paths:
            found = inspect(one, CONTRACT)
            if found.missing:
                # As it is said to the person who gave the file.
                raise FileRefused(
                    _("No column of the file is the flow's “%(column)s”. It may be headed: %(headings)s.")
                    % {"column": found.missing[0], "headings": found.missing[0]}
                )
            for block in blocks(one, found.reading):
                values, wrong = parsed(block, found.reading, CONTRACT)
                kept = checked(CONTRACT, values)
                rows += [
                    [line, row.code, row.price, f"{row.day:%Y-%m-%d}"]
                    for line, row in zip(kept.rows.index, kept.rows[:50].itertuples(), strict=False)
                ]
                wrong = [*wrong, *kept.rejected]
                aside += [[one.index, one.column, one.value[:100], one.reason] for one in wrong[:50]]
        return rows, aside


def main(folder: Path) -> None:
    from gold_bi.reading import FileRefused

    rows_of(folder / "workbook-named.csv")
    rows_of(folder / "cp1252.csv")
    before = largest()
    for path in sorted(folder.iterdir()):
        started = time.perf_counter()
        told: dict[str, Any] = {"name": path.name}
        try:
            told["rows"], told["aside"] = rows_of(path)
        except FileRefused as refused:
            told["refused"] = str(refused)
        told |= {"seconds": round(time.perf_counter() - started, 2), "grown": round(largest() - before)}
        print(json.dumps(told), flush=True)  # noqa: T201


if __name__ == "__main__":
    import django
    from django.utils import translation

    django.setup()
    translation.activate(sys.argv[2] if len(sys.argv) > 2 else "en")
    main(Path(sys.argv[1]))
