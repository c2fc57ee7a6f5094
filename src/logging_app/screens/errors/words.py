"""What an error is called, and what the common ones mean."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# nginx's levels from bad to worse: (word, tone).
LEVELS: dict[str, tuple[Promise, str]] = {
    "debug": (_("Debugging"), "quiet"),
    "info": (_("Information"), "quiet"),
    "notice": (_("Notice"), "quiet"),
    "warn": (_("Warning"), "bad"),
    "error": (pgettext_lazy("level of an error", "Error"), "broken"),
    "crit": (_("Critical"), "broken"),
    "alert": (_("Alarm"), "broken"),
    "emerg": (_("Emergency"), "broken"),
}
EXCEPTION = (_("Exception"), "broken")

_MEANINGS: list[tuple[str, Promise]] = [
    (
        r"connect\(\) .*failed .*while connecting to upstream|no live upstreams",
        _("The site did not answer nginx: its process was down or just starting. Visitors got an error page."),
    ),
    (
        r"upstream timed out",
        _("The site took longer than nginx waits, and the visitor got an error page: see which request made it slow."),
    ),
    (
        r"upstream prematurely closed|recv\(\) failed .*upstream",
        _("The site's process ended in the middle of its answer: it was restarted, or it ran out of memory."),
    ),
    (r"upstream sent (too big|invalid) header", _("The site's answer had headers that nginx does not take.")),
    (
        r"client intended to send too large body",
        _("Somebody sent a file larger than nginx accepts (client_max_body_size); the site never saw it."),
    ),
    (
        r"limiting (requests|connections)",
        _("One address asked for too much in a short time, and nginx made it wait or refused it."),
    ),
    (r"access forbidden by rule", _("A rule of nginx's configuration refused it.")),
    (r"\(2: No such file or directory\)", _("A file that is not there was asked for.")),
    (r"\(13: Permission denied\)", _("nginx may not read this file or folder: look at its owner and rights.")),
    (r"\(24: Too many open files\)", _("nginx has reached its limit of open files (worker_rlimit_nofile).")),
    (r"\(28: No space left on device\)", _("The disk is full.")),
    (r"worker_connections are not enough", _("More visitors at once than nginx is set up for (worker_connections).")),
    (
        r"SSL_do_handshake|SSL_read|peer closed connection in SSL",
        _("A visitor and nginx could not agree on encryption. Mostly this is a probe or an old program."),
    ),
    (
        r"a client request body is buffered|upstream response is buffered",
        _("A large body went through a file on the disk. Nothing failed."),
    ),
]
_COMPILED = [(re.compile(pattern), sentence) for pattern, sentence in _MEANINGS]


def meaning_of(message: str) -> Promise | None:
    """In a sentence, where the message is one of the common ones."""
    return next((sentence for pattern, sentence in _COMPILED if pattern.search(message)), None)
