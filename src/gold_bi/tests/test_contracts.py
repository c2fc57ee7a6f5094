from typing import Any

import pytest
from django.utils import translation

from gold_bi.contracts import Checked, ContractBroken, checked, told
from gold_bi.flows.registry import find

from .frames import at, hours

GOOD = ((at("2026-11-20T10:00"), 2, 5), (at("2026-11-20T11:00"), 2, 6))


def judged(frame: Any) -> Checked:
    with translation.override("en"):
        return checked(find("traffic").contract, frame)


@pytest.mark.parametrize(
    ("column", "value", "shown", "why"),
    [
        ("requests", -4, "-4", "it is below 0"),
        ("status_class", 7, "7", "it is none of 0, 2, 3, 4, 5"),
        ("host", None, "", "a value is needed"),
        ("requests", "many", "many", "it is no whole number"),
    ],
)
def test_a_row_at_fault_is_set_aside_with_its_column_value_and_reason(
    column: str, value: Any, shown: str, why: str
) -> None:
    frame = hours(*GOOD)
    frame[column] = frame[column].astype(object)
    frame.loc[1, column] = value
    found = judged(frame)
    assert [(one.index, one.column, one.value, one.reason) for one in found.rejected] == [(1, column, shown, why)]
    assert list(found.rows.index) == [0]
    assert found.rows["requests"].dtype == "int64"


def test_the_first_fault_is_told_with_the_number_of_the_others() -> None:
    frame = hours(*GOOD)
    frame["requests"] = -1
    with translation.override("en"):
        said = told(judged(frame).rejected)
    assert said == "In row 0 the column “requests” holds “-1”: it is below 0. Other rows at fault: 1."


def test_a_missing_column_is_named() -> None:
    with (
        translation.override("en"),
        pytest.raises(ContractBroken, match=r"The column “host” is missing\. There are: rev"),
    ):
        checked(find("traffic").contract, hours(*GOOD).drop(columns="host"))


def test_a_row_that_comes_twice_is_set_aside() -> None:
    found = judged(hours(GOOD[0], GOOD[0]))
    assert len(found.rows) == 1
    assert "host=example.it" in found.rejected[0].value
    assert "more than once" in found.rejected[0].reason


def test_no_rows_at_all_keep_the_contract() -> None:
    assert len(judged(hours()).rows) == 0
