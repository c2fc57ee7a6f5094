"""Everything a person reads is translated, and the compiled files are those of the sources."""

import ast
import io
import tokenize
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

SRC = Path(__file__).parents[2]
CATALOGUES = sorted(SRC.glob("*/locale/*/LC_MESSAGES/django.po"))


def test_every_app_with_an_interface_has_an_italian_catalogue() -> None:
    assert {path.parts[-5] for path in CATALOGUES} >= {"website", "logging_app", "gold_bi"}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-5])
def test_no_string_is_left_untranslated(path: Path) -> None:
    catalogue = polib.pofile(str(path))
    missing = [entry.msgid for entry in catalogue if not entry.obsolete and (not entry.translated() or entry.fuzzy)]
    assert missing == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-5])
def test_the_compiled_catalogue_is_that_of_its_source(path: Path) -> None:
    source = {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in polib.pofile(str(path)) if not e.obsolete}
    compiled = {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in polib.mofile(str(path.with_suffix(".mo")))}
    assert compiled == source


# Which argument of a gettext call is the string, and whether the first is its context.
STRING_AT = {"_": 0, "gettext": 0, "gettext_lazy": 0, "gettext_noop": 0, "ngettext": 0, "ngettext_lazy": 0}
STRING_AT |= {"pgettext": 1, "pgettext_lazy": 1, "npgettext": 1, "npgettext_lazy": 1}


@pytest.mark.parametrize("app", ["website", "logging_app", "gold_bi"])
def test_every_string_in_the_code_is_in_the_catalogue(app: str) -> None:
    catalogue = polib.pofile(str(SRC / app / "locale/it/LC_MESSAGES/django.po"))
    known = {(entry.msgctxt or "", entry.msgid) for entry in catalogue if not entry.obsolete}
    used: set[tuple[str, str]] = set()
    for path in (SRC / app).rglob("*.py"):
        if "tests" not in path.parts:
            used |= _messages(path.read_text())
    for path in (SRC / app).rglob("*.html"):
        # Django's own reading of a template, on one line so that it tokenizes as Python.
        used |= _messages(templatize(path.read_text(), origin=str(path)).replace("\n", " "))
    assert used
    assert sorted(used - known) == []


def _messages(source: str) -> set[tuple[str, str]]:
    """(context, string) of each gettext call whose arguments are literals."""
    tokens = [token for token in tokenize.generate_tokens(io.StringIO(source).readline) if token.string.strip()]
    found = set()
    for at, token in enumerate(tokens[:-1]):
        if token.string in STRING_AT and tokens[at + 1].string == "(":
            literals = _literal_arguments(tokens[at + 2 :])
            if len(literals) > STRING_AT[token.string]:
                context, string = ("", *literals)[STRING_AT[token.string] :][:2]
                found.add((context, string))
    return found


def _literal_arguments(tokens: list[tokenize.TokenInfo]) -> list[str]:
    """The leading string arguments; adjacent literals are one."""
    arguments: list[str] = [""]
    for token in tokens:
        if token.type == tokenize.STRING:
            arguments[-1] += ast.literal_eval(token.string)
        elif token.string == "," and arguments[-1]:
            arguments.append("")
        elif token.type != tokenize.COMMENT:
            break
    return [argument for argument in arguments if argument]
