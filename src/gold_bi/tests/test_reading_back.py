"""Any frame, written as people write it, is read back; or what is asked has the right answer among its answers."""

import csv
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gold_bi.reading import blocks, inspect, parsed

from .test_reading import CONTRACT

MONTHS = [
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
    "novembre", "dicembre",
]  # fmt: skip
FEW = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
Row = tuple[str, Decimal, date]


@dataclass(frozen=True)
class Hand:
    """How somebody writes numbers and dates."""

    decimal: str
    thousands: str
    before: str
    after: str
    negative: str
    days: str

    @property
    def ways(self) -> dict[str, str]:
        day = "year first" if self.days == "%Y-%m-%d" else "month first" if self.days[1] == "m" else "day first"
        return {"price": "decimal comma" if self.decimal == "," else "decimal point", "day": day}

    def number(self, value: Decimal) -> str:
        value = value * 100 if "%" in self.after else value
        text = f"{abs(value):,f}".replace(",", "#").replace(".", self.decimal).replace("#", self.thousands)
        text = f"{self.before}{text}{self.after}"
        return text if value >= 0 else self.negative % text

    def day(self, value: date) -> str:
        return value.strftime(self.days.replace("%B", MONTHS[value.month - 1]))


hands = st.builds(
    Hand,
    decimal=st.sampled_from(",."),
    thousands=st.sampled_from(["", "", " ", "'", "\u00a0", "#"]),
    before=st.sampled_from(["", "", "€ ", "EUR ", "£"]),
    after=st.sampled_from(["", "", " €", "%", " %"]),
    negative=st.sampled_from(["-%s", "(%s)", "%s-"]),
    days=st.sampled_from(["%d/%m/%Y", "%d-%m-%y", "%d.%m.%Y", "%Y-%m-%d", "%m/%d/%Y", "%d %B %Y", "%d/%m/%Y 08:26"]),
).map(
    lambda hand: replace(
        hand,
        thousands=(".", ",")[hand.decimal == "."] if hand.thousands == "#" else hand.thousands,
        before="" if hand.after.strip() else hand.before,
    )
)
prices = st.integers(0, 3).flatmap(
    lambda places: st.decimals(-9_999_999, 9_999_999, places=places, allow_nan=False, allow_infinity=False)
)
codes = st.text("abcàèìòù ,;'\"", max_size=8).map(lambda text: f"x{text}y")
days = st.dates(date(1970, 1, 1), date(2069, 12, 31))
tables = st.lists(st.tuples(codes, prices, days), min_size=1, max_size=6)


def test_it_writes_as_italians_do() -> None:
    hand = Hand(",", ".", "€ ", "", "-%s", "%d/%m/%Y")
    assert (hand.number(Decimal("-1234.50")), hand.day(date(2025, 12, 31))) == ("-€ 1.234,50", "31/12/2025")


def as_read(path: Path, hand: Hand) -> list[tuple[str, float, date]]:
    """The rows, with the right answers where something is asked; a question without them fails."""
    found = inspect(path, CONTRACT)
    answers = {}
    for question in found.questions:
        right = hand.ways[question.column]
        assert right in {how for how, _shown in question.answers}
        answers[question.column] = right
    reading = replace(
        found.reading,
        columns=tuple(replace(one, how=answers.get(one.column or "", one.how)) for one in found.reading.columns),
    )
    rows = []
    for block in blocks(path, reading):
        values, wrong = parsed(block, reading, CONTRACT)
        assert wrong == []
        found_rows: list[dict[str, Any]] = values.to_dict("records")  # type: ignore[assignment] # any kind of key
        rows += [(row["code"], row["price"], row["day"].date()) for row in found_rows]
    return rows


def expected(table: list[Row]) -> list[tuple[str, float, date]]:
    return [(code, float(price), day) for code, price, day in table]


@FEW
@given(
    table=tables,
    hand=hands,
    delimiter=st.sampled_from(";,\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
    above=st.sampled_from(["", "Vendite dell'anno", "Vendite;;"]),
    below=st.booleans(),
)
def test_what_is_written_to_csv_is_read_back(
    table: list[Row], hand: Hand, delimiter: str, encoding: str, quoting: Any, end: str, above: str, below: bool
) -> None:
    text = StringIO()
    if above:
        text.write(above + end + end)
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=end)
    writer.writerow(["Codice", "Prezzo", "Data"])
    writer.writerows([code, hand.number(price), hand.day(day)] for code, price, day in table)
    if below:
        writer.writerow(["Totale", "", ""])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(text.getvalue().encode(encoding))
        assert as_read(path, hand) == expected(table)


@FEW
@given(table=tables, hand=hands, real=st.data(), above=st.booleans(), below=st.booleans())
def test_what_is_written_to_xlsx_is_read_back(
    table: list[Row], hand: Hand, real: st.DataObject, above: bool, below: bool
) -> None:
    book = openpyxl.Workbook()
    notes = book.active
    assert notes is not None
    notes["A1"] = "Appunti"
    sheet = book.create_sheet("Vendite")
    if above:
        sheet.append(["Vendite dell'anno"])
        sheet.append([])
    sheet.append(["Data", "Codice", "", "Prezzo"])
    for code, price, day in table:
        number = real.draw(st.sampled_from([hand.number(price), float(price)]))
        serial = (day - date(1899, 12, 30)) / timedelta(days=1)
        moment = real.draw(st.sampled_from([hand.day(day), day, serial]))
        sheet.append([moment, code, None, number])
    if below:
        sheet.append([None, "Totale", None, 12])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        book.save(path)
        assert as_read(path, hand) == expected(table)
