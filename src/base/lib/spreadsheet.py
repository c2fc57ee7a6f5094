"""Cells for people who open a CSV file in a spreadsheet."""

from typing import Any

# What a spreadsheet takes for the start of a formula (OWASP, "CSV Injection"), in full width too.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def inert(cell: Any) -> Any:
    """`cell`, with an apostrophe before a text that a spreadsheet would compute."""
    return "'" + cell if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
