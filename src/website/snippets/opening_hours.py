from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import TranslatableMixin

from website.hours.blocks import ClosuresBlock, HolidayRulesBlock, SeasonsBlock, SpecialDaysBlock
from website.hours.italian_holidays import provinces
from website.hours.panels import SpansPanel, TranslationPanel
from website.hours.schedule import Span
from website.hours.validation import overlap_error, span_errors
from website.translations.panel import TranslationsPanel


class OpeningHoursForm(WagtailAdminModelForm):
    """Looks at the week's spans together."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        rows = self.formsets["spans"].forms if "spans" in self.formsets else []
        filled = [row.cleaned_data for row in rows if row.is_valid() and row.cleaned_data]
        spans = [
            (row["weekday"], Span(row["opens"], row["closes"], row["past_midnight"]))
            for row in filled
            if not row.get("DELETE")
        ]
        error = overlap_error(spans)
        if error:
            self.add_error(None, error)
        return cleaned


class OpeningHours(TranslatableMixin, ClusterableModel):
    """When a place is open: the usual week and what departs from it, in the site's time zone.

    `website.hours.schedule` says which rule decides a day. The times that hold are those of the record in the site's
    first language; its translations only lend their words.
    """

    base_form_class = OpeningHoursForm

    name = models.CharField(_("name"), max_length=80, help_text=_("For example “Showroom”."))
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("Shown under the hours, for example “By appointment too”.")
    )
    seasons = StreamField(
        SeasonsBlock(),
        verbose_name=_("seasons"),
        blank=True,
        help_text=_("Part of the year with a week of its own. The usual week holds outside of it."),
    )
    special_days = StreamField(
        SpecialDaysBlock(),
        verbose_name=_("special days"),
        blank=True,
        help_text=_("Open longer, shorter, or not at all. A special day comes before everything else."),
    )
    closures = StreamField(
        ClosuresBlock(),
        verbose_name=_("closures"),
        blank=True,
        help_text=_("For example the holidays in August. To open on one of these days, add a special day."),
    )
    closed_on_holidays = models.BooleanField(
        _("closed on public holidays"),
        default=True,
        help_text=_("The Italian holidays and the patron saint's day. Decide differently for one of them above."),
    )
    holiday_rules = StreamField(
        HolidayRulesBlock(),
        verbose_name=_("decided holidays"),
        blank=True,
        help_text=_("What you do on a holiday, so that visitors can be sure and nobody reminds you."),
    )
    province = models.CharField(
        _("patron saint of"),
        max_length=20,
        blank=True,
        choices=provinces,
        help_text=_("The day of the province's capital; for another town write the date instead."),
    )
    patron_day = models.DateField(
        _("or patron saint's day"),
        null=True,
        blank=True,
        help_text=_("Your town's own. It comes every year: the year means nothing."),
    )
    patron_name = models.CharField(
        _("patron saint"), max_length=60, blank=True, help_text=_("For example “Saint John”.")
    )

    changed_at = models.DateTimeField(auto_now=True, editable=False)

    panels = [
        TranslationsPanel(),
        TranslationPanel(),
        FieldPanel("name"),
        SpansPanel(
            "spans",
            heading=_("The usual week"),
            label=_("Span"),
            help_text=_(
                "One line per span: a day with a lunch break has two. A day without a line is closed. "
                "A span that ends after midnight closes the day after."
            ),
        ),
        FieldPanel("note"),
        FieldPanel("special_days"),
        FieldPanel("closures"),
        FieldPanel("holiday_rules"),
        MultiFieldPanel(
            [
                FieldPanel("closed_on_holidays"),
                FieldRowPanel([FieldPanel("province"), FieldPanel("patron_day"), FieldPanel("patron_name")]),
            ],
            heading=_("Public holidays"),
        ),
        FieldPanel("seasons"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")

    def __str__(self) -> str:
        return self.name


class OpeningSpan(models.Model):
    """From opening to closing on one weekday."""

    hours = ParentalKey(OpeningHours, on_delete=models.CASCADE, related_name="spans")
    weekday = models.PositiveSmallIntegerField(
        _("day"), choices=[(number, name) for number, name in sorted(WEEKDAYS.items())]
    )
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))
    past_midnight = models.BooleanField(_("closes the day after"), default=False)

    panels = [
        FieldRowPanel([FieldPanel("weekday"), FieldPanel("opens"), FieldPanel("closes"), FieldPanel("past_midnight")])
    ]

    class Meta:
        ordering = ["weekday", "opens"]
        verbose_name = _("opening span")
        verbose_name_plural = _("opening spans")

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"

    def clean(self) -> None:
        super().clean()
        if self.opens is not None and self.closes is not None:
            errors = span_errors(self.opens, self.closes, self.past_midnight)
            if errors:
                raise ValidationError(errors)


def with_spans() -> QuerySet[OpeningHours]:
    """Hours whose `rows` are their spans, as {weekday, opens, closes, past_midnight}, without a query more."""
    rows = OpeningSpan.objects.filter(hours=OuterRef("pk")).order_by()
    row = JSONObject(weekday="weekday", opens="opens", closes="closes", past_midnight="past_midnight")
    return OpeningHours.objects.annotate(rows=ArraySubquery(rows.values(row=row)))
