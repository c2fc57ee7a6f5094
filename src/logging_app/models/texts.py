"""Texts that repeat, stored once each with what is known of them: an entry holds only their numbers.

`digest` is the MD5 of the text in UTF-8, so that a text of any length has a short unique key. No text is secret.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Path(models.Model):
    class Kind(models.TextChoices):
        PAGE = "page", pgettext_lazy("kind of path", "page")
        ASSET = "asset", pgettext_lazy("kind of path", "file")
        ADMIN = "admin", pgettext_lazy("kind of path", "back office")
        FEED = "feed", pgettext_lazy("kind of path", "feed")
        PROBE = "probe", pgettext_lazy("kind of path", "probe")
        SIGN_IN = "sign_in", pgettext_lazy("kind of path", "sign-in")

    digest = models.UUIDField(unique=True)
    text = models.TextField(_("path"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    rule = models.CharField(_("rule"), max_length=64, blank=True, help_text=_("Why it is taken for a probe."))

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("path")
        verbose_name_plural = _("paths")

    def __str__(self) -> str:
        return self.text


class Agent(models.Model):
    """A user agent: a bot or a person's browser, and the rule that said so."""

    class Device(models.TextChoices):
        DESKTOP = "desktop", _("computer")
        PHONE = "phone", _("phone")
        TABLET = "tablet", _("tablet")
        OTHER = "other", pgettext_lazy("kind of device", "other")

    class BotKind(models.TextChoices):
        SEARCH = "search", pgettext_lazy("kind of bot", "search engine")
        AI = "ai", pgettext_lazy("kind of bot", "AI")
        PREVIEW = "preview", pgettext_lazy("kind of bot", "link preview")
        MONITORING = "monitoring", pgettext_lazy("kind of bot", "monitoring")
        SEO = "seo", pgettext_lazy("kind of bot", "SEO")
        FEED = "feed", pgettext_lazy("kind of bot", "feed reader")
        SCANNER = "scanner", pgettext_lazy("kind of bot", "security scanner")
        TOOL = "tool", pgettext_lazy("kind of bot", "programming tool")
        OTHER = "other", pgettext_lazy("kind of bot", "other")

    digest = models.UUIDField(unique=True)
    text = models.TextField(_("user agent"))
    is_bot = models.BooleanField(_("bot"))
    rule = models.CharField(_("rule"), max_length=200, blank=True, help_text=_("Why it is taken for a bot."))
    bot = models.CharField(_("name of the bot"), max_length=100, blank=True)
    bot_kind = models.CharField(_("kind of bot"), max_length=10, choices=BotKind, blank=True)
    browser = models.CharField(_("browser"), max_length=100, blank=True)
    system = models.CharField(_("system"), max_length=100, blank=True)
    device = models.CharField(_("device"), max_length=8, choices=Device, blank=True)

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("user agent")
        verbose_name_plural = _("user agents")

    def __str__(self) -> str:
        return self.text


class Referrer(models.Model):
    class Group(models.TextChoices):
        OWN = "own", pgettext_lazy("group of referrers", "own site")
        SEARCH = "search", pgettext_lazy("group of referrers", "search")
        SOCIAL = "social", pgettext_lazy("group of referrers", "social networks")
        MAIL = "mail", pgettext_lazy("group of referrers", "mail")
        ASSISTANT = "assistant", pgettext_lazy("group of referrers", "AI assistants")
        SPAM = "spam", pgettext_lazy("group of referrers", "referrer spam")
        OTHER = "other", pgettext_lazy("group of referrers", "other sites")

    digest = models.UUIDField(unique=True)
    text = models.TextField(_("referrer"))
    host = models.CharField(_("host"), max_length=255, blank=True)
    group = models.CharField(_("group"), max_length=9, choices=Group)
    name = models.CharField(_("name"), max_length=100, blank=True, help_text=_("Such as Google or Instagram."))

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("referrer")
        verbose_name_plural = _("referrers")

    def __str__(self) -> str:
        return self.text


class Campaign(models.Model):
    """What utm_source, utm_medium and utm_campaign of a query say, in lower case."""

    digest = models.UUIDField(unique=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    medium = models.CharField(_("medium"), max_length=200, blank=True)
    name = models.CharField(_("campaign"), max_length=200, blank=True)

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def __str__(self) -> str:
        return " / ".join(part for part in (self.source, self.medium, self.name) if part)


class Endpoint(models.Model):
    """What was spoken to, and how: scheme, host, protocol and method."""

    digest = models.UUIDField(unique=True)
    scheme = models.CharField(_("scheme"), max_length=16, blank=True)
    host = models.CharField(_("host"), max_length=255, blank=True)
    protocol = models.CharField(_("protocol"), max_length=32, blank=True)
    method = models.CharField(_("method"), max_length=32, blank=True)

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("endpoint")
        verbose_name_plural = _("endpoints")

    def __str__(self) -> str:
        return f"{self.method} {self.scheme}://{self.host} {self.protocol}"
