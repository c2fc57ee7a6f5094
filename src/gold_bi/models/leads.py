"""Leads: what came in by the site's forms, without a word of what was written or by whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LeadOrigin(models.Model):
    """Where a lead came from, as far as anybody knows."""

    page = models.CharField(_("page"), max_length=300, blank=True, help_text=_("Path of the page with the form."))
    campaign = models.CharField(
        _("campaign"), max_length=300, blank=True, help_text=_("The last one of the visit; empty where none is known.")
    )
    referrer = models.CharField(
        _("referrer"), max_length=200, blank=True, help_text=_("The site the visit came from; empty where unknown.")
    )

    class Meta:
        abstract = True


class FactLead(LeadOrigin):
    """One sent form. Its number in the inbox is all that leads back to it."""

    message = models.BigIntegerField(_("message"), help_text=_("Its number in the inbox."))
    received_at = models.DateTimeField(_("received"))
    day = models.DateField(_("day"), help_text=_("In the site's time zone."), db_index=True)
    form = models.CharField(_("form"), max_length=255, blank=True, help_text=_("Title of the page with the form."))
    language = models.CharField(_("language"), max_length=20, blank=True)
    state = models.CharField(_("state"), max_length=10, help_text="new, answered, spam")
    answered_minutes = models.IntegerField(
        _("answered within"), null=True, help_text=_("Minutes until it was first marked as answered.")
    )

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["message"], name="gold_bi_one_fact_per_lead")]

    def __str__(self) -> str:
        return f"{self.day} {self.message}"


class LeadMeasures(models.Model):
    """What is added up."""

    leads = models.BigIntegerField(_("leads"), help_text=_("Forms that are no spam."))
    answered = models.BigIntegerField(_("answered"))
    spam = models.BigIntegerField(_("spam"))
    answered_minutes = models.BigIntegerField(
        _("minutes to answer"), help_text=_("Of all that were timed; divide by those for the average.")
    )
    timed = models.BigIntegerField(_("timed"), help_text=_("Answered ones of which it is known how soon."))

    class Meta:
        abstract = True


class LeadDay(LeadMeasures):
    """Rollup: all forms of a day."""

    day = models.DateField(_("day"), primary_key=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.day)


class LeadMonth(LeadMeasures, LeadOrigin):
    """Rollup: forms of a month by where they came from."""

    pk = models.CompositePrimaryKey("month", "page", "campaign", "referrer")
    month = models.DateField(_("month"), help_text=_("Its first day."))

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.page} {self.campaign}"
