from typing import Any

import pytest
from django.utils import translation

from gold_bi.contracts import ContractBroken, checked
from gold_bi.flows.registry import find

from .frames import at, hours

GOOD = ((at("2026-11-20T10:00"), 2, 5), (at("2026-11-20T11:00"), 2, 6))


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        ("requests", -4, "holds -4: it is below 0"),
        ("status_class", 7, "holds 7: it is none of 0, 2, 3, 4, 5"),
        ("host", None, "holds nothing: a value is needed"),
        ("requests", "many", "holds 'many': it is not of the type int64"),
    ],
)
def test_a_fault_is_told_by_flow_row_column_and_value(column: str, value: Any, why: str) -> None:
    frame = hours(*GOOD)
    frame[column] = frame[column].astype(object)
    frame.loc[1, column] = value
    with translation.override("en"), pytest.raises(ContractBroken) as broken:
        checked("traffic", find("traffic").contract, frame)
    said = str(broken.value)
    assert said.startswith("traffic: in the row hour=2026-11-20 11:00:00+00:00, ")
    assert f"the column “{column}” {why}" in said


def test_the_number_of_other_rows_at_fault_is_told() -> None:
    frame = hours(*GOOD)
    frame["requests"] = -1
    with translation.override("en"), pytest.raises(ContractBroken, match=r"Other rows at fault: 1\.$"):
        checked("traffic", find("traffic").contract, frame)


def test_a_missing_column_is_named() -> None:
    with translation.override("en"), pytest.raises(ContractBroken, match="traffic: the column “host” is missing"):
        checked("traffic", find("traffic").contract, hours(*GOOD).drop(columns="host"))


def test_a_row_that_comes_twice_is_named() -> None:
    with translation.override("en"), pytest.raises(ContractBroken, match=r"host=example\.it, .* more than once"):
        checked("traffic", find("traffic").contract, hours(GOOD[0], GOOD[0]))


def test_no_rows_at_all_keep_the_contract() -> None:
    assert len(checked("traffic", find("traffic").contract, hours())) == 0
