"""A stored stack trace as people read it: the project's own lines in sight, the libraries' folded away."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from logging_app.models import ExceptionReport
from logging_app.visible import visible

_BECAUSE = {
    "cause": "The above exception was the direct cause of the following exception:",
    "context": "During handling of the above exception, another exception occurred:",
}


class Call(NamedTuple):
    file: str
    line: int
    function: str
    source: str
    own: bool


@dataclass
class Stretch:
    """Calls one after the other that are all the project's own, or all in libraries."""

    own: bool
    calls: list[Call]


@dataclass
class Part:
    """One exception of the chain, the first that went wrong first."""

    exception: str
    message: str
    because: str
    left_out: int
    stretches: list[Stretch]

    @property
    def is_libraries_only(self) -> bool:
        return not any(stretch.own for stretch in self.stretches)


def parts_of(report: ExceptionReport) -> list[Part]:
    return [
        Part(part["exception"], visible(part["message"]), part["because"], part["left_out"], _stretches(part["frames"]))
        for part in report.trace
    ]


def _stretches(frames: list[list[Any]]) -> list[Stretch]:
    calls = [Call(*frame) for frame in frames]
    return [Stretch(own, list(group)) for own, group in groupby(calls, key=lambda call: call.own)]


def as_text(report: ExceptionReport) -> str:
    """As Python prints it, for a colleague or an issue."""
    lines: list[str] = []
    for part in report.trace:
        lines.append("Traceback (most recent call last):")
        for call in map(Call._make, part["frames"]):
            lines.append(f'  File "{call.file}", line {call.line}, in {call.function}')
            if call.source:
                lines.append(f"    {call.source}")
        lines.append(f"{part['exception']}: {part['message']}" if part["message"] else part["exception"])
        if part["because"]:
            lines += ["", _BECAUSE[part["because"]], ""]
    return "\n".join(lines)
