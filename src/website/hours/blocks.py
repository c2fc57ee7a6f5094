"""What an editor fills in beyond the usual week. The dates in the data mean the site's own days."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from .holiday_names import HolidayName
from .reading import period_of, spans_of, week_spans_of
from .validation import overlap_error, period_error, season_error, span_errors, twice_error

CLOSED, AS_USUAL, OWN_HOURS = "closed", "usual", "hours"


class TimesBlock(blocks.StructBlock):
    """One span."""

    opens = blocks.TimeBlock(label=_("Opens"))
    closes = blocks.TimeBlock(label=_("Closes"))
    past_midnight = blocks.BooleanBlock(label=_("Closes the day after"), required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        errors = span_errors(cleaned["opens"], cleaned["closes"], cleaned["past_midnight"])
        if errors:
            raise StructBlockValidationError({field: ValidationError(error) for field, error in errors.items()})
        return cleaned

    class Meta:
        icon = "time"
        label = _("Hours")
        label_format = "{opens}–{closes}"


class WeekTimesBlock(TimesBlock):
    """The same span on several weekdays."""

    days = blocks.MultipleChoiceBlock(
        label=_("Days"),
        choices=[(str(number), name) for number, name in sorted(WEEKDAYS.items())],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        label_format = "{days} {opens}–{closes}"
        form_layout = ["days", "opens", "closes", "past_midnight"]


class PeriodBlock(blocks.StructBlock):
    """What has a first and a last day. Subclasses add what happens then."""

    first = blocks.DateBlock(label=_("First day"))
    last = blocks.DateBlock(label=_("Last day"), required=False, help_text=_("This day included. Empty: one day only."))
    every_year = blocks.BooleanBlock(
        label=_("Every year"), required=False, help_text=_("The year of the dates then means nothing.")
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        error = period_error(period_of(cleaned))
        if error:
            raise StructBlockValidationError({"last": ValidationError(error)})
        return cleaned


class SeasonBlock(PeriodBlock):
    name = blocks.CharBlock(label=_("Name"), max_length=60, help_text=_("For example “Summer hours”."))
    week = blocks.ListBlock(
        WeekTimesBlock(),
        label=_("Hours"),
        default=[],
        help_text=_("A day that no line names is closed in this season."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        error = overlap_error(week_spans_of(cleaned["week"]))
        if error:
            raise StructBlockValidationError({"week": ValidationError(error)})
        return cleaned

    class Meta:
        icon = "date"
        label = _("Season")
        label_format = "{name}"
        form_layout = ["name", "first", "last", "every_year", "week"]


class SpecialDayBlock(PeriodBlock):
    spans = blocks.ListBlock(TimesBlock(), label=_("Hours"), default=[], help_text=_("None: closed."))
    message = blocks.CharBlock(
        label=_("Message"), required=False, max_length=120, help_text=_("For example “Christmas market”.")
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        _check_spans(cleaned["spans"])
        return cleaned

    class Meta:
        icon = "calendar-check"
        label = _("Special day")
        label_format = "{first} {message}"
        form_layout = ["first", "last", "every_year", "message", "spans"]


class ClosureBlock(PeriodBlock):
    message = blocks.CharBlock(
        label=_("Message"), required=False, max_length=120, help_text=_("For example “Closed for holidays”.")
    )

    class Meta:
        icon = "calendar-alt"
        label = _("Closure")
        label_format = "{first}–{last} {message}"
        form_layout = ["message", "first", "last", "every_year"]


class HolidayRuleBlock(blocks.StructBlock):
    """What happens on one of the public holidays."""

    holiday = blocks.ChoiceBlock(label=_("Holiday"), choices=HolidayName.choices)
    year = blocks.IntegerBlock(
        label=_("Only in the year"), required=False, min_value=2020, max_value=2100, help_text=_("Empty: every year.")
    )
    decision = blocks.ChoiceBlock(
        label=_("That day we are"),
        choices=[
            (CLOSED, _("closed")),
            (AS_USUAL, _("open as on that weekday")),
            (OWN_HOURS, _("open at these hours")),
        ],
        default=CLOSED,
    )
    spans = blocks.ListBlock(TimesBlock(), label=_("Hours"), default=[], help_text=_("Only for “open at these hours”."))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["decision"] == OWN_HOURS and not cleaned["spans"]:
            raise StructBlockValidationError({"spans": ValidationError(_("Say at which hours you are open."))})
        if cleaned["decision"] != OWN_HOURS and cleaned["spans"]:
            raise StructBlockValidationError(
                {"decision": ValidationError(_("Hours are filled in below: choose “open at these hours”."))}
            )
        _check_spans(cleaned["spans"])
        return cleaned

    class Meta:
        icon = "calendar"
        label = _("Holiday")
        label_format = "{holiday}: {decision}"


class SeasonsBlock(blocks.StreamBlock):
    season = SeasonBlock()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        _refuse(season_error([(child.value["name"], period_of(child.value)) for child in cleaned]))
        return cleaned


class SpecialDaysBlock(blocks.StreamBlock):
    special_day = SpecialDayBlock()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        _refuse(twice_error([period_of(child.value) for child in cleaned]))
        return cleaned


class ClosuresBlock(blocks.StreamBlock):
    closure = ClosureBlock()


class HolidayRulesBlock(blocks.StreamBlock):
    rule = HolidayRuleBlock()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        seen: set[tuple[str, int | None]] = set()
        for child in cleaned:
            of = (child.value["holiday"], child.value["year"])
            if of in seen:
                _refuse(_("%(holiday)s is decided twice: keep one.") % {"holiday": HolidayName(of[0]).label})
            seen.add(of)
        return cleaned


def _check_spans(spans: Any) -> None:
    error = overlap_error((None, span) for span in spans_of(spans))
    if error:
        raise StructBlockValidationError({"spans": ValidationError(error)})


def _refuse(error: str) -> None:
    if error:
        raise StreamBlockValidationError(non_block_errors=[ValidationError(error)])
