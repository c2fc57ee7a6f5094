"""The table of contents of the website's models."""

from .people.models import User

__all__ = ["User"]
