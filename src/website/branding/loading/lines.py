"""On which line of a TOML text a value stands: tomllib keeps no line numbers once it has read a file."""

import re
from collections import Counter

HEADER = re.compile(r"\s*(\[{1,2})\s*([^\[\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
ASSIGNMENT = re.compile(r"\s*([A-Za-z0-9_.\-\"' ]+?)\s*=")

Path = tuple[str | int, ...]


def line_numbers(source: str) -> dict[Path, int]:
    """The line, from 1, of each table and key. Paths are as in the data: ("body", 2, "cards", 0, "line", "it")."""
    lines: dict[Path, int] = {}
    table: Path = ()
    entries: Counter[Path] = Counter()
    inside_text = False
    for number, line in enumerate(source.splitlines(), start=1):
        if not inside_text and (header := HEADER.match(line)):
            table = _table_path(_parts(header[2]), header[1] == "[[", entries)
            lines.setdefault(table, number)
        elif not inside_text and (assignment := ASSIGNMENT.match(line)):
            path = (*table, *_parts(assignment[1]))
            for length in range(len(table) + 1, len(path) + 1):
                lines.setdefault(path[:length], number)
        if line.count('"""') % 2:
            inside_text = not inside_text
    return lines


def _parts(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]


def _table_path(parts: list[str], is_entry: bool, entries: "Counter[Path]") -> Path:
    """`parts` with the number of the entry after each name that is a list; a new entry is counted in `entries`."""
    path: Path = ()
    for part in parts:
        path = (*path, part)
        if part is parts[-1] and is_entry:
            entries[path] += 1
        if entries[path]:
            path = (*path, entries[path] - 1)
    return path
