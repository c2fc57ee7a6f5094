"""The demo's till and budget: loaded by their flows without a question, nothing set aside."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db.models import Sum

from gold_bi import intake
from gold_bi.flows.registry import find
from gold_bi.models import RejectedRow, SalesDay, TargetMonth


@pytest.mark.django_db(databases=["default", "gold"])
def test_the_demo_s_files_load_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FLOW_FILES_DIR", str(tmp_path))
    call_command("write_demo_sales", "--days", "60", verbosity=0)
    for flow in ("sales", "budget"):
        run = intake.take_up(find(flow), "anna", 1)
        assert run is not None
        assert run.rows_changed > 0
    assert not RejectedRow.objects.exists()
    assert SalesDay.objects.aggregate(total=Sum("revenue"))["total"] > 0
    assert TargetMonth.objects.filter(measure="revenue").count() >= 2
