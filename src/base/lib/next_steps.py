"""What waits for somebody, for the panel on the back office's home: apps say theirs by the hook `register_next_steps`.

The hook's functions take the request and return NextSteps of what its user may do; they must be quick.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class NextStep:
    """`words` say what to do, beginning with a verb; `url` is where."""

    words: str
    url: str
