import pytest

from base.lib.spreadsheet import inert


@pytest.mark.parametrize(
    "payload", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://evil.example")']
)
def test_no_cell_is_computed(payload: str) -> None:
    assert inert(payload) == "'" + payload


@pytest.mark.parametrize("text", ["", "1-1", "a=b", "mario@example.it", "/it/?q=-1"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text
