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
    return int.from_bytes(
        digest_of(salted(salt), ip.encode(), agent.encode("utf-8", "surrogatepass")), "big", signed=True
    )


def salted(salt: bytes) -> "hashlib.blake2b":
    """What `digest_of` begins from: for many visitors of one day, made once."""
    return hashlib.blake2b(digest_size=8, key=salt)


def digest_of(beginning: "hashlib.blake2b", ip: bytes, agent: bytes) -> bytes:
    """The eight bytes of a visitor's number, the highest first."""
    hashing = beginning.copy()
    hashing.update(ip + b"\n" + agent)
    return hashing.digest()
