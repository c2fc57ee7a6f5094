"""A sheet's cells: what they hold, and the text that stands for it in a column that is read in a certain way.

A real number or date can be read in one way only: its text is written so that the column's way gives it back.
"""

from datetime import datetime, timedelta
from math import isfinite

from django.utils.translation import gettext as _

from .package import DATE, Package
from .texts import unescaped

# Whole numbers without a date's format that are days all the same, where dates are expected: 1927 to 2173. Below, a
# number may be a year; above, a date without its marks (20251231).
BARE_DAYS = (10_000, 99_999)


class Code(float):
    """A number that is shown with zeros before it, such as a postal code: `digits` of them."""

    digits = 0


class Wrong(str):
    """A cell that holds no value but an error: `#DIV/0!`; or no result of its formula."""

    @property
    def reason(self) -> str:
        if self:
            return _("the sheet shows an error there")
        return _("its formula has no result in the file: open it in Excel, save it there and give it again")


Cell = str | float | bool | datetime | Wrong


def held(kind: str, raw: str, style: int, is_formula: bool, book: Package) -> Cell | None:
    """What a cell holds, from its type, its text and its style as they stand in the file."""
    if kind == "s":
        return book.texts[int(raw)] if raw else None
    if kind in ("str", "inlineStr"):
        return unescaped(raw)
    if kind == "e":
        return Wrong(raw or "#")
    if not raw.strip():
        return Wrong() if is_formula else None
    if kind == "b":
        return raw.strip() in ("1", "true")
    if kind == "d":
        return _iso(raw.strip().removesuffix("Z"))
    number = float(raw) if raw.isascii() and "_" not in raw else None
    if number is None or not isfinite(number):
        return raw
    meaning = book.styles[style] if style < len(book.styles) else ""
    if meaning == DATE:
        return moment(number, book.from_1904) or (_clock(number) if 0 < number < 1 else number)
    if meaning:
        number = Code(number)
        number.digits = len(meaning)
    return number


def moment(serial: float, from_1904: bool) -> datetime | None:
    """The moment of a number of days; none before 1900, after 9999, and on 29 February 1900, which Excel made up."""
    serial += 1462 * from_1904
    if not 1 <= serial < 2_958_466 or 60 <= serial < 61:
        return None
    days = int(serial)
    start = datetime(1899, 12, 30 if days > 60 else 31)  # noqa: DTZ001 # a sheet's clock has no zone
    return start + timedelta(days=days, milliseconds=round((serial - days) * 86_400_000))


def _iso(text: str) -> datetime | str:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text


def _clock(part: float) -> str:
    return f"{moment(1 + part, False):%H:%M:%S}"


def written(cell: Cell, how: str, from_1904: bool = False) -> str:
    """The text that a column read by `how` reads as what the cell holds."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return _day(cell)
    if how.endswith("first") and BARE_DAYS[0] <= cell <= BARE_DAYS[1] and (day := moment(cell, from_1904)):
        return _day(day)
    if how == "text":
        if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell)).zfill(cell.digits if isinstance(cell, Code) else 0)
        return f"{cell:.15g}"  # as many digits as Excel has
    text = str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(float(cell))
    return text.replace(".", ",") if how == "decimal comma" else text


def _day(at: datetime) -> str:
    at = at.replace(tzinfo=None)
    return at.date().isoformat() if at == datetime(at.year, at.month, at.day) else at.isoformat()  # noqa: DTZ001
