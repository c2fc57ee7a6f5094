"""Links to other sites, as they answered when somebody last had them checked."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutsideLinkQuerySet(models.QuerySet["OutsideLink"]):
    def waiting(self) -> "OutsideLinkQuerySet":
        return self.filter(state=OutsideLink.State.WAITING)

    def failing(self) -> "OutsideLinkQuerySet":
        return self.exclude(state__in=[OutsideLink.State.WAITING, OutsideLink.State.FINE])


class OutsideLink(models.Model):
    """One address, however many pages lead to it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Not checked yet")
        FINE = "fine", _("It answers.")
        GONE = "gone", _("The other site has no such page any more.")
        SHUT = "shut", _("The other site does not let itself be checked: open the link yourself.")
        TROUBLED = "troubled", _("The other site reports an error of its own: try again in a few days.")
        SILENT = "silent", _("Nobody answers at this address: the site is gone, or down for the moment.")
        INSECURE = "insecure", _("The other site's certificate is not valid: browsers warn of it.")
        WINDING = "winding", _("The address sends on and on, and arrives nowhere.")
        PRIVATE = "private", _("This address leads into a private network, where visitors cannot follow.")

    address = models.TextField(_("address"), unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    code = models.PositiveSmallIntegerField(_("HTTP status"), null=True)
    asked_for_at = models.DateTimeField(_("asked for"), default=timezone.now)
    checked_at = models.DateTimeField(_("checked"), null=True)

    objects = OutsideLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to another site")
        verbose_name_plural = _("links to other sites")
        default_permissions = ()  # who may edit pages may have them checked

    def __str__(self) -> str:
        return self.address
