"""Everything a person reads is translated, and the compiled files are those of the sources."""

from pathlib import Path

import polib
import pytest

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
