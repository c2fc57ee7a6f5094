"""manager.sh on machines that lack something: one plain sentence each, and nothing half-made."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[3]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with what an installation needs, and a `bin` whose programs come first on PATH."""
    (tmp_path / "src").mkdir()
    (tmp_path / "bin").mkdir()
    shutil.copy(PROJECT / "manager.sh", tmp_path)
    for lock in (PROJECT / "src").glob("requirements-*.txt"):
        shutil.copy(lock, tmp_path / "src")
    return tmp_path


def run(clone: Path, *arguments: str, **programs: str) -> "subprocess.CompletedProcess[str]":
    """manager.sh with the named programs replaced by shell scripts."""
    for name, script in programs.items():
        program = clone / "bin" / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    path = f"{clone / 'bin'}:{os.environ['PATH']}"
    return subprocess.run(
        [str(clone / "manager.sh"), *arguments],
        env={"PATH": path, "HOME": str(clone)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_lists_every_verb_from_the_script_itself(clone: Path) -> None:
    listed = {line.split()[0] for line in run(clone, "help").stdout.splitlines() if line.startswith("  ")}
    assert {"demo", "test", "lint", "format", "e2e", "bench", "manage", "up", "down", "status", "logs"} <= listed


def test_an_unknown_verb_is_named(clone: Path) -> None:
    done = run(clone, "dmeo")
    assert done.returncode == 1
    assert "There is no verb “dmeo”" in done.stderr


def test_an_old_python_is_named_with_what_to_do(clone: Path) -> None:
    old = 'case "$*" in *exit*) exit 1;; *) echo 3.9.2;; esac'
    done = run(clone, "demo", **dict.fromkeys(["python3.13", "python3.12", "python3.11", "python3", "python"], old))
    assert done.returncode == 1
    assert "✗ Python 3.11 or newer is needed, and only Python 3.9.2 was found here." in done.stderr
    assert not (clone / ".venv").exists()


def test_a_nearly_full_disk_is_said_before_anything_is_written(clone: Path) -> None:
    done = run(clone, "demo", df="echo Filesystem; echo /dev/x 9 9 204800 9% /")
    assert done.returncode == 1
    assert "✗ The disk is nearly full: 200 MB are free" in done.stderr
    assert not (clone / ".venv").exists()


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        ("error sending request for url: dns error", "✗ No package index could be reached, so nothing was installed."),
        ("failed to write: No space left on device (os error 28)", "✗ The disk is full: the installation stopped."),
        ("hash mismatch", "✗ The installation failed; the last lines are above"),
    ],
)
def test_a_failed_installation_says_why(clone: Path, failure: str, sentence: str) -> None:
    done = run(clone, "demo", uv=f'[ "$1" = --version ] && exit 0; echo "{failure}" >&2; exit 2')
    assert done.returncode == 1
    assert sentence in done.stderr
    assert not (clone / ".venv/.installed").exists()
