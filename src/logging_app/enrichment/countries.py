"""The country of an address, where the integrator supplies a database of networks (MaxMind's format)."""

from functools import lru_cache
from typing import Any

from django.conf import settings


@lru_cache(maxsize=1)
def _database() -> Any:
    """None where the setting COUNTRY_DATABASE names no file. Raises what opening it raises: loudly, at once."""
    if not settings.COUNTRY_DATABASE:
        return None
    import maxminddb

    return maxminddb.open_database(settings.COUNTRY_DATABASE)


@lru_cache(maxsize=10_000)
def country_of(ip: str) -> str:
    """ISO 3166's two letters; "" where nobody knows."""
    database = _database()
    if database is None:
        return ""
    found = database.get(ip) or {}
    return str((found.get("country") or {}).get("iso_code") or "")[:2]
