"""Each person's order of the panels, and which of them they do not want to see."""

from django.conf import settings
from django.db import models


class HomeArrangement(models.Model):
    """Names of panels. One that is in neither list, being new, follows the others."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    order = models.JSONField(default=list)
    hidden = models.JSONField(default=list)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user)
