"""Everything a person reads is translated, and the compiled files are those of the sources."""

import ast
import io
import re
import tokenize
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

SRC = Path(__file__).parents[2]
APPS = ["website", "logging_app", "gold_bi", "base/lib/schedule", "base/lib/charts", "base/lib/actions"]
CATALOGUES = sorted(SRC / app / "locale/it/LC_MESSAGES/django.po" for app in APPS)
# Names of languages, which Django's own catalogue has.
NOT_OURS = ["base/settings/base.py"]


def test_every_file_with_strings_belongs_to_an_app_with_an_italian_catalogue() -> None:
    assert set(SRC.rglob("locale/it/LC_MESSAGES/django.po")) == set(CATALOGUES)
    homeless = []
    for path in SRC.rglob("*.py"):
        name = path.relative_to(SRC).as_posix()
        if "tests" not in path.parts and not name.startswith(tuple(f"{app}/" for app in APPS)) and name not in NOT_OURS:
            homeless += [f"{name}: {string}" for _context, string in _messages(path.read_text())]
    assert homeless == []


# What a script may not do with words of its own: they come from the page, which is translated.
SAID = re.compile(
    r"""(?:textContent|innerText|innerHTML|outerHTML|title|alt|placeholder|ariaLabel)\s*\+?=(?!=)\s*["'`][^"'`]*[^\W\d_]{2}"""
    r"""|(?:\b(?:alert|confirm|prompt)|append|prepend|createTextNode)\(\s*["'`][^"'`]*[^\W\d_]{2}\s+[^\W\d_]"""
    r"""|setAttribute\(\s*["'](?:title|alt|placeholder|aria-label|aria-description)["']\s*,\s*["'`][^"'`]*[^\W\d_]{2}"""
)
# Several words in a row, where it is not a list of classes, a selector or an error for the console.
SENTENCE = re.compile(r"""["'`][^\W\d_]+[’']?(?:,? [^\W\d_]+)+[.…!?:]?["'`]""")
NO_SENTENCE = re.compile(r"className|classList|[sS]elector|closest|Error\(|querySelector")


def _scripts() -> list[Path]:
    found = [*SRC.glob("*/static/**/*.js"), *SRC.glob("base/lib/*/static/**/*.js")]
    return [path for path in sorted(found) if "vendor" not in path.parts]


@pytest.mark.parametrize("path", _scripts(), ids=lambda path: path.name)
def test_no_script_has_words_of_its_own(path: Path) -> None:
    source = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    lines = [re.sub(r"(?<![:\"'`])//.*$", "", line) for line in source.splitlines()]
    wrong = [
        line.strip()
        for line in lines
        if _without_holes(line) and (SAID.search(_without_holes(line)) or _is_sentence(line))
    ]
    assert wrong == []


def _without_holes(line: str) -> str:
    """A template literal's own letters: `${…}` is put in from elsewhere."""
    return re.sub(r"\$\{[^{}]*\}", "", line)


def _is_sentence(line: str) -> bool:
    return bool(SENTENCE.search(line)) and not NO_SENTENCE.search(line)


@pytest.mark.parametrize(
    "line",
    [
        'status.textContent = "Closed";',
        "button.title = `Slide ${number}`;",
        'label.setAttribute("aria-label", "Next picture");',
        'alert("Not sent");',
        'const words = { finished: "All pictures added" };',
    ],
)
def test_words_in_a_script_would_be_found(line: str, tmp_path: Path) -> None:
    script = tmp_path / "words.js"
    script.write_text(line)
    with pytest.raises(AssertionError):
        test_no_script_has_words_of_its_own(script)


def test_there_are_scripts_to_look_at() -> None:
    assert {"menu.js", "charts.js"} <= {path.name for path in _scripts()}


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


@pytest.mark.parametrize("app", APPS)
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


# Italian as it is set in print: «», and an apostrophe that is no straight stroke.
NOT_ITALIAN = re.compile(r"[“”„]|(?<=[^\W\d_])'(?=[^\W\d_«%])")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-5])
def test_italian_has_one_kind_of_quotation_mark_and_of_apostrophe(path: Path) -> None:
    entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
    said = [words for entry in entries for words in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [words for words in said if NOT_ITALIAN.search(words)] == []
