"""How much of a file is read. What is above is refused, or the row set aside, before it costs memory or time."""

SIZE = 2_000_000_000  # bytes of a file: some 20 million rows
COLUMNS = 500
CELL = 32_767  # characters, as in Excel
LINE = 1_000_000  # bytes without an end of line; of a row of CSV that goes on in other lines, all together
ROW_LINES = 200  # lines that one quoted cell may span; above, its closing mark is missing
READ_AGAIN = 100_000_000  # characters, and a hundred for each line, behind marks that nothing closes
SET_ASIDE = 100_000  # rows of a file without the right cells; above, the file is read wrongly
HEADING = 200  # characters of one; what is longer is none
YEARS = (1000, 2999)  # of dates; programs write the years 1 and 9999 for “none”

# Of archives, which XLSX files are too. Tables shrink to a tenth; what shrinks to a hundredth is made for harm.
MEMBERS = 1_000
DIRECTORY = 2_000_000  # bytes of a zip's list of members
UNPACKED = 2_000_000_000  # bytes, of all members
RATIO = 100  # unpacked to packed bytes, of members above 1 MB and of the whole

# Of workbooks.
SHEETS = 100
SHEET_ROWS = 1_048_576  # and columns, as in Excel
SHEET_COLUMNS = 16_384
SHEET_START = 2_000_000  # bytes of a sheet in which headings are looked for
ALL_STARTS = 20_000_000  # of all sheets together
ELEMENT = 1_000_000  # bytes of markup without the end of a row, of a text
PART = 20_000_000  # bytes of the parts that say what is where
DEPTH = 50  # of elements in one another, in those
TEXTS = 1_500_000  # that a workbook keeps apart from its sheets
TEXTS_SIZE = 100_000_000  # bytes of them
STYLES = 70_000  # Excel allows 65,490
MERGED = 200_000  # merged areas of a sheet
