"""A visitor: one address with one user agent on one day, as a number that tells neither."""

import hashlib
import secrets
from datetime import date

from logging_app.models import DaySalt

SALT_BYTES = 32


class Salts:
    """The salt of each day, made when the first line of that day comes."""

    def __init__(self) -> None:
        self._known: dict[date, bytes] = {}

    def of(self, day: date) -> bytes:
        """Within the transaction that stores the line: a number without its salt's row would not be found again."""
        if day not in self._known:
            salt, _ = DaySalt.objects.get_or_create(day=day, defaults={"salt": secrets.token_bytes(SALT_BYTES)})
            self._known[day] = bytes(salt.salt)
        return self._known[day]

    def forget(self) -> None:
        """After a transaction that was undone, or when a day's salt may have been destroyed."""
        self._known.clear()


def visitor_hash(salt: bytes, ip: str, agent: str) -> int:
    """64 bits, signed as PostgreSQL's bigint."""
    said = f"{ip}\n{agent}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(said, digest_size=8, key=salt).digest(), "big", signed=True)
