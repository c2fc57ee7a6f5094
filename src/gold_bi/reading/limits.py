"""How much of a file is read. What is above is refused, or the row set aside, before it costs memory or time."""

SIZE = 2_000_000_000  # bytes of a file: some 20 million rows
COLUMNS = 500
CELL = 32_767  # characters, as in Excel
LINE = 1_000_000  # bytes without an end of line
ROW_LINES = 200  # lines that one quoted cell may span; above, its closing mark is missing
SET_ASIDE = 100_000  # rows of a file without the right cells; above, the file is read wrongly

# Of archives, which XLSX files are too. Tables shrink to a tenth; what shrinks to a hundredth is made for harm.
MEMBERS = 1_000
UNPACKED = 2_000_000_000  # bytes, of all members
RATIO = 100  # unpacked to packed bytes, of members above 1 MB
