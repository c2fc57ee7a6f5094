"""Where an exception came from: files, lines, functions and source lines, and no value of any variable."""

import re
import sys
import sysconfig
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

_CHAIN = 8  # exceptions of one chain
_OUTER, _INNER = 15, 35  # calls kept of a stack that is deeper than both together
_WORD = re.compile(r"\w+")
_LIBRARIES = re.compile(r".*/(?:site|dist)-packages/")


@dataclass(slots=True)
class Frame:
    file: str  # without the folders above the project or its libraries
    line: int
    function: str
    source: str
    own: bool

    def as_json(self) -> list[Any]:
        return [self.file, self.line, self.function, self.source, self.own]


@dataclass(slots=True)
class Trace:
    """One exception of a chain; `because` says whether the next one was raised from it ("cause") or while it was
    being handled ("context")."""

    exception: str
    message: str
    because: str = ""
    left_out: int = 0
    frames: list[Frame] = field(default_factory=list)

    @property
    def place(self) -> tuple[str, int]:
        """Where it was raised; of the same exception raised elsewhere, another."""
        return (self.frames[-1].file, self.frames[-1].line) if self.frames else ("", 0)

    def as_json(self, message: str) -> dict[str, Any]:
        return {
            "exception": self.exception,
            "message": message,
            "because": self.because,
            "left_out": self.left_out,
            "frames": [frame.as_json() for frame in self.frames],
        }


def trace_of(error: BaseException) -> list[Trace]:
    """The chain, the first that went wrong first and `error` itself last."""
    chain: list[Trace] = []
    seen: set[int] = set()
    because, current = "", error
    while current is not None and id(current) not in seen and len(chain) < _CHAIN:
        seen.add(id(current))
        chain.append(_one(current, because))
        if current.__cause__ is not None:
            because, current = "cause", current.__cause__
        elif current.__context__ is not None and not current.__suppress_context__:
            because, current = "context", current.__context__
        else:
            break
    return chain[::-1]


def source_words(traces: list[Trace]) -> set[str]:
    """The words of the code itself: to tell them again gives nothing away."""
    return {word for trace in traces for frame in trace.frames for word in _WORD.findall(frame.source)}


def _one(error: BaseException, because: str) -> Trace:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    calls = list(traceback.walk_tb(error.__traceback__))
    left_out = max(0, len(calls) - _OUTER - _INNER)
    kept = calls[:_OUTER] + calls[-_INNER:] if left_out else calls
    frames = [_frame(call) for call in traceback.StackSummary.extract(iter(kept), capture_locals=False)]
    return Trace(name, _message(error), because, left_out, frames)


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # its own __str__ may fail in any way; its class and place are told all the same
        return ""


def _frame(call: traceback.FrameSummary) -> Frame:
    file, own = _place(call.filename)
    return Frame(file, call.lineno or 0, call.name, (call.line or "").strip()[:300], own)


def _place(filename: str) -> tuple[str, bool]:
    """(the file's name as the reader knows it, whether it is the project's own)"""
    if library := _LIBRARIES.match(filename):
        return filename[library.end() :], False
    for folder in (sysconfig.get_path("stdlib"), sys.base_prefix):
        if Path(filename).is_relative_to(folder):
            return str(Path(filename).relative_to(folder)), False
    source = Path(settings.SRC_DIR)
    if Path(filename).is_relative_to(source):
        return str(Path(filename).relative_to(source)), True
    return Path(filename).name, False
