"""A brand file's running text, as a person writes it in a plain file, to Wagtail's rich text.

Paragraphs are parted by an empty line. `## ` and `### ` begin headings, `- ` and `1. ` lists;
**bold**, *italic*, [words](page:contact), [words](https://…), [words](mailto:…).
"""

import re
from collections.abc import Callable
from html import escape

HEADING = re.compile(r"(#+) +(.+)")
BULLET = re.compile(r"- +(.+)")
NUMBERED = re.compile(r"\d+\. +(.+)")
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")

# The attributes of a link to a target such as "page:contact"; raises ValueError with the reason.
LinkTo = Callable[[str], str]


def rich_text(source: str, features: list[str], link: LinkTo) -> str:
    """HTML as Wagtail stores it. Raises ValueError, naming the line's words, for what `features` do not allow."""
    return "".join(
        _block(block.strip(), features, link) for block in re.split(r"\n\s*\n", source.strip()) if block.strip()
    )


def _block(block: str, features: list[str], link: LinkTo) -> str:
    if heading := HEADING.fullmatch(block):
        tag = f"h{len(heading[1])}"
        return f"<{_allowed(tag, block, features)}>{_inline(heading[2], link)}</{tag}>"
    lines = block.splitlines()
    for pattern, tag in ((BULLET, "ul"), (NUMBERED, "ol")):
        items = [pattern.fullmatch(line.strip()) for line in lines]
        if all(items):
            inner = "".join(f"<li>{_inline(item[1], link)}</li>" for item in items if item)
            return f"<{_allowed(tag, block, features)}>{inner}</{tag}>"
    return f"<p>{_inline(' '.join(line.strip() for line in lines), link)}</p>"


def _allowed(tag: str, block: str, features: list[str]) -> str:
    if tag not in features:
        kind = {"ul": "a list", "ol": "a list"}.get(tag, f"a heading of level {tag[1:]}")
        raise ValueError(f"has {kind} (“{block[:40]}”), which has no place here. Allowed: {', '.join(features)}")
    return tag


def _inline(words: str, link: LinkTo) -> str:
    html = escape(words, quote=False)
    html = LINK.sub(lambda found: f"<a {link(found[2])}>{found[1]}</a>", html)
    html = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", html)
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", html)
