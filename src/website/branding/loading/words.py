"""Rich text of a brand's file, with its links looked up."""

from html import escape

from .scope import Scope
from .source import Table
from .text import rich_text

OUTSIDE = ("https://", "http://", "mailto:", "tel:")


def rich_words(table: Table, key: str, features: list[str], scope: Scope) -> str:
    def link(target: str) -> str:
        if target.startswith("page:"):
            return f'linktype="page" id="{scope.page(table, key, target.removeprefix("page:")) or ""}"'
        if not target.startswith(OUTSIDE):
            raise ValueError(f"links to {target!r}. Allowed: page:NAME, {', '.join(OUTSIDE)}")
        return f'href="{escape(target)}"'

    try:
        return rich_text(scope.text(table, key), features, link)
    except ValueError as error:
        raise table.error(key, str(error)) from error
