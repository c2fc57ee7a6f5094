"""What somebody asked of the figures, and keeps on a dashboard."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OwnChart(models.Model):
    board = models.CharField(_("Dashboard"), max_length=50)
    title = models.CharField(_("Title"), max_length=80)
    dataset = models.CharField(_("Figures"), max_length=50)
    measure = models.CharField(_("What"), max_length=50)
    by = models.CharField(_("Broken down by"), max_length=50)
    table = models.BooleanField(_("As a table only"), default=False)
    only = models.CharField(_("Only where"), max_length=50, blank=True)
    value = models.CharField(_("is"), max_length=300, blank=True)
    shared = models.BooleanField(_("For everybody who may see the dashboard"), default=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title
