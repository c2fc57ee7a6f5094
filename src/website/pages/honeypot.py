"""Tells a person from a program that fills every field at once; the fields come from wagtail-honeypot's tag."""

import time
from collections.abc import Mapping

from django.conf import settings

TOO_FAST = 2  # seconds from opening the form to sending it


def looks_like_a_bot(data: Mapping[str, str]) -> bool:
    """The field nobody sees must be there and empty, and the form must have been open for a moment."""
    trap = getattr(settings, "HONEYPOT_NAME_FIELD", "whf_name")
    clock = getattr(settings, "HONEYPOT_TIME_FIELD", "whf_time")
    if data.get(trap, "missing") != "":
        return True
    try:
        opened = int(data[clock])
    except (KeyError, ValueError):
        return True
    return time.time() - opened < TOO_FAST
