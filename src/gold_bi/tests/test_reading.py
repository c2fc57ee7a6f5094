from pathlib import Path
from typing import Any

import pytest

from gold_bi.contracts import Column, Contract, Kind
from gold_bi.reading import FileRefused, Inspection, blocks, inspect, parsed

CONTRACT = Contract(
    (
        Column("code", Kind.TEXT, headers=("Codice",)),
        Column("price", Kind.NUMBER, headers=("Prezzo",)),
        Column("day", Kind.DAY, headers=("Data",)),
    ),
    key=("code",),
    repeats_are_faults=False,
)


def looked(tmp_path: Path, text: str | bytes, **options: Any) -> tuple[Path, Inspection]:
    path = tmp_path / "file"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path, inspect(path, CONTRACT, **options)


def read(path: Path, found: Inspection) -> tuple[list[Any], list[tuple[int, str]]]:
    rows, rejected = [], []
    for block in blocks(path, found.reading):
        values, wrong = parsed(block, found.reading, CONTRACT)
        rows += [
            (line, row.code, row.price, f"{row.day:%Y-%m-%d}")
            for line, row in zip(values.index, values.itertuples(), strict=True)
        ]
        rejected += [(one.index, one.column) for one in wrong]
    return rows, rejected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_an_italian_file_is_read_whatever_its_encoding_and_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    lines = [
        "Città à",
        "",
        ";".join(["CODICE", "Prezzo", "Data"]),
        "007è;€ 1.234,56;31/12/2025",
        "8;(12,50);01/02/2025",
        "Totale;;",
    ]
    path, found = looked(tmp_path, "\r\n".join(lines).replace(";", delimiter).encode(encoding))
    assert found.questions == ()
    assert found.totals == ("Totale",)
    assert read(path, found) == ([(4, "007è", 1234.56, "2025-12-31"), (5, "8", -12.5, "2025-02-01")], [])


def test_a_row_keeps_its_line_after_a_quoted_new_line_and_one_without_its_cells_is_set_aside(tmp_path: Path) -> None:
    path, found = looked(
        tmp_path, 'code,price,day\n"a\nb",1.5,2025-01-02\nx,2\n\ny,3.5,2025-01-03\nz,many,2025-01-03\n'
    )
    assert read(path, found) == ([(2, "a\nb", 1.5, "2025-01-02"), (6, "y", 3.5, "2025-01-03")], [(4, ""), (7, "price")])


def test_two_possible_readings_are_asked_and_the_answer_is_remembered(tmp_path: Path) -> None:
    path, found = looked(tmp_path, "code;price;day\na;1.234;03/04/2025\n")
    assert {one.column for one in found.questions} == {"price", "day"}
    _path, again = looked(tmp_path, path.read_bytes(), remembered=found.reading)
    assert again.questions == ()


@pytest.mark.parametrize(
    "content",
    [b"", b"code;price;day\n", b"\x89PNG\r\n", b"%PDF-1.7", b"PK\x03\x04broken", b"\0" * 100_000, b"<html>",
     b"a" * 3_000_000,
     b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 999],
)  # fmt: skip
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(FileRefused):
        looked(tmp_path, content)
