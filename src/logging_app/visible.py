"""What a visitor sent, with everything visible that would hide, reorder or break the text around it."""

import sys
import unicodedata


def _marks() -> dict[int, str]:
    marks = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
    # Other control characters, those that turn the direction or have no width, and the two separators of lines.
    for code in range(0x80, sys.maxunicode + 1):
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Zl", "Zp"):
            marks[code] = f"⟨U+{code:04X}⟩"
    return marks


_MARKS = _marks()


def visible(text: str) -> str:
    """Still to be escaped for HTML: this knows nothing of it."""
    return text.translate(_MARKS)
