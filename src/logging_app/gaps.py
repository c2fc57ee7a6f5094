"""What there is to read, as it was last seen, and what of it vanished before it was read.

A gap heals: where the bytes come back (a folder that was not mounted, a copy put back), they are read and it is gone.
"""

import logging
from datetime import timedelta
from pathlib import Path

from django.db.models import F
from django.utils import timezone

from .models import Gap, LogFile
from .parts import Part

logger = logging.getLogger(__name__)

# How often a log that does not grow is said to be there.
RENEW = timedelta(seconds=20)
# A file that is being renamed may be missing from one look at its folder.
GONE_AFTER = timedelta(seconds=10)


def seen(log_file: LogFile, part: Part) -> None:
    """Write down that `part` is there, and how long it is: what was once seen to be there never counts for less."""
    now = timezone.now()
    size = max(part.size, log_file.size)
    recently = log_file.last_seen_at and now - log_file.last_seen_at < RENEW
    if size == log_file.size and (recently or not (part.live or log_file.last_seen_at is None)):
        return
    log_file.size, log_file.last_seen_at = size, now
    log_file.save(update_fields=["size", "last_seen_at"])


def note(log: Path, kind: LogFile.Kind, parts: list[Part]) -> None:
    """Note the files of `log` of which more was seen than was read, and more than is left."""
    left = {part.fingerprint: part for part in parts}
    unread = LogFile.objects.filter(kind=kind, path__startswith=str(log), size__gt=F("bytes_read"))
    for log_file in unread:
        if not _is_gone(log_file, left.get(log_file.fingerprint)):
            continue
        missing = log_file.size - log_file.bytes_read
        _, new = Gap.objects.get_or_create(log_file=log_file, offset=log_file.bytes_read, defaults={"missing": missing})
        if new:
            logger.error(
                "%s bytes of %s (from byte %s) vanished before they were read: rotated away too early or deleted.",
                missing, log_file.path, log_file.bytes_read,
            )  # fmt: skip
    Gap.objects.filter(log_file__kind=kind, log_file__bytes_read__gt=F("offset")).delete()


def _is_gone(log_file: LogFile, part: Part | None) -> bool:
    if part is None:
        return log_file.last_seen_at is None or timezone.now() - log_file.last_seen_at > GONE_AFTER
    return part.settled and part.size <= log_file.bytes_read
