"""What makes a visitor's number of today another one tomorrow."""

from django.db import models


class DaySalt(models.Model):
    """Random bytes that enter every visitor's hash of one day, destroyed when that day is over.

    Without them nobody can tell which address a number stood for, nor whether two days' numbers are one person.
    """

    day = models.DateField(primary_key=True)
    salt = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.day)
