"""How a file is read and what loading it changes, in words."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.core.exceptions import FieldDoesNotExist
from django.urls import NoReverseMatch, reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gold_bi.flows.registry import Flow
from gold_bi.models import SourceFile
from gold_bi.reading import Reading
from gold_bi.reading.values import ways_of

WAYS: dict[str, Promise] = {
    "text": _("as it stands"),
    "decimal point": _("numbers with a decimal point: 1,234.56"),
    "decimal comma": _("numbers with a decimal comma: 1.234,56"),
    "day first": _("dates, the day first: 31/12/2025"),
    "month first": _("dates, the month first: 12/31/2025"),
    "year first": _("dates, the year first: 2025-12-31"),
    "yes or no": _("yes or no"),
    "marked": _("as the sheet holds it"),
}


@dataclass(frozen=True)
class ColumnShown:
    """One column of the file; `ways` are what it could be read as, where there is a choice."""

    heading: str
    column: str
    title: str
    how: str
    ways: list[tuple[str, Promise]] = field(default_factory=list)

    @property
    def in_words(self) -> Promise | str:
        return WAYS.get(self.how, self.how)


def columns(flow: Flow, file: SourceFile) -> list[ColumnShown]:
    if not file.reading:
        return []
    shown = []
    for one in Reading.from_json(file.reading).columns:
        ways = ways_of(flow.contract.column(one.column).kind) if one.column else ()
        choice = [(way, WAYS[way]) for way in ways] if len(ways) > 1 and one.how in ways else []
        title = title_of(flow, one.column) if one.column else ""
        shown.append(ColumnShown(one.heading, one.column or "", title, one.how if one.column else "", choice))
    return shown


@dataclass(frozen=True)
class SumShown:
    title: str
    before: str
    after: str
    change: str


@dataclass(frozen=True)
class ExamplesShown:
    """Some rows that come, or that go."""

    headings: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class DifferenceShown:
    before: int
    after: int
    added: int
    removed: int
    rejected: int
    repeated: int
    first_day: str
    last_day: str
    sums: list[SumShown]
    added_rows: ExamplesShown | None
    removed_rows: ExamplesShown | None

    @property
    def changes_nothing(self) -> bool:
        return not self.added and not self.removed


def difference(flow: Flow, file: SourceFile) -> DifferenceShown | None:
    found = file.difference
    if not found:
        return None
    counts = {name: found[name] for name in ("before", "after", "added", "removed", "rejected", "repeated")}
    sums = [
        SumShown(
            title_of(flow, name), amount(before), amount(after), amount(Decimal(after) - Decimal(before), sign=True)
        )
        for name, (before, after) in found["sums"].items()
        if name in flow.sums
    ]
    return DifferenceShown(
        **counts,
        first_day=found["first_day"],
        last_day=found["last_day"],
        sums=sums,
        added_rows=_examples(flow, found["examples"].get("added")),
        removed_rows=_examples(flow, found["examples"].get("removed")),
    )


def _examples(flow: Flow, rows: list[dict[str, str]] | None) -> ExamplesShown | None:
    if not rows:
        return None
    names = list(rows[0])
    return ExamplesShown([title_of(flow, name) for name in names], [[row[name] for name in names] for row in rows[:10]])


def title_of(flow: Flow, name: str) -> str:
    """What readers call a column: as in GOLD, where it is one."""
    try:
        title = str(flow.target._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        title = name.replace("_", " ")
    return title[:1].upper() + title[1:]


def amount(value: str | Decimal, sign: bool = False) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return str(value)
    mark = "+" if sign and number > 0 else ""
    return mark + number_format(number, 2, use_l10n=True, force_grouping=True)


def rows_set_aside_url(file: SourceFile) -> str:
    try:
        return f"{reverse('gold_bi_rejected:index')}?file={file.pk}"
    except NoReverseMatch:
        return ""
