"""A place's opening hours as its readers see them: times from one record, words in their language."""

from collections.abc import Iterator, Mapping
from datetime import date, time
from functools import cache as once
from functools import cached_property
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

from website.snippets.languages import same_record
from website.snippets.opening_hours import OpeningHours, with_spans

from .blocks import AS_USUAL
from .holiday_names import name_of
from .italian_holidays import holidays_of
from .reading import Value, period_of, spans_of, week_of, week_spans_of
from .schedule import Closure, Holiday, HolidayRule, Schedule, Season, Span, SpecialDay
from .timetable import Timetable, timetable

KEPT_FOR = 24 * 60 * 60  # seconds


class Place:
    """`record` is where the times are read, `words` the same record in the reader's language."""

    def __init__(self, record: OpeningHours, words: OpeningHours) -> None:
        self.record, self._words = record, words

    @classmethod
    def of(cls, pk: int | None) -> "Place | None":
        """That of the record `pk` or any of its translations, in one query; None where there is no such record."""
        return cls.among(same_record(with_spans(), pk))

    @classmethod
    def among(cls, records: list[OpeningHours]) -> "Place | None":
        """That of a record's translations, as `same_record` gives them; None where there are none."""
        if not records:
            return None
        by_language = {record.locale.language_code: record for record in records}
        return cls(records[0], by_language.get(get_language() or "", records[0]))

    @property
    def name(self) -> str:
        return self._words.name

    @property
    def note(self) -> str:
        return self._words.note

    @cached_property
    def timetable(self) -> Timetable:
        """Of today in the site's zone; made once a day and again when a record is saved."""
        today = timezone.localdate(timezone=timezone.get_default_timezone())
        versions = [f"{record.pk}@{record.changed_at.timestamp()}" for record in (self.record, self._words)]
        key = ":".join(["opening-hours", today.isoformat(), get_language() or "", *versions])
        made: Timetable | None = cache.get(key)
        if made is None:
            made = timetable(self.schedule, today)
            cache.set(key, made, timeout=KEPT_FOR)
        return made

    @cached_property
    def schedule(self) -> Schedule:
        """In the site's zone, with the words of the active language."""
        record = self.record
        return Schedule(
            zone=timezone.get_default_timezone(),
            week=week_of((row["weekday"], _span(row)) for row in record.rows),
            seasons=tuple(
                Season(period_of(value), week_of(week_spans_of(value["week"])), words("name"))
                for value, words in self._blocks("seasons")
            ),
            special_days=tuple(
                SpecialDay(period_of(value), spans_of(value["spans"]), words("message"))
                for value, words in self._blocks("special_days")
            ),
            closures=tuple(Closure(period_of(value), words("message")) for value, words in self._blocks("closures")),
            holidays=self._holidays(),
            holiday_rules=tuple(
                HolidayRule(
                    value["holiday"],
                    None if value["decision"] == AS_USUAL else spans_of(value["spans"]),
                    value["year"],
                )
                for value, _ in self._blocks("holiday_rules")
            ),
            closed_on_holidays=record.closed_on_holidays,
        )

    def _blocks(self, field: str) -> "Iterator[tuple[Value, Any]]":
        """Each entry's value, and what gives its words: the translation's where it has them, else its own."""
        translated = {child.id: child.value for child in getattr(self._words, field)}
        for child in getattr(self.record, field):
            lent = translated.get(child.id, child.value)
            yield child.value, lambda name, lent=lent, own=child.value: lent[name] or own[name]

    def _holidays(self) -> Any:
        record, language = self.record, (get_language() or "it")[:2]
        patron = (record.patron_day.month, record.patron_day.day) if record.patron_day else None

        @once
        def of_year(year: int) -> Mapping[date, Holiday]:
            known = holidays_of(year, record.province, patron, language)
            return {day: Holiday(one.key, name_of(one, self._words.patron_name)) for day, one in known.items()}

        return of_year


def _span(row: Value) -> Span:
    """Of a row of with_spans, whose times are text."""
    return Span(time.fromisoformat(row["opens"]), time.fromisoformat(row["closes"]), row["past_midnight"])
