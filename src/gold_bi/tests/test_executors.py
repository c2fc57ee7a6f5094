"""The same file by this process, by a pool, and by a real dask cluster of two worker processes."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from gold_bi import executors, runner
from gold_bi.models import RejectedRow
from gold_bi.runner import loading

from .sales_files import EXCERPT, empty, loaded, text

pytestmark = pytest.mark.django_db(databases=["default", "gold"])


def faults(monkeypatch: pytest.MonkeyPatch, where: str) -> tuple[str, list[tuple[int | None, str]]]:
    """The checksum of GOLD, and what is said of the rows set aside, when the work is done at `where`."""
    real = loading.blocks
    monkeypatch.setattr(settings, "FLOW_EXECUTOR", where)
    # Pieces of 40 rows, so that there are some to share out.
    monkeypatch.setattr(loading, "blocks", lambda path, reading, _rows: real(path, reading, 40))
    lines = [line for path in sorted(EXCERPT.glob("*.csv")) for line in path.read_text().splitlines()[1:]]
    loaded("all.csv", text([*lines, "1,2,WORD,many,2011-02-01 09:00:00,1,,Italy"]))
    found = runner.checksum("sales"), list(RejectedRow.objects.values_list("line", "reason"))
    monkeypatch.setattr(loading, "blocks", real)
    empty()
    return found


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::UserWarning")
def test_inline_pool_and_dask_give_the_same_figures_and_say_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import LocalCluster

    monkeypatch.setattr(settings, "FLOW_FILES_DIR", str(tmp_path))
    inline = faults(monkeypatch, "inline")
    assert len(inline[1]) == 1
    assert faults(monkeypatch, "processes:2") == inline
    with LocalCluster(
        n_workers=2, processes=True, threads_per_worker=1, dashboard_address=None, host="127.0.0.1",
        local_directory=str(tmp_path),
    ) as cluster:  # fmt: skip
        assert faults(monkeypatch, cluster.scheduler_address) == inline


def test_a_word_that_names_no_executor_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FLOW_EXECUTOR", "somewhere")
    with pytest.raises(ImproperlyConfigured, match="somewhere"):
        list(executors.mapped(str, [1, 2]))
