# ruff: noqa: E501 # one file a line
"""Files that were made to harm, or were harmed: each with what makes it, and what has to come of it.

"refused": a sentence and no row. "aside": some rows are set aside, each with its reason. "read": harmless after all,
and every value is the one that was meant.
"""

import os
import stat
import struct
import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path

Maker = Callable[[], bytes | Iterable[bytes]]
HEAD = "Codice;Prezzo;Data\n"
GOOD = "a;1,50;31/12/2025\n"
ROW = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>x</t></is></c><c r="B%d"><v>1.5</v></c><c r="C%d"><v>45000</v></c></row>'
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
KINDS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XXE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
LAUGHS = b"<!DOCTYPE x [<!ENTITY a0 'ha'>%s]>" % b"".join(
    b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)
)
HEADINGS = b'<row r="1">%s</row>' % b"".join(
    b'<c r="%s1" t="inlineStr"><is><t>%s</t></is></c>' % (at, name)
    for at, name in ((b"A", b"Codice"), (b"B", b"Prezzo"), (b"C", b"Data"))
)


def rows(first: int, last: int) -> bytes:
    return b"".join(ROW % (n, n, n, n) for n in range(first, last + 1))


def sheet(inner: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    return b"<worksheet %s>%s<sheetData>%s</sheetData>%s</worksheet>" % (MAIN, before, inner, after)


def zipped(parts: dict[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", packed) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return whole.getvalue()


def parts(
    inside: bytes = sheet(HEADINGS + rows(2, 4)), texts: bytes = b"", doctype: dict[str, bytes] | None = None
) -> dict[str, bytes]:
    doctype = doctype or {}
    shared = b'<Relationship Id="t" Type="%s/sharedStrings" Target="sharedStrings.xml"/>' % KINDS if texts else b""
    found = {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": b'<Relationships %s><Relationship Id="w" Type="%s/officeDocument" Target="xl/workbook.xml"/>'
        b"</Relationships>" % (RELATIONS, KINDS),
        "xl/workbook.xml": b'<workbook %s xmlns:r="%s"><sheets><sheet name="Foglio1" sheetId="1" r:id="s"/></sheets>'
        b"</workbook>" % (MAIN, KINDS),
        "xl/_rels/workbook.xml.rels": b'<Relationships %s><Relationship Id="s" Type="%s/worksheet" '
        b'Target="worksheets/sheet1.xml"/>%s</Relationships>' % (RELATIONS, KINDS, shared),
        "xl/worksheets/sheet1.xml": inside,
    }
    if texts:
        found["xl/sharedStrings.xml"] = texts
    return {name: b'<?xml version="1.0"?>' + doctype.get(name, b"") + content for name, content in found.items()}


def workbook(*of: object, **named: object) -> bytes:
    return zipped(parts(*of, **named))  # type: ignore[arg-type] # handed on as they are


def lying(content: bytes, declared: int) -> bytes:
    """A zip of one CSV that says in its lists that it holds `declared` bytes."""
    whole = bytearray(zipped({"a.csv": content}))
    struct.pack_into("<I", whole, 22, declared)
    struct.pack_into("<I", whole, whole.rindex(b"PK\1\2") + 24, declared)
    return bytes(whole)


def encrypted() -> bytes:
    whole = bytearray(zipped({"a.csv": (HEAD + GOOD).encode()}))
    whole[6] |= 1
    whole[whole.rindex(b"PK\1\2") + 8] |= 1
    return bytes(whole)


def overlapping() -> bytes:
    """Members that all lie over the same bytes: each is well packed, together they are not."""
    one = bytearray(zipped({"a.csv": os.urandom(6_000).hex().encode() * 120}))
    start, end = one.rindex(b"PK\1\2"), one.rindex(b"PK\5\6")
    entry, rest = one[start:end], one[end:]
    entries = b"".join(bytes(entry).replace(b"a.csv", b"%05d" % n) for n in range(900))
    struct.pack_into("<HHI", rest, 8, 900, 900, len(entries))
    return bytes(one[:start]) + entries + bytes(rest)


def linked() -> bytes:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        info = zipfile.ZipInfo("a.csv")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    return whole.getvalue()


def many_members() -> bytes:
    return zipped({f"{n}.csv": b"" for n in range(40_000)}, zipfile.ZIP_STORED)


def compound(name: str) -> bytes:
    """A file of Microsoft's compound kind with a stream `name`, its contents' list at the end."""
    start = bytearray(512)
    start[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", start, 30, 9)
    struct.pack_into("<I", start, 48, 4_000)
    return bytes(start) + bytes(4_000 * 512) + name.encode("utf-16-le").ljust(512, b"\0")


def csv(*lines: str) -> bytes:
    return (HEAD + GOOD + "".join(f"{line}\n" for line in lines)).encode("utf-8", "surrogatepass")


def sparse(path: Path, size: int) -> None:
    """A file with holes, which take no room on the disk."""
    with path.open("wb") as file:
        file.write((HEAD + GOOD * 1_000).encode())
        file.truncate(size)


def between_samples(path: Path) -> None:
    """Text wherever a look at samples looks, and holes between."""
    size = 1_900_000_000
    with path.open("wb") as file:
        file.write((HEAD + GOOD * 1_000).encode())
        for place in range(0, size, size // 64):
            file.seek(place if place else file.tell())
            file.write(GOOD.encode() * 300)
        file.truncate(size)


def two_sheets() -> bytes:
    both = parts()
    both["xl/workbook.xml"] = both["xl/workbook.xml"].replace(
        b"</sheets>", b'<sheet name="Copia" sheetId="2" r:id="s"/></sheets>'
    )
    return zipped(both)


def far_relation() -> bytes:
    found = parts()
    found["xl/_rels/workbook.xml.rels"] = found["xl/_rels/workbook.xml.rels"].replace(
        b"worksheets/sheet1.xml", b"../../../../etc/passwd"
    )
    return zipped(found)


def from_elsewhere() -> bytes:
    found = parts()
    found["xl/_rels/workbook.xml.rels"] = found["xl/_rels/workbook.xml.rels"].replace(
        b'Target="worksheets/sheet1.xml"', b'Target="http://192.0.2.1/sheet.xml" TargetMode="External"'
    )
    return zipped(found)


def cut_off() -> bytes:
    whole = workbook(sheet(HEADINGS + rows(2, 4_000)))
    return whole[: len(whole) // 2]


def damaged_inside() -> bytes:
    whole = bytearray(workbook(sheet(HEADINGS + rows(2, 4_000))))
    at = whole.index(b"sheet1.xml") + 5_000
    whole[at : at + 50] = bytes(50)
    return bytes(whole)


BOMB = "xl/worksheets/sheet1.xml"
SPACES = b"<!-- %s -->" % (b" " * 50_000_000)

FILES: list[tuple[str, str, Maker]] = [
    # Zips
    ("zip-bomb.zip", "refused", lambda: zipped({"a.csv": b"0" * 50_000_000})),
    ("zip-bomb-nested.zip", "refused", lambda: zipped({"b.zip": zipped({"a.csv": b"0" * 50_000_000})})),
    ("zip-bomb-nested-as-csv.zip", "refused", lambda: zipped({"b.csv": zipped({"a.csv": b"0" * 50_000_000})})),
    ("zip-bomb-lying.zip", "refused", lambda: lying(b"0" * 50_000_000, 1_000)),
    ("zip-bomb-lzma.zip", "refused", lambda: zipped({"a.csv": b"0" * 50_000_000}, zipfile.ZIP_LZMA)),
    ("zip-bomb-bzip2.zip", "refused", lambda: zipped({"a.csv": b"0" * 50_000_000}, zipfile.ZIP_BZIP2)),
    ("zip-bomb-many-small.zip", "refused", lambda: zipped({f"{n}.csv": b"0" * 999_999 for n in range(120)})),
    ("zip-bomb-overlapping.zip", "refused", overlapping),
    ("zip-40000-members.zip", "refused", many_members),
    ("zip-path-traversal.zip", "refused", lambda: zipped({"../../etc/a.csv": GOOD.encode()})),
    ("zip-absolute-name.zip", "refused", lambda: zipped({"/etc/a.csv": GOOD.encode()})),
    ("zip-windows-name.zip", "refused", lambda: zipped({"C:\\a.csv": GOOD.encode()})),
    ("zip-symlink.zip", "refused", linked),
    ("zip-encrypted.zip", "refused", encrypted),
    ("zip-program.zip", "refused", lambda: zipped({"setup.exe": b"MZ"})),
    ("zip-empty.zip", "refused", lambda: zipped({})),
    ("zip-broken.zip", "refused", lambda: b"PK\3\4" + os.urandom(5_000)),
    # Workbooks
    ("bomb.xlsx", "refused", lambda: workbook(sheet(HEADINGS + b"<row r='2'><c><v>" + b"1" * 50_000_000 + b"</v></c></row>"))),
    ("bomb-comment.xlsx", "refused", lambda: workbook(sheet(HEADINGS, SPACES))),
    ("bomb-of-texts.xlsx", "refused", lambda: workbook(texts=b"<sst>" + b"<si><t/></si>" * 4_000_000 + b"</sst>")),
    ("3-million-texts.xlsx", "refused", lambda: workbook(
        texts=b"<sst>" + b"".join(b"<si><t>%x</t></si>" % (n * 2_654_435_761) for n in range(3_000_000)) + b"</sst>"
    )),
    ("text-in-every-cell.xlsx", "refused", lambda: workbook(
        sheet(HEADINGS + b"".join(
            b'<row r="%d"><c r="A%d" t="s"><v>0</v></c><c r="B%d"><v>1</v></c></row>' % (n, n, n) for n in range(2, 60_000)
        )),
        b"<sst><si><t>%s</t></si></sst>" % (os.urandom(16_000).hex().encode()),
    )),
    *(
        (f"xxe-{name.rpartition('/')[2]}.xlsx", "refused", lambda name=name: workbook(
            sheet(HEADINGS + rows(2, 4)), b"<sst><si><t>%s</t></si></sst>" % (b"&e;" if "shared" in name else b"x"), {name: XXE}
        ))
        for name in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels")
    ),
    ("billion-laughs.xlsx", "refused", lambda: workbook(
        sheet(HEADINGS + rows(2, 3) + b'<row r="4"><c t="str"><v>&a11;</v></c></row>'), doctype={BOMB: LAUGHS}
    )),
    ("deep.xlsx", "refused", lambda: workbook(sheet(HEADINGS + b"".join(b"<a%d>" % n for n in range(500_000))))),
    ("deep-workbook.xlsx", "refused", lambda: zipped(parts() | {"xl/workbook.xml": b"<workbook>" + b"<a b='%d'>" * 900_000})),
    ("dimension-lies.xlsx", "read", lambda: workbook(sheet(HEADINGS + rows(2, 4), b'<dimension ref="A1:XFD1048576"/>'))),
    ("a-cell-at-the-far-end.xlsx", "read", lambda: workbook(
        sheet(HEADINGS + rows(2, 4) + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    )),
    ("row-beyond-the-end.xlsx", "refused", lambda: workbook(sheet(HEADINGS + b'<row r="4294967296"/>'))),
    ("rows-backwards.xlsx", "refused", lambda: workbook(sheet(HEADINGS + rows(3, 3) + rows(2, 2)))),
    ("2-million-empty-rows.xlsx", "refused", lambda: workbook(sheet(HEADINGS + b"<row/>" * 2_000_000))),
    ("a-million-empty-rows.xlsx", "read", lambda: workbook(
        sheet(HEADINGS + rows(2, 3) + b"".join(b'<row r="%d" s="1" ht="15"/>' % n for n in range(4, 1_000_000)))
    )),
    ("16000-columns.xlsx", "refused", lambda: workbook(
        sheet(b'<row r="1">' + b'<c t="inlineStr"><is><t>Codice</t></is></c>' * 16_000 + b"</row>")
    )),
    ("no-such-text.xlsx", "refused", lambda: workbook(sheet(HEADINGS + b'<row r="2"><c t="s"><v>999999</v></c></row>'))),
    ("two-equal-sheets.xlsx", "refused", two_sheets),
    ("relation-far-away.xlsx", "refused", far_relation),
    ("sheet-from-elsewhere.xlsx", "refused", from_elsewhere),
    ("cut-off.xlsx", "refused", cut_off),
    ("damaged-inside.xlsx", "refused", damaged_inside),
    ("numbers-that-are-none.xlsx", "aside", lambda: workbook(sheet(HEADINGS + rows(2, 2) + b"".join(
        b'<row r="%d"><c r="A%d" t="str"><v>x</v></c><c r="B%d"%s</c><c r="C%d"><v>45000</v></c></row>' % (n, n, n, cell, n)
        for n, cell in enumerate(
            (b"><v>1E400</v>", b"><v>NaN</v>", b"><v>Infinity</v>", b' t="e"><v>#DIV/0!</v>', b' t="b"><v>1</v>',
             b"><f>A1</f><v></v>", b"><v>1_000</v>"), 3)
    )))),
    ("characters-that-are-none.xlsx", "aside", lambda: workbook(sheet(
        HEADINGS + rows(2, 2) + rows(3, 3).replace(b">x<", b">a_x0000_b<") + rows(4, 4).replace(b">x<", b">_xD800_<")
    ))),
    ("text-named.xlsx", "read", lambda: csv()),
    ("workbook-named.csv", "read", workbook),
    ("opendocument.ods", "refused", lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})),
    ("binary-workbook.xlsb", "refused", lambda: zipped({"[Content_Types].xml": b"", "xl/workbook.bin": b""})),
    ("letter.docx", "refused", lambda: zipped({"[Content_Types].xml": b"", "word/document.xml": b""})),
    ("of-2003.xls", "refused", lambda: compound("Workbook")),
    ("locked.xlsx", "refused", lambda: compound("EncryptedPackage")),
    # What is no table
    ("elf.csv", "refused", lambda: b"\x7fELF" + os.urandom(9_000)),
    ("picture.csv", "refused", lambda: b"\x89PNG\r\n\x1a\n" + os.urandom(9_000)),
    ("photograph.csv", "refused", lambda: b"\xff\xd8\xff\xe0" + os.urandom(9_000)),
    ("database.csv", "refused", lambda: b"SQLite format 3\0" + bytes(9_000)),
    ("paper.csv", "refused", lambda: b"%PDF-1.7\n" + os.urandom(9_000)),
    ("noise.csv", "refused", lambda: b"Codice;Prezzo;Data\n" + bytes(range(256)) * 400),
    ("page.csv", "refused", lambda: b"<!DOCTYPE html><html><body>Login</body></html>"),
    ("xml.csv", "refused", lambda: b"<?xml version='1.0'?>" + LAUGHS + b"<x>&a11;</x>"),
    ("empty.csv", "refused", lambda: b""),
    ("only-bom.csv", "refused", lambda: b"\xef\xbb\xbf"),
    ("only-empty-lines.csv", "refused", lambda: b"\r\n" * 500_000),
    ("only-headings.csv", "refused", lambda: HEAD.encode()),
    ("other-headings.csv", "refused", lambda: b"Nome;Cognome\nAda;Rossi\n"),
    ("100-mb-line.csv", "refused", lambda: [b"a" * 10_000_000] * 10),
    ("100-mb-line-below.csv", "refused", lambda: [(HEAD + GOOD).encode(), *[b"a" * 10_000_000] * 10]),
    ("100000-columns.csv", "refused", lambda: b";".join(b"c%d" % n for n in range(100_000)) + b"\n1\n"),
    # Encodings
    ("cp1252.csv", "read", lambda: csv("perché;2,00;01/02/2025").decode().encode("cp1252")),
    ("utf-8-bom.csv", "read", lambda: csv("perché;2,00;01/02/2025").decode().encode("utf-8-sig")),
    ("utf-16-bom.csv", "read", lambda: csv("perché;2,00;01/02/2025").decode().encode("utf-16")),
    ("utf-16-le.csv", "read", lambda: csv("perché;2,00;01/02/2025").decode().encode("utf-16-le")),
    ("utf-16-be.csv", "read", lambda: csv("perché;2,00;01/02/2025").decode().encode("utf-16-be")),
    ("utf-32.csv", "read", lambda: csv("perché;2,00;01/02/2025").decode().encode("utf-32")),
    ("mixed-encodings.csv", "read", lambda: csv("perché;2,00;01/02/2025") + "perché;3,00;02/02/2025\n".encode("cp1252")),
    ("lone-surrogates.csv", "aside", lambda: csv("\ud800;2,00;01/02/2025", *["è;2,00;01/02/2025"] * 60)),
    ("nul-bytes.csv", "aside", lambda: csv(*["a;2,00;01/02/2025"] * 60, "a\0b;2,00;01/02/2025")),
    ("control-characters.csv", "aside", lambda: csv(*["a;2,00;01/02/2025"] * 60, "a;\x1b[31m2,00;01/02/2025")),
    ("marks-from-right-to-left.csv", "aside", lambda: csv("a;\u202e2,00;01/02/2025", "b;1,00;01/02/2025\u200f")),
    ("carriage-returns.csv", "read", lambda: csv("b;2,00;01/02/2025").replace(b"\n", b"\r")),
    ("mixed-line-ends.csv", "read", lambda: csv("b;2,00;01/02/2025\r", "c;3,00;02/02/2025").replace(b"2025\nc", b"2025\rc")),
    # Tables that are wrong
    ("open-quote.csv", "aside", lambda: (HEAD + '"' + GOOD * 100_000).encode()),
    ("open-quotes-everywhere.csv", "refused", lambda: (HEAD + 'a";"b\n' * 400_000).encode()),
    ("open-quotes-with-long-lines.csv", "refused", lambda: (HEAD + ('a";"' + "b" * 9_000 + "\n") * 5_000).encode()),
    ("duplicate-headings.csv", "read", lambda: b"Codice;Prezzo;Data;Prezzo\na;1,50;31/12/2025;9\n"),
    ("missing-headings.csv", "refused", lambda: b"Codice;;Data\na;1,50;31/12/2025\n"),
    ("ragged-rows.csv", "aside", lambda: csv("b;2,00", "c;1;01/02/2025;4;5", "d")),
    ("2-million-empty-rows.csv", "read", lambda: (HEAD + GOOD + ";;\n" * 2_000_000).encode()),
    ("formulas.csv", "read", lambda: csv("=HYPERLINK(\"http://192.0.2.1\");2,00;01/02/2025", "@SUM(A1);3,00;02/02/2025")),
    ("formulas-as-numbers.csv", "aside", lambda: csv("b;=1+1;01/02/2025", "c;+cmd|' /C calc'!A0;02/02/2025")),
    ("numbers-that-are-none.csv", "aside", lambda: csv(*(
        f"b;{number};01/02/2025" for number in
        ("1e400", "-1e999", "NaN", "Infinity", "-inf", "0x1F", "1_000", "١٢", "1,2,3", "1..2", "--1", "½")
    ))),
    ("dates-that-are-none.csv", "aside", lambda: csv(*(
        f"b;2,00;{day}" for day in
        ("31/02/2025", "00/00/0000", "01/01/0001", "31/12/9999", "31/12/20255", "29/02/2023", "12/2025", "32/01/2025",
         "0000-00-00", "2025-13-01", "1/1/1", "31/12/2025 25:61")
    ))),
]  # fmt: skip
# Too large for a list of bytes.
ON_DISK: list[tuple[str, str, Callable[[Path], None]]] = [
    ("sparse-2-gb.csv", "refused", lambda path: sparse(path, 2 << 30)),
    ("sparse-below-2-gb.csv", "refused", lambda path: sparse(path, 1_990_000_000)),
    ("sparse-between-samples.csv", "refused", between_samples),
]


def write(folder: Path) -> list[tuple[str, str]]:
    """All of them; returns each name with what has to come of it."""
    for name, _outcome, make in FILES:
        made = make()
        with (folder / name).open("wb") as file:
            file.writelines([made] if isinstance(made, bytes) else made)
    for name, _outcome, put in ON_DISK:
        put(folder / name)
    return [(name, outcome) for name, outcome, _make in (*FILES, *ON_DISK)]
