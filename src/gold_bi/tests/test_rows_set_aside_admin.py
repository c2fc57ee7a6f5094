"""The screens of the rows set aside, through HTTP and the worker's tasks."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django_tasks import task_backends

from gold_bi import open_rows, tasks
from gold_bi.dashboards.tasks import remember_flow
from gold_bi.models import RejectedRow, SalesMonth

from .people import signed_in
from .sales_files import loaded, text

pytestmark = pytest.mark.django_db(databases=["default", "gold"])

LIST = "/admin/figures/rows-set-aside/"
State = RejectedRow.State
EDITOR = ("view_rejectedrow", "change_rejectedrow")


@pytest.fixture(autouse=True)
def _apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings, "FLOW_FILES_DIR", str(tmp_path))
    task_backends["db"].clear()  # type: ignore[attr-defined]
    with translation.override("en"):
        yield


def line(order: int, price: str = "2.50", quantity: str = "4", description: str = "LANTERN") -> str:
    return f"{order},85123A,{description},{quantity},2011-03-01 10:00:00,{price},17850.0,France"


MANY = [line(order) for order in range(100, 200)]


def revenue() -> Decimal:
    return SalesMonth.objects.get().revenue


def enqueued() -> list[dict[str, Any]]:
    """What the worker is asked for; after each load it remembers the dashboards, too."""
    asked = task_backends["db"].results  # type: ignore[attr-defined]
    return [one.kwargs for one in asked if one.task.module_path != remember_flow.module_path]


def group(**more: str) -> dict[str, str]:
    row = RejectedRow.objects.order_by("pk")[0]
    return {"flow": row.flow, "column": row.column, "reason": row.reason, "state": row.state, **more}


def seen(client: Client, row: RejectedRow) -> str:
    page = client.get(f"{LIST}{row.pk}/").content.decode()
    return page.partition('name="seen" value="')[2].partition('"')[0]


def test_without_rows_the_list_says_that_all_are_in_the_figures(client: Client) -> None:
    page = signed_in(client, *EDITOR).get(LIST).content.decode()
    assert "Nothing set aside: all rows are in the figures" in page


def test_rows_with_the_same_fault_are_one_group_that_is_replaced_and_loaded_at_once(client: Client) -> None:
    loaded("a.csv", text([*MANY, *(line(number, quantity="4 pz") for number in range(900, 908)), line(950, "x")]))
    signed_in(client, *EDITOR)
    page = client.get(LIST).content.decode()
    assert "In all 8 rows" in page
    assert page.count('class="aside-group"') == 2
    choice = group(action="replace", value="4 pz", by="4")
    answer = client.post(f"{LIST}decide/", choice, follow=True).content.decode()
    assert "8 rows are corrected." in answer
    assert "Load 8 corrected rows" in answer
    assert enqueued() == [{"name": "sales"}]
    again = client.post(f"{LIST}decide/", choice, follow=True).content.decode()
    assert "Nothing was changed" in again
    assert tasks.check_corrections.call("sales") == 0
    client.post(f"{LIST}load/sales/")
    assert enqueued()[1:] == [{"name": "sales", "started_by": "anna"}]
    before = revenue()
    tasks.load_corrected.call("sales", "anna")
    assert revenue() - before == 8 * Decimal("10.00")
    page = client.get(LIST).content.decode()
    assert "Load 8" not in page
    assert 'class="aside-group"' in page


def test_one_row_is_corrected_cell_by_cell_and_the_decision_has_a_name(client: Client) -> None:
    loaded("a.csv", text([*MANY, line(900, "x", "y")]))
    row = RejectedRow.objects.get()
    signed_in(client, *EDITOR)
    form = {"action": "mend", "seen": seen(client, row), "cell-quantity": "2", "cell-unit_price": "1.00"}
    assert client.post(f"{LIST}{row.pk}/", form)["Location"] == LIST
    assert client.post(f"{LIST}{row.pk}/", form)["Location"] == LIST  # a second click
    row.refresh_from_db()
    assert (row.state, row.decided_by) == (State.MENDED, "anna")
    assert {name for name in row.row if row.row[name] != (row.mended or {})[name]} == {"quantity", "unit_price"}
    assert enqueued() == [{"name": "sales"}]
    tasks.load_corrected.call("sales", "anna")
    assert revenue() == Decimal("1002.00")


def test_a_form_says_beside_its_field_what_is_missing(client: Client) -> None:
    loaded("a.csv", text([*MANY, line(900, "x")]))
    row = RejectedRow.objects.get()
    signed_in(client, *EDITOR)
    form = {"action": "mend", "seen": seen(client, row)}
    answer = client.post(f"{LIST}{row.pk}/", form)
    assert answer.status_code == 422
    assert "This is what was found" in answer.content.decode()
    answer = client.post(f"{LIST}{row.pk}/", {**form, "cell-unit_price": " "})
    assert "A value is needed here." in answer.content.decode()
    row.refresh_from_db()
    assert row.state == State.OPEN


def test_a_form_that_is_older_than_another_decision_decides_nothing(client: Client) -> None:
    loaded("a.csv", text([*MANY, line(900, "x")]))
    row = RejectedRow.objects.get()
    signed_in(client, *EDITOR)
    old = seen(client, row)
    client.post(f"{LIST}{row.pk}/", {"action": "leave", "seen": old, "why": "A test of the till."})
    form = {"action": "mend", "seen": old, "cell-unit_price": "2"}
    page = client.post(f"{LIST}{row.pk}/", form, follow=True).content.decode()
    assert "Somebody else decided on this row meanwhile." in page
    assert "A test of the till." in page
    row.refresh_from_db()
    assert row.state == State.LEFT_OUT


def test_leaving_out_asks_why_and_can_be_taken_back(client: Client) -> None:
    loaded("a.csv", text([*MANY, line(900, "x")]))
    row = RejectedRow.objects.get()
    signed_in(client, *EDITOR)
    page = client.post(f"{LIST}decide/", group(action="leave", why=" "), follow=True).content.decode()
    assert "Write why" in page
    client.post(f"{LIST}decide/", group(action="leave", why="A test."))
    row.refresh_from_db()
    assert (row.state, row.why, open_rows.known()) == (State.LEFT_OUT, "A test.", 0)
    client.post(f"{LIST}{row.pk}/", {"action": "reopen", "seen": seen(client, row)})
    row.refresh_from_db()
    assert (row.state, row.why, open_rows.known()) == (State.OPEN, "", 1)


def test_a_correction_that_the_worker_finds_wrong_is_shown_with_what_was_written(client: Client) -> None:
    loaded("a.csv", text([*MANY, line(900, "x")]))
    row = RejectedRow.objects.get()
    signed_in(client, *EDITOR)
    client.post(f"{LIST}{row.pk}/", {"action": "mend", "seen": seen(client, row), "cell-unit_price": "2,,5"})
    tasks.check_corrections.call("sales")
    assert "2,,5" in client.get(LIST).content.decode()
    page = client.get(f"{LIST}{row.pk}/").content.decode()
    assert "but it is still wrong" in page
    assert 'value="2,,5"' in page


def test_what_a_file_holds_is_shown_as_text_and_every_character_can_be_seen(client: Client) -> None:
    loaded("a.csv", text([*MANY, line(900, "<script>x", "4", "A\u202eB\tC")]))
    page = signed_in(client, *EDITOR).get(LIST).content.decode()
    assert "&lt;script&gt;x" in page
    assert "<script>x" not in page
    assert "‹202E›" in page
    assert "⇥" in page


def test_the_list_is_narrowed_down_by_file_column_reason_and_state(client: Client) -> None:
    loaded("a.csv", text([*MANY, line(900, "x"), line(901, quantity="y")]))
    loaded("b.csv", text([*MANY, line(902, "z")]))
    signed_in(client, *EDITOR)
    file = RejectedRow.objects.get(value="z").file_id

    def found(**query: Any) -> set[str]:
        page = client.get(LIST, query).content.decode()
        rows = page.split('class="aside-row"')[1:]
        return {value for value in "xyz" if any(f'<code class="aside-text">{value}</code>' in row for row in rows)}

    assert found() == {"x", "y", "z"}
    assert found(file=file) == {"z"}
    assert found(column="quantity") == {"y"}
    assert found(reason="it is no number", column="unit_price", flow="sales") == {"x", "z"}
    assert found(state="mended") == set()
    assert found(state="all") == {"x", "y", "z"}
    assert found(file="nonsense", state="nonsense") == {"x", "y", "z"}


def test_who_may_only_look_decides_nothing(client: Client) -> None:
    loaded("a.csv", text([*MANY, line(900, "x"), line(901, "x")]))
    row = RejectedRow.objects.order_by("pk")[0]
    signed_in(client, "view_rejectedrow")
    page = client.get(LIST).content.decode()
    assert "Decide on all of them" not in page
    assert "Save the correction" not in client.get(f"{LIST}{row.pk}/").content.decode()
    form = {"action": "mend", "seen": "open ", "cell-unit_price": "2"}
    client.post(f"{LIST}{row.pk}/", form)
    client.post(f"{LIST}decide/", group(action="leave", why="No."))
    client.post(f"{LIST}load/sales/")
    assert set(RejectedRow.objects.values_list("state", flat=True)) == {State.OPEN}
    assert enqueued() == []


@pytest.mark.parametrize("path", ["", "progress/", "decide/", "load/sales/", "1/"])
def test_who_has_no_permission_is_turned_away(client: Client, path: str) -> None:
    assert signed_in(client, "view_figures").get(LIST + path)["Location"] == "/admin/"


def test_a_form_without_its_token_is_refused() -> None:
    client = signed_in(Client(enforce_csrf_checks=True), *EDITOR)
    for path in ("decide/", "load/sales/", "1/"):
        assert client.post(LIST + path, {"action": "leave"}).status_code == 403


def test_the_menu_says_how_many_rows_wait(client: Client) -> None:
    loaded("a.csv", text([*MANY, line(900, "x"), line(901, "x")]))
    page = signed_in(client, *EDITOR).get("/admin/account/").content.decode()
    assert "Rows set aside (2)" in page


def test_rows_that_come_from_no_file_are_corrected_where_they_come_from(client: Client) -> None:
    RejectedRow.objects.create(
        flow="traffic", column="requests", value="-1", reason="it is below 0", row={"hour": "10", "requests": "-1"},
        fingerprint="0" * 32,
    )  # fmt: skip
    row = RejectedRow.objects.get()
    signed_in(client, *EDITOR)
    assert "These rows do not come from a file" in client.get(LIST).content.decode()
    assert "Save the correction" not in client.get(f"{LIST}{row.pk}/").content.decode()
    client.post(f"{LIST}{row.pk}/", {"action": "mend", "seen": seen(client, row), "cell-requests": "1"})
    client.post(f"{LIST}decide/", group(action="replace", value="-1", by="1"))
    row.refresh_from_db()
    assert row.state == State.OPEN
    client.post(f"{LIST}{row.pk}/", {"action": "leave", "seen": seen(client, row), "why": "Wrong clock."})
    row.refresh_from_db()
    assert row.state == State.LEFT_OUT


def test_the_progress_is_a_part_of_the_page(client: Client) -> None:
    loaded("a.csv", text([*MANY, line(900, "x")]))
    signed_in(client, *EDITOR)
    client.post(f"{LIST}decide/", group(action="replace", value="x", by="3"))
    part = client.get(f"{LIST}progress/").content.decode()
    assert "1 corrected row is not in the figures yet." in part
    assert "<html" not in part
