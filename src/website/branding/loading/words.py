"""Rich text of a brand's file, with its links looked up, just as the admin's editor would store it."""

import re
from html import escape

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from .scope import Scope
from .source import Table
from .text import rich_text

KEY = re.compile(r' data-block-key="[^"]*"')
OUTSIDE = ("https://", "http://", "mailto:", "tel:")


def rich_words(table: Table, key: str, features: list[str], scope: Scope) -> str:
    def link(target: str) -> str:
        if target.startswith("page:"):
            return f'linktype="page" id="{scope.page(table, key, target.removeprefix("page:")) or ""}"'
        if not target.startswith(OUTSIDE):
            raise ValueError(f"links to {target!r}. Allowed: page:NAME, {', '.join(OUTSIDE)}")
        return f'href="{escape(target)}"'

    try:
        html = rich_text(scope.text(table, key), features, link)
        return html if scope.pages is None else as_the_editor_stores_it(html, features)
    except ValueError as error:
        raise table.error(key, str(error)) from error


def as_the_editor_stores_it(html: str, features: list[str]) -> str:
    """So that an editor who saves a page without touching a text does not seem to have changed it."""
    converter = ContentstateConverter(features)
    return without_keys(converter.to_database_format(converter.from_database_format(html)))


def without_keys(html: str) -> str:
    """The editor gives each paragraph a key of its own; it says nothing."""
    return KEY.sub("", html)
