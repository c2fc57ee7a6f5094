"""What visitors saw, where they came from, and what was published: facts by the day, and the rollups."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PageMeasures(models.Model):
    """What is added up. Visits are the visitors of each day: nobody can tell whether two days' are one person."""

    views = models.BigIntegerField(_("page views"), help_text=_("What people, not bots, got of pages."))
    visits = models.BigIntegerField(_("visits"), help_text=_("Visitors of a day, added up over days and pages."))
    client_errors = models.BigIntegerField(_("refused or not found"), help_text=_("Status 400 to 499, of anybody."))
    server_errors = models.BigIntegerField(_("failed"), help_text=_("Status 500 to 599, of anybody."))

    class Meta:
        abstract = True


class FactPage(PageMeasures):
    """One page on one day."""

    day = models.DateField(_("day"), help_text=_("In the site's time zone."))
    page = models.CharField(_("page"), max_length=300, blank=True, help_text=_("Its path; empty for all that is none."))

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["day", "page"], name="gold_bi_one_fact_per_page")]

    def __str__(self) -> str:
        return f"{self.day} {self.page}"


class PageDay(PageMeasures):
    """Rollup: all pages of a day."""

    day = models.DateField(_("day"), primary_key=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.day)


class PageMonth(PageMeasures):
    """Rollup: a page in a month."""

    pk = models.CompositePrimaryKey("month", "page")
    month = models.DateField(_("month"), help_text=_("Its first day."))
    page = models.CharField(_("page"), max_length=300, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.page}"


class ArrivalMeasures(models.Model):
    """What is added up. A visit whose address names a campaign, and that came by a link, counts in both ways."""

    views = models.BigIntegerField(_("page views"), help_text=_("Those the visitor came with."))
    visits = models.BigIntegerField(_("visits"), help_text=_("Visitors of a day, added up over days."))

    class Meta:
        abstract = True


class Origin(models.Model):
    """How visitors found the site."""

    way = models.CharField(_("way"), max_length=10, help_text=_("A campaign, or the kind of site that linked here."))
    source = models.CharField(_("source"), max_length=200, blank=True, help_text=_("utm_source, or the other site."))
    medium = models.CharField(_("medium"), max_length=200, blank=True, help_text=_("utm_medium."))
    campaign = models.CharField(_("campaign"), max_length=200, blank=True, help_text=_("utm_campaign."))

    class Meta:
        abstract = True


class FactArrival(ArrivalMeasures, Origin):
    """One origin of visitors on one day."""

    day = models.DateField(_("day"), help_text=_("In the site's time zone."))

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["day", "way", "source", "medium", "campaign"], name="gold_bi_one_fact_per_arrival"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.way} {self.source} {self.campaign}"


class ArrivalDay(ArrivalMeasures):
    """Rollup: a way of finding the site on a day."""

    pk = models.CompositePrimaryKey("day", "way")
    day = models.DateField(_("day"))
    way = models.CharField(_("way"), max_length=10)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.day} {self.way}"


class ArrivalMonth(ArrivalMeasures, Origin):
    """Rollup: an origin in a month."""

    pk = models.CompositePrimaryKey("month", "way", "source", "medium", "campaign")
    month = models.DateField(_("month"), help_text=_("Its first day."))

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.way} {self.source} {self.campaign}"


class PublishingKind(models.TextChoices):
    NEW = "new", _("new on the site")
    CHANGED = "changed", _("changed")
    REMOVED = "removed", _("taken off the site")


class FactPublishing(models.Model):
    """A page that went live, changed, or was taken down."""

    event = models.BigIntegerField(_("event"), help_text=_("Its number in the website's own history."))
    happened_at = models.DateTimeField(_("when"))
    day = models.DateField(_("day"), help_text=_("In the site's time zone."), db_index=True)
    what = models.CharField(_("what"), max_length=7, choices=PublishingKind.choices)
    page = models.CharField(_("page"), max_length=300, blank=True, help_text=_("Its path; empty once it is deleted."))
    title = models.CharField(_("title"), max_length=255, blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["event"], name="gold_bi_one_fact_per_publishing")]

    def __str__(self) -> str:
        return f"{self.day} {self.what} {self.page}"


class PublishingDay(models.Model):
    """Rollup: what was done to the site on a day."""

    pk = models.CompositePrimaryKey("day", "what")
    day = models.DateField(_("day"))
    what = models.CharField(_("what"), max_length=7, choices=PublishingKind.choices)
    events = models.BigIntegerField(_("times"))

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.day} {self.what}"


class PublishingMonth(models.Model):
    """Rollup: what was done to the site in a month."""

    pk = models.CompositePrimaryKey("month", "what")
    month = models.DateField(_("month"), help_text=_("Its first day."))
    what = models.CharField(_("what"), max_length=7, choices=PublishingKind.choices)
    events = models.BigIntegerField(_("times"))

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.what}"
