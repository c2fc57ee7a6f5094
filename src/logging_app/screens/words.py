"""A status in a word, and the tone it is shown in."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

_EXACT: dict[int, tuple[Promise, str]] = {
    206: (_("Partly sent"), "good"),
    304: (_("Unchanged"), "quiet"),
    403: (_("Forbidden"), "bad"),
    404: (_("Not found"), "bad"),
    429: (_("Too many"), "bad"),
    499: (_("Visitor left"), "quiet"),
    502: (_("Site down"), "broken"),
    504: (_("Too slow"), "broken"),
}
_CLASSES: dict[int, tuple[Promise, str]] = {
    2: (pgettext_lazy("status of a request", "Answered"), "good"),
    3: (pgettext_lazy("status of a request", "Redirected"), "quiet"),
    4: (pgettext_lazy("status of a request", "Refused"), "bad"),
    5: (pgettext_lazy("status of a request", "Failed"), "broken"),
}


def status_word(status: int) -> tuple[Promise, str]:
    """(word, tone); the tone is good, quiet, bad or broken."""
    return _EXACT.get(status) or _CLASSES.get(status // 100) or (_("No answer"), "quiet")
