# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools==4.60.1", "brotli==1.1.0"]
# ///
"""Make the font files of a package lighter before they join the site: `uv run docs/howto/lighten_fonts.py FILE…`.

Every letter and every typographic feature stays. Two things go: instructions for the pixel grid of old screens, and
the changes of kerning along a variable font's axes, so that pairs stand at every weight as they do at the regular one.
A file that would lose less than a tenth stays as it came.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

PAIRS, EXTENSION = 2, 9
NO_DEVICES = 0x0F  # the bits of a value record's format that are plain numbers
WORTH_IT = 0.9


def lightened(path: Path) -> bytes:
    options = subset.Options(layout_features=["*"], name_IDs=["*"], hinting=False, flavor="woff2")
    font = TTFont(path)
    for table in kerning(font):
        fix(table)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=list(font.getBestCmap()))
    subsetter.subset(font)
    written = BytesIO()
    subset.save_font(font, written, options)
    return written.getvalue()


def kerning(font: TTFont) -> Iterator:
    """The tables of pairs, out of the envelopes that large ones come in."""
    lookups = font["GPOS"].table.LookupList.Lookup if "fvar" in font and "GPOS" in font else []
    tables = (getattr(table, "ExtSubTable", table) for lookup in lookups for table in lookup.SubTable)
    return (table for table in tables if table.LookupType == PAIRS)


def fix(table) -> None:
    """Keep the numbers of the default instance."""
    if table.Format == 1:
        records = [record for pairs in table.PairSet for record in pairs.PairValueRecord]
    else:
        records = [record for first in table.Class1Record for record in first.Class2Record]
    for value in (value for record in records for value in (record.Value1, record.Value2) if value):
        for device in [name for name in vars(value) if name.endswith("Device")]:
            delattr(value, device)
    table.ValueFormat1 &= NO_DEVICES
    table.ValueFormat2 &= NO_DEVICES


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        before, after = path.stat().st_size, lightened(path)
        if len(after) < WORTH_IT * before:
            path.write_bytes(after)
            sys.stdout.write(f"{path.name}: {before:,} → {len(after):,} bytes\n")
