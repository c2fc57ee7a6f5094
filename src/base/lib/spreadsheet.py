"""Cells for people who open a CSV file in a spreadsheet."""

# What a spreadsheet takes for the start of a formula (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def inert(cell: str) -> str:
    """`cell`, with an apostrophe before it where a spreadsheet would compute it."""
    return "'" + cell if cell.startswith(FORMULA_STARTS) else cell
