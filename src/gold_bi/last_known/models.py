"""The last figures GOLD gave."""

from django.db import models


class LastKnown(models.Model):
    """One dashboard's data as of a load, in the form its charts take (JSON)."""

    dashboard = models.CharField(max_length=100, primary_key=True)
    as_of = models.DateTimeField()
    data = models.JSONField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.dashboard}, {self.as_of:%Y-%m-%d %H:%M}"
