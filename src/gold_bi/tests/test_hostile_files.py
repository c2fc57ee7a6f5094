import json
import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.conf import settings

from .hostile_files import write

PROGRAM = Path(__file__).with_name("hostile_process.py")


@pytest.fixture(scope="module")
def told() -> list[tuple[str, dict[str, Any]]]:
    """For each file what has to come of it and what came of it, told in Italian by a process of its own."""
    with TemporaryDirectory() as folder:
        outcomes = dict(write(Path(folder)))
        done = subprocess.run(
            [sys.executable, "-W", "ignore", str(PROGRAM), folder, "it"],
            env={**os.environ, "PYTHONPATH": str(settings.SRC_DIR)},
            cwd=settings.SRC_DIR,
            capture_output=True,
            text=True,
            timeout=400,  # only so that what never ends is told
        )
    assert done.returncode == 0, done.stderr[-2_000:]
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert {one["name"] for one in found} == set(outcomes)
    return [(outcomes[one["name"]], one) for one in found]


def test_there_are_many_hostile_files(told: list[tuple[str, dict[str, Any]]]) -> None:
    assert len(told) >= 60


def test_each_is_refused_or_its_bad_rows_are_set_aside(told: list[tuple[str, dict[str, Any]]]) -> None:
    came = {
        one["name"]: "refused" if "refused" in one else "aside" if one["aside"] else "read" for _outcome, one in told
    }
    assert came == {one["name"]: outcome for outcome, one in told}


def test_each_refusal_and_each_fault_is_a_sentence_in_the_readers_language(
    told: list[tuple[str, dict[str, Any]]],
) -> None:
    refusals = {one["name"]: one["refused"] for _outcome, one in told if "refused" in one}
    reasons = {reason for _outcome, one in told for *_where, reason in one.get("aside", ())}
    assert reasons
    for sentence in (*refusals.values(), *reasons):
        assert len(sentence) > 10
        assert not re.search(r"\b(the|this|it|file is|save|give|export|put|no|cell)\b", sentence, re.I), sentence
    # What is wrong, and what to do.
    assert [sentence for sentence in refusals.values() if not re.search(r"[.:]\s+\w", sentence)] == []


def test_what_is_good_in_a_file_is_read_and_right(told: list[tuple[str, dict[str, Any]]]) -> None:
    for outcome, one in told:
        if outcome != "refused":
            good = {(code, price, day) for _line, code, price, day in one["rows"]}
            expected = {("a", 1.5, "2025-12-31"), ("x", 1.5, "2023-03-15")}
            assert good & expected, one["name"]
    letters = [row for _outcome, one in told for row in one.get("rows", ()) if row[1].startswith("perch")]
    assert {row[1] for row in letters} == {"perché"}


def test_none_takes_more_than_200_mb_of_memory(told: list[tuple[str, dict[str, Any]]]) -> None:
    grown = [(one["grown"], one["name"]) for _outcome, one in told]
    assert max(grown)[0] <= 200, sorted(grown)[-5:]
