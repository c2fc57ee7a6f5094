"""Who signs in to the back office."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):  # type: ignore[django-manager-missing] # Wagtail's pictures have no typed manager
    """Django's own user under a name of ours, so a client's site can extend it without a rewrite."""
