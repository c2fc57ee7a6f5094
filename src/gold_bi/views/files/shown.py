"""How a file is read and what loading it changes, in words."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gold_bi import words
from gold_bi.flows.registry import Flow
from gold_bi.models import SourceFile
from gold_bi.reading import Reading
from gold_bi.reading.values import ways_of

WAYS: dict[str, Promise] = {
    "text": gettext_lazy("as it stands"),
    "decimal point": gettext_lazy("numbers with a decimal point: 1,234.56"),
    "decimal comma": gettext_lazy("numbers with a decimal comma: 1.234,56"),
    "day first": gettext_lazy("dates, the day first: 31/12/2025"),
    "month first": gettext_lazy("dates, the month first: 12/31/2025"),
    "year first": gettext_lazy("dates, the year first: 2025-12-31"),
    "yes or no": gettext_lazy("yes or no"),
    "marked": gettext_lazy("as the sheet holds it"),
}


# What the load works out of the rest; who looks for a row knows it by that.
DERIVED = ("day", "hour")


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
class QuestionShown:
    """`answers`: way → what the example would be by it."""

    column: str
    heading: str
    example: str
    answers: list[tuple[str, str]]


def questions(file: SourceFile) -> list[QuestionShown]:
    return [
        QuestionShown(
            one["column"], one["heading"], one["example"], [(how, plain(value)) for how, value in one["answers"]]
        )
        for one in file.questions
    ]


def plain(value: str) -> str:
    """A number, day or moment that a machine wrote, in the reader's language."""
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return amount(value)
    return words.spoken(date_format(when, _("j F Y, H:i") if when.time() != time.min else _("j F Y")))


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
    columns = [(name, flow.target._meta.get_field(name)) for name in rows[0] if name not in DERIVED]
    shown = [[_cell(column, row[name]) for name, column in columns] for row in rows[:10]]
    return ExamplesShown([title_of(flow, name) for name, _column in columns], shown)


def _cell(column: Any, text: str) -> str:
    if not text:
        return ""
    if column.choices:
        return str(dict(column.flatchoices).get(text, text))
    if isinstance(column, models.DateTimeField):
        return date_format(timezone.localtime(datetime.fromisoformat(text)), "SHORT_DATETIME_FORMAT")
    if isinstance(column, models.DateField):
        return date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT")
    return amount(text) if isinstance(column, models.DecimalField | models.FloatField) else text


def title_of(flow: Flow, name: str) -> str:
    """What readers call a column: as in GOLD, where it is one."""
    try:
        title = str(flow.target._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        title = name.replace("_", " ")
    return title[:1].upper() + title[1:]


def amount(value: str | Decimal, sign: bool = False) -> str:
    """With two decimals, or none where it is whole."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return str(value)
    mark = "+" if sign and number > 0 else ""
    places = 0 if number == number.to_integral_value() else 2
    return mark + number_format(number, places, use_l10n=True, force_grouping=True)


def rows_set_aside_url(file: SourceFile) -> str:
    try:
        return f"{reverse('gold_bi_rejected:index')}?file={file.pk}"
    except NoReverseMatch:
        return ""
