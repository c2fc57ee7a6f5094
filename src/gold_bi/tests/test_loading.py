"""Files given, replaced, mended and undone: what stands in GOLD afterwards."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, Phase
from hypothesis import settings as effort
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from gold_bi import runner
from gold_bi.flows.registry import find
from gold_bi.loaders import copying, rollups
from gold_bi.models import FactSale, FlowState, RejectedRow, SalesMonth, SalesOrder, SourceFile

from .sales_files import HEADINGS, empty, given, loaded, state, text

pytestmark = pytest.mark.django_db(databases=["default", "gold"])


@pytest.fixture(autouse=True)
def _files_kept_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FLOW_FILES_DIR", str(tmp_path))


def line(order: int, price: str = "2.50", quantity: str = "4", day: int = 1, product: str = "85123A") -> str:
    return f"{order},{product},LANTERN,{quantity},2011-03-{day:02} 10:00:00,{price},17850.0,France"


MANY = [line(order) for order in range(100, 140)]  # so that a fault is below the threshold


def revenue() -> Decimal:
    return SalesMonth.objects.aggregate(all=Sum("revenue"))["all"] or Decimal(0)


def test_the_same_bytes_again_change_nothing_and_nothing_is_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded("a.csv", text(MANY))
    before = runner.checksum("sales")
    monkeypatch.setattr(copying, "copy", lambda *_: pytest.fail("rows were copied"))
    monkeypatch.setattr("gold_bi.loaders.parts.copy", copying.copy)
    run = loaded("a.csv", text(MANY))
    assert (run.rows_read, run.rows_changed) == (40, 0)
    assert runner.checksum("sales") == before
    assert SourceFile.objects.get(state=SourceFile.State.REPEATED).name == "a.csv"


def test_a_replaced_file_changes_only_what_differs_and_undo_brings_the_version_before_back() -> None:
    loaded("a.csv", text(MANY))
    first = runner.checksum("sales")
    run = loaded("a.csv", text([*MANY[:-1], line(139, price="3.00"), line(140)]))
    assert run.rows_changed == 3  # one row came in another's place, one came
    assert revenue() == Decimal("412.00")
    second = runner.checksum("sales")
    loaded("a.csv", text(MANY[:5]))
    runner.undo(state("a.csv").pk, "anna")
    assert runner.checksum("sales") == second
    runner.undo(state("a.csv").pk, "anna")
    assert runner.checksum("sales") == first
    run = runner.undo(state("a.csv").pk, "anna")
    assert (run.rows_changed, FactSale.objects.count(), SalesOrder.objects.count(), revenue()) == (40, 0, 0, Decimal(0))


def test_a_row_that_two_files_share_counts_once_whichever_of_them_goes() -> None:
    loaded("b.csv", text(MANY))
    loaded("a.csv", text([*MANY[:3], line(500)]))
    assert FactSale.objects.filter(counted=False).count() == 3
    assert set(FactSale.objects.filter(counted=True, file__name="a.csv").values_list("line", flat=True)) == {2, 3, 4, 5}
    assert revenue() == Decimal("410.00")
    runner.undo(state("a.csv").pk, "anna")
    assert FactSale.objects.filter(counted=True).count() == 40
    assert revenue() == Decimal("400.00")


def test_rehearsing_says_what_a_load_would_change_and_keeps_nothing() -> None:
    loaded("a.csv", text(MANY))
    before = runner.checksum("sales")
    difference = runner.rehearse(given("a.csv", text(MANY[1:])).pk)
    assert (difference.before, difference.after, difference.added, difference.removed) == (40, 39, 0, 1)
    assert difference.sums["amount"] == ("400.0000", "390.0000")
    assert runner.checksum("sales") == before


def mend(row: RejectedRow, **better: str) -> None:
    row.state, row.mended = RejectedRow.State.MENDED, {**row.row, **better}
    row.decided_by, row.decided_at = "anna", timezone.now()
    row.save()


def test_a_mended_row_raises_the_totals_by_exactly_itself_when_the_file_is_read_again() -> None:
    loaded("a.csv", text([*MANY, line(900, price="two fifty")]))
    assert revenue() == Decimal("400.00")
    row = RejectedRow.objects.open().get()
    assert (row.line, row.column, row.value) == (42, "unit_price", "two fifty")
    mend(row, unit_price="2.50")
    run = runner.load_file(state("a.csv").pk, "anna")
    assert (run.rows_changed, run.rows_rejected, revenue()) == (1, 0, Decimal("410.00"))
    assert runner.load_file(state("a.csv").pk, "anna").rows_changed == 0
    # The next version of the file has the same fault, and is mended on its way in.
    assert loaded("a.csv", text([*MANY, line(900, price="two fifty"), line(901)])).rows_rejected == 0
    assert revenue() == Decimal("420.00")


def test_too_many_rows_at_fault_leave_everything_as_it_was() -> None:
    loaded("a.csv", text(MANY))
    before = runner.checksum("sales")
    with pytest.raises(runner.FlowFailed):
        loaded("a.csv", text([line(n, price="x") for n in range(10)]))
    assert runner.checksum("sales") == before
    assert FlowState.objects.get(name="sales").loaded_at is not None


def test_the_command_tells_the_checksum(capsys: pytest.CaptureFixture[str]) -> None:
    loaded("a.csv", text(MANY))
    call_command("flow", "checksum", "sales")
    assert capsys.readouterr().out.strip() == runner.checksum("sales")


NAMES = st.sampled_from(["a.csv", "b.csv", "c.csv"])
# Few orders on few days, so that files share rows; a price of "?" is at fault.
ROWS = st.lists(
    st.builds(
        line,
        st.integers(1, 4),
        st.sampled_from(["1.00", "2.50", "0", "?"]),
        st.sampled_from(["1", "-2"]),
        st.integers(1, 2),
        st.sampled_from(["85123A", "22423", "POST"]),
    ),
    min_size=1,
    max_size=6,
)


class Shop(RuleBasedStateMachine):
    """GOLD beside a model of a few lines: versions of files, prices that were mended, and a sum over a set."""

    def __init__(self) -> None:
        super().__init__()
        empty()
        self.versions: dict[str, list[list[str]]] = {}
        self.mended: set[str] = set()

    @rule(name=NAMES, rows=ROWS)
    def give(self, name: str, rows: list[str]) -> None:
        refused = 10 * sum("?" in row and row not in self.mended for row in rows) > len(rows)
        if refused:
            with pytest.raises(runner.FlowFailed):
                loaded(name, text(rows))
            return
        loaded(name, text(rows))
        if self.versions.setdefault(name, [])[-1:] != [rows]:
            self.versions[name].append(rows)

    @precondition(lambda self: any(self.versions.values()))
    @rule(data=st.data())
    def undo(self, data: Any) -> None:
        name = data.draw(st.sampled_from(sorted(name for name, kept in self.versions.items() if kept)))
        runner.undo(state(name).pk, "anna")
        self.versions[name].pop()

    @precondition(lambda self: RejectedRow.objects.open().exists())
    @rule()
    def mend_one(self) -> None:
        row = RejectedRow.objects.open().order_by("pk").first()
        assert row
        mend(row, unit_price="7.00")
        self.mended.add(",".join(row.row[column] for column in HEADINGS.values()))

    @precondition(lambda self: any(self.versions.values()))
    @rule(data=st.data())
    def read_again(self, data: Any) -> None:
        name = data.draw(st.sampled_from(sorted(name for name, kept in self.versions.items() if kept)))
        runner.load_file(state(name).pk, "anna")

    @invariant()
    def what_counts_is_what_stands_in_the_files(self) -> None:
        there = [row for kept in self.versions.values() if kept for row in kept[-1]]
        there = [row.replace("?", "7.00") for row in there]
        assert FactSale.objects.count() == len(there)
        fields = [row.split(",") for row in set(there)]
        wanted = sum((Decimal(one[3]) * Decimal(one[5]) for one in fields), Decimal(0))
        assert revenue() == wanted
        assert SalesMonth.objects.aggregate(all=Sum("lines"))["all"] == (len(fields) or None)

    @invariant()
    def rollups_are_what_all_facts_add_up_to(self) -> None:
        """However little of them the last load computed."""
        before = runner.checksum("sales")
        for rollup in find("sales").rollups:
            rollups.add_up(rollup, FactSale, set(FactSale.objects.values_list("day", flat=True)))
        assert runner.checksum("sales") == before


def test_gold_holds_what_the_files_say_whatever_was_given_replaced_mended_or_undone() -> None:
    run_state_machine_as_test(
        Shop,
        settings=effort(
            max_examples=12,
            stateful_step_count=12,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
