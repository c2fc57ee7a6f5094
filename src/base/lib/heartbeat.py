"""Proof of life of a process that answers no request: a file whose time it renews, for the container's health check."""

from pathlib import Path

from django.conf import settings


def beat() -> None:
    """Say that the loop still turns; at least every 30 seconds. Nothing where HEARTBEAT_FILE is empty."""
    if settings.HEARTBEAT_FILE:
        Path(settings.HEARTBEAT_FILE).touch()
