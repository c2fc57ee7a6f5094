from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import TranslatableMixin


class OpeningHours(TranslatableMixin, ClusterableModel):
    """A week of opening hours, in the site's time zone."""

    name = models.CharField(_("name"), max_length=80, help_text=_("For example “Showroom”."))
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("Shown under the hours, for example “By appointment too”.")
    )

    panels = [
        FieldPanel("name"),
        InlinePanel(
            "spans",
            heading=_("Hours"),
            label=_("Span"),
            help_text=_("One line per span: a day with a lunch break has two. A day without a line is closed."),
        ),
        FieldPanel("note"),
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
        _("day"), choices=[(number, name) for number, name in sorted(WEEKDAYS.items())], help_text=_("0 is Monday.")
    )
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))
    past_midnight = models.BooleanField(
        _("closes the day after"), default=False, help_text=_("For a place that closes after midnight.")
    )

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
        if self.opens is None or self.closes is None:
            return
        if not self.past_midnight and self.closes <= self.opens:
            raise ValidationError(
                {
                    "closes": _(
                        "%(closes)s is not after %(opens)s. If you close after midnight, tick “closes the day after”."
                    )
                    % {"closes": f"{self.closes:%H:%M}", "opens": f"{self.opens:%H:%M}"}
                }
            )
        if self.past_midnight and self.closes > self.opens:
            raise ValidationError(
                {
                    "past_midnight": _("From %(opens)s to %(closes)s the day after is more than 24 hours.")
                    % {"closes": f"{self.closes:%H:%M}", "opens": f"{self.opens:%H:%M}"}
                }
            )
