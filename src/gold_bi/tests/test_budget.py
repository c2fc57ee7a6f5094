"""The example budget that comes with the documentation, as an owner drops it into the folder."""

import csv
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from gold_bi import intake
from gold_bi.flows.registry import find
from gold_bi.models import FactTarget, SourceFile, TargetMonth

pytestmark = pytest.mark.django_db(databases=["default", "gold"])

EXAMPLE = settings.PROJECT_DIR / "docs" / "examples" / "budget.csv"
WORDS = {"Fatturato": "revenue", "Contatti": "leads", "Visite": "visits"}


def drop(settings: Any, folder: Path, name: str, content: bytes) -> SourceFile:
    settings.FLOW_FILES_DIR = folder
    (folder / "budget").mkdir(exist_ok=True)
    (folder / "budget" / name).write_bytes(content)
    intake.take_up(find("budget"), "anna")
    return SourceFile.objects.of("budget").filter(name=name).order_by("-pk")[0]


def test_the_example_is_read_without_a_question_to_the_cent(settings: Any, tmp_path: Path) -> None:
    file = drop(settings, tmp_path, "budget.csv", EXAMPLE.read_bytes())
    assert (file.state, file.questions, file.reason) == (SourceFile.State.LOADED, [], "")
    wanted: Counter[tuple[date, str]] = Counter()
    with EXAMPLE.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines, delimiter=";"):
            _day, month, year = map(int, line["Mese"].split("/"))
            amount = Decimal(line["Obiettivo"].replace(".", "").replace(",", "."))
            wanted[date(year, month, 1), WORDS[line["Misura"]]] += amount  # type: ignore[assignment]
    found = {(one.month, one.measure): one.target for one in TargetMonth.objects.all()}
    assert found == wanted
    assert FactTarget.objects.count() == 36


def test_a_corrected_file_of_the_same_name_takes_the_place_of_the_one_before(settings: Any, tmp_path: Path) -> None:
    drop(settings, tmp_path, "budget.csv", b"Mese;Misura;Obiettivo\n31/01/2026;Fatturato;12.500,00\n")
    drop(settings, tmp_path, "budget.csv", b"Mese;Misura;Obiettivo\n31/01/2026;Fatturato;13.500,50\n")
    assert TargetMonth.objects.get().target == Decimal("13500.50")
