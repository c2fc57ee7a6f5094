"""The daily rollups: computed from the entries of a day of the site's zone, anew whenever that day got more of them.

`dirty` in `Day` is set by the transaction that stores entries, and taken back by the one that computes.
Page views are what people (not bots) got of pages: GET, status 200 or 304, a path of the kind "page".
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from .texts import Agent, Campaign, Path, Referrer
from .traffic import LATENCY_BUCKETS


class Day(models.Model):
    day = models.DateField(_("day"), primary_key=True, help_text=_("In the site's zone: of 23, 24 or 25 hours."))
    dirty = models.BooleanField(db_default=True, help_text=_("It has got entries since its rollups were computed."))
    shortened = models.BooleanField(db_default=False, help_text=_("Its entries name networks, no addresses."))
    sealed = models.BooleanField(db_default=False, help_text=_("Its entries are gone; its rollups stay as they are."))
    computed_at = models.DateTimeField(_("as of"), null=True)
    requests = models.BigIntegerField(_("requests"), db_default=0)
    people_requests = models.BigIntegerField(_("requests of people"), db_default=0)
    views = models.BigIntegerField(_("page views"), db_default=0)
    visitors = models.BigIntegerField(_("visitors"), db_default=0, help_text=_("People who saw a page."))
    bots = models.BigIntegerField(_("bots"), db_default=0, help_text=_("Distinct visitors that are bots."))
    client_errors = models.BigIntegerField(_("refused or not found"), db_default=0)
    server_errors = models.BigIntegerField(_("failed"), db_default=0)
    bytes_sent = models.BigIntegerField(_("bytes sent"), db_default=0)
    page_latency = ArrayField(
        models.BigIntegerField(), size=LATENCY_BUCKETS, null=True, verbose_name=_("requests for pages by duration")
    )
    kind_bytes = models.JSONField(_("bytes sent by kind of path"), null=True)

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("day of traffic")
        verbose_name_plural = _("days of traffic")

    def __str__(self) -> str:
        return str(self.day)


def rollup_of(to: type[models.Model]) -> "models.ForeignKey[models.Model, models.Model]":
    return models.ForeignKey(to, models.PROTECT, db_constraint=False, db_index=False, related_name="+")


class PathDay(models.Model):
    day = models.DateField(_("day"))
    path = rollup_of(Path)
    requests = models.BigIntegerField(_("requests"))
    views = models.BigIntegerField(_("page views"))
    visitors = models.BigIntegerField(_("visitors"), help_text=_("Of its page views."))
    not_found = models.BigIntegerField(_("not found"), help_text=_("Status 404 or 410."))
    client_errors = models.BigIntegerField(_("refused or not found"), help_text=_("Status 400 to 499."))
    server_errors = models.BigIntegerField(_("failed"), help_text=_("Status 500 to 599."))
    bytes_sent = models.BigIntegerField(_("bytes sent"))
    request_ms = models.BigIntegerField(_("milliseconds"))
    latency = ArrayField(models.IntegerField(), size=LATENCY_BUCKETS, verbose_name=_("requests by duration"))

    class Meta:
        default_permissions = ("view",)
        # What paths are ranked by stands in the index: the rows themselves are wide, and most of them in no ranking.
        constraints = [
            models.UniqueConstraint(
                fields=["day", "path"],
                name="logging_app_path_day",
                include=["requests", "views", "visitors", "not_found", "server_errors", "bytes_sent", "request_ms"],
            )
        ]
        indexes = [models.Index(fields=["path", "day"], name="logging_app_path_day_path")]

    def __str__(self) -> str:
        return f"{self.day} {self.path_id}"


class AgentDay(models.Model):
    day = models.DateField(_("day"))
    agent = rollup_of(Agent)
    requests = models.BigIntegerField(_("requests"))
    views = models.BigIntegerField(_("page views"))
    visitors = models.BigIntegerField(_("visitors"))
    errors = models.BigIntegerField(_("errors"), help_text=_("Status 400 and above."))
    bytes_sent = models.BigIntegerField(_("bytes sent"))

    class Meta:
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["day", "agent"], name="logging_app_agent_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.agent_id}"


class ReferrerDay(models.Model):
    """Page views that came from another site."""

    day = models.DateField(_("day"))
    referrer = rollup_of(Referrer)
    views = models.BigIntegerField(_("page views"))
    visitors = models.BigIntegerField(_("visitors"))

    class Meta:
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["day", "referrer"], name="logging_app_referrer_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.referrer_id}"


class CampaignDay(models.Model):
    """Page views whose address named a campaign."""

    day = models.DateField(_("day"))
    campaign = rollup_of(Campaign)
    views = models.BigIntegerField(_("page views"))
    visitors = models.BigIntegerField(_("visitors"))

    class Meta:
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["day", "campaign"], name="logging_app_campaign_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.campaign_id}"


class AddressDay(models.Model):
    """What one address asked for; the address becomes its network when the days to keep it are over."""

    day = models.DateField(_("day"))
    ip = models.GenericIPAddressField(_("IP address"))
    country = models.CharField(_("country"), max_length=2, blank=True)
    requests = models.BigIntegerField(_("requests"))
    bot_requests = models.BigIntegerField(_("requests of bots"))
    views = models.BigIntegerField(_("page views"))
    errors = models.BigIntegerField(_("errors"), help_text=_("Status 400 and above."))
    probes = models.BigIntegerField(_("probes"), help_text=_("Requests for a path of the kind “probe”."))
    sign_ins = models.BigIntegerField(_("sign-in attempts"), help_text=_("POST to a path of the kind “sign-in”."))
    bytes_sent = models.BigIntegerField(_("bytes sent"))

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["day", "ip"],
                name="logging_app_address_day",
                include=["requests", "errors", "probes", "sign_ins", "bytes_sent"],
            )
        ]
        indexes = [models.Index(fields=["ip", "day"], name="logging_app_address_day_ip")]

    def __str__(self) -> str:
        return f"{self.day} {self.ip}"
