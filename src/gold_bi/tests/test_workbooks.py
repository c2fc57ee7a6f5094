from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gold_bi.contracts import Column, Contract, Kind, checked
from gold_bi.reading import FileRefused, Inspection, blocks, inspect, parsed

CONTRACT = Contract(
    (
        Column("code", Kind.TEXT, headers=("Codice",)),
        Column("price", Kind.NUMBER, headers=("Prezzo",)),
        Column("day", Kind.DAY, headers=("Data",)),
        Column("paid", Kind.FLAG, required=False, headers=("Pagato",)),
        Column("at", Kind.MOMENT, required=False, headers=("Ora",)),
    ),
    key=("code",),
    repeats_are_faults=False,
)
HEADINGS = ("Codice", "Prezzo", "Data")
DAY = date(2025, 12, 31)
Rows = list[tuple[Any, ...]]


def saved(tmp_path: Path, rows: Rows, change: Callable[[Any, Any], None] | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Vendite"
    for place, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            sheet.cell(place, column, value)
    if change:
        change(book, sheet)
    path = tmp_path / "file.xlsx"
    book.save(path)
    return path


def read(path: Path, contract: Contract = CONTRACT) -> tuple[Inspection, dict[int, dict[str, Any]], list[Any]]:
    """What a look found; the rows by their number; (row, column, text) of what was set aside."""
    found = inspect(path, contract)
    rows: dict[int, dict[str, Any]] = {}
    wrong: list[Any] = []
    for block in blocks(path, found.reading):
        values, unreadable = parsed(block, found.reading, contract)
        kept = checked(contract, values)
        rows |= {int(str(line)): row for line, row in kept.rows.to_dict("index").items()}  # type: ignore[misc] # any keys
        wrong += [(one.index, one.column, one.value) for one in (*unreadable, *kept.rejected)]
    return found, rows, wrong


def test_the_sheet_whose_headings_fit_best_is_read_below_its_titles_and_above_its_totals(tmp_path: Path) -> None:
    def others(book: Any, sheet: Any) -> None:
        sheet.merge_cells("A1:C1")
        note = book.create_sheet("Note", 0)
        note["A1"] = "Codice"
        hidden = book.create_sheet("Vecchie vendite")
        hidden.append(HEADINGS)
        hidden.append(("old", 1, DAY))
        hidden.sheet_state = "hidden"

    rows: Rows = [("Vendite dell'anno",), (), HEADINGS, (), ("a", 1.5, DAY), (), ("b", 2, DAY), ("Totale", 3.5)]
    found, values, wrong = read(saved(tmp_path, rows, others))
    assert (found.reading.table, found.reading.heading_line, found.rows) == ("Vendite", 3, 2)
    assert found.totals == ("Totale 3.5",)
    assert {line: row["code"] for line, row in values.items()} == {5: "a", 7: "b"}
    assert wrong == []


def test_real_numbers_and_dates_are_never_asked_about_and_stand_beside_text_as_italians_write_it(
    tmp_path: Path,
) -> None:
    rows: Rows = [
        HEADINGS, ("a", 1.234, date(2025, 3, 4)), ("b", 1234.5, datetime.fromisoformat("2025-04-03T08:26")),
        ("c", "€ 1.234,56", "31/12/2025"), ("d", 1e-7, 45657), ("e", 10**16, "1/2/2025"), ("f", "7,5 %", DAY),
    ]  # fmt: skip
    found, values, wrong = read(saved(tmp_path, rows))
    assert found.questions == ()
    assert [row["price"] for row in values.values()] == [1.234, 1234.5, 1234.56, 1e-7, 1e16, 0.075]
    assert [f"{row['day']:%d.%m.%y}" for row in values.values()] == [
        "04.03.25", "03.04.25", "31.12.25", "31.12.24", "01.02.25", "31.12.25",
    ]  # fmt: skip
    assert wrong == []


def test_text_that_can_be_read_in_two_ways_is_asked_about_and_real_cells_keep_their_value(tmp_path: Path) -> None:
    path = saved(tmp_path, [HEADINGS, ("a", 1.234, DAY), ("b", "1.234", "03/04/2025")])
    found, _values, _wrong = read(path)
    assert {one.column: {how for how, _shown in one.answers} for one in found.questions} == {
        "price": {"decimal point", "decimal comma"},
        "day": {"day first", "month first"},
    }


def test_errors_and_formulas_without_a_result_are_faults_of_their_cells(tmp_path: Path) -> None:
    rows: Rows = [
        HEADINGS,
        ("a", "#DIV/0!", DAY),
        ("b", "=1+1", DAY),
        ("#N/A", 3, DAY),
        ("d", True, DAY),
        ("e", 1, DAY),
    ]
    _found, values, wrong = read(saved(tmp_path, rows))
    assert wrong == [(2, "price", "#DIV/0!"), (3, "price", ""), (4, "code", "#N/A"), (5, "price", "TRUE")]
    assert list(values) == [6]


def test_a_fault_of_a_cell_is_over_when_somebody_mended_the_row(tmp_path: Path) -> None:
    path = saved(tmp_path, [HEADINGS, ("a", "#DIV/0!", DAY), ("b", 1, DAY)])
    found = inspect(path, CONTRACT)
    (block,) = blocks(path, found.reading)
    block.loc[2, "price"] = "2.5"
    values, wrong = parsed(block, found.reading, CONTRACT)
    assert (wrong, values.loc[2, "price"]) == ([], 2.5)


def test_merged_cells_hold_for_each_row_but_a_number_for_none_that_does_not_show_it(tmp_path: Path) -> None:
    def merge(book: Any, sheet: Any) -> None:
        for area in ("A1:A2", "B1:C1", "A3:A5", "C3:C4", "B4:B5"):
            sheet.merge_cells(area)

    rows: Rows = [
        ("Codice", "Vendite"),
        (None, "Prezzo", "Data"),
        ("a", 1, DAY),
        (None, 2),
        (None, None, DAY),
        ("b", 3, DAY),
    ]
    found, values, wrong = read(saved(tmp_path, rows, merge))
    assert found.reading.heading_line == 2
    assert {line: (row["code"], row["price"]) for line, row in values.items()} == {
        3: ("a", 1), 4: ("a", 2), 6: ("b", 3),
    }  # fmt: skip
    assert wrong == [(5, "price", "")]


def test_codes_are_read_as_the_sheet_shows_them(tmp_path: Path) -> None:
    def formats(book: Any, sheet: Any) -> None:
        sheet["A2"].number_format = "00000"

    rows: Rows = [
        HEADINGS,
        (184, 1, DAY),
        (8001234567890, 1, DAY),
        (1.5, 1, DAY),
        (DAY, 1, DAY),
        ("è_x000D_\n", 1, DAY),
    ]
    _found, values, _wrong = read(saved(tmp_path, rows, formats))
    assert [row["code"] for row in values.values()] == ["00184", "8001234567890", "1.5", "2025-12-31", "è"]


def test_days_of_other_times_and_numbers_that_are_no_days(tmp_path: Path) -> None:
    def formats(book: Any, sheet: Any) -> None:
        for row, serial in ((6, 0), (7, 60), (8, -1), (9, 59)):
            sheet.cell(row, 3, serial).number_format = "dd/mm/yyyy"

    rows: Rows = [
        HEADINGS, ("a", 1, "17/03/1861"), ("b", 1, 2025), ("c", 1, 20251231), ("d", 1, date(1901, 1, 1)),
        *(("e", 1, None) for _row in range(4)),
    ]  # fmt: skip
    _found, values, wrong = read(saved(tmp_path, rows, formats))
    assert [f"{row['day']:%Y-%m-%d}" for row in values.values()] == [
        "1861-03-17", "2025-12-31", "1901-01-01", "1900-02-28",
    ]  # fmt: skip
    assert wrong == [(3, "day", "2025"), (6, "day", "0"), (7, "day", "60"), (8, "day", "-1")]


def test_days_are_counted_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    def from_1904(book: Any, sheet: Any) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    _found, values, _wrong = read(saved(tmp_path, [HEADINGS, ("a", 1, DAY)], from_1904))
    assert f"{values[2]['day']:%Y-%m-%d}" == "2025-12-31"


def test_moments_and_yes_or_no(tmp_path: Path) -> None:
    rows: Rows = [
        (*HEADINGS, "Pagato", "Ora"), ("a", 1, DAY, True, datetime.fromisoformat("2025-12-31T23:59:59")),
        ("b", 1, DAY, False, 45657.351388888885), ("c", 1, DAY, "sì", "31/12/2025 8.26"), ("d", 1, DAY, None, None),
    ]  # fmt: skip
    _found, values, wrong = read(saved(tmp_path, rows))
    assert [row["paid"] for row in list(values.values())[:3]] == [True, False, True]
    assert [f"{row['at']:%d %H:%M:%S}" for row in list(values.values())[:3]] == [
        "31 23:59:59", "31 08:26:00", "31 08:26:00",
    ]  # fmt: skip
    assert wrong == []


def test_notes_beside_the_table_are_no_rows_of_it(tmp_path: Path) -> None:
    rows: Rows = [HEADINGS, ("a", 1, DAY, None, "chiedere a Ugo"), (None, None, None, None, "ieri")]
    found, values, wrong = read(saved(tmp_path, rows))
    assert (found.rows, list(values), wrong) == (1, [2], [])


def test_sheets_that_fit_equally_are_named_and_none_is_read(tmp_path: Path) -> None:
    def copy(book: Any, sheet: Any) -> None:
        book.copy_worksheet(sheet).title = "Febbraio"

    with pytest.raises(FileRefused, match=r"Vendite.*Febbraio"):
        inspect(saved(tmp_path, [HEADINGS, ("a", 1, DAY)], copy), CONTRACT)


def test_a_sheet_of_many_rows_comes_in_blocks(tmp_path: Path) -> None:
    path = saved(tmp_path, [HEADINGS, *((f"c{row}", row, DAY) for row in range(2, 2_502))])
    found = inspect(path, CONTRACT)
    sizes = [len(block) for block in blocks(path, found.reading, rows=1_000)]
    assert (found.rows, sizes) == (2_500, [1_000, 1_000, 500])
