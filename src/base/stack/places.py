"""Where the stack keeps its files, and the one way it says that something is wrong."""

import sys
from pathlib import Path
from typing import NoReturn

PROJECT = Path(__file__).resolve().parents[3]
SRC = PROJECT / "src"
DEMO = PROJECT / ".demo"


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 -- the terminal is this program's interface


def stop(sentence: str) -> NoReturn:
    """End with one plain sentence."""
    raise SystemExit(f"✗ {sentence}")
