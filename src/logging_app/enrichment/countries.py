"""The country of an address, where the integrator supplies a database of networks (MaxMind's format)."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def are_known() -> bool:
    """Whether there is a database of them; without one no screen speaks of countries."""
    return bool(settings.COUNTRY_DATABASE)


@lru_cache(maxsize=1)
def _database() -> Any:
    """None where the setting COUNTRY_DATABASE names no file; a file that is none is refused at once."""
    if not settings.COUNTRY_DATABASE:
        return None
    import maxminddb

    try:
        return maxminddb.open_database(settings.COUNTRY_DATABASE)
    except (OSError, maxminddb.InvalidDatabaseError) as error:
        raise ImproperlyConfigured(f"COUNTRY_DATABASE cannot be read as a database of countries: {error}") from error


@lru_cache(maxsize=10_000)
def country_of(ip: str) -> str:
    """ISO 3166's two letters; "" where nobody knows."""
    database = _database()
    if database is None:
        return ""
    try:
        found = database.get(ip)
    except ValueError:  # an IPv6 address, and a database of IPv4 only
        return ""
    return _letters(found) if isinstance(found, dict) else ""


def _letters(found: dict[str, Any]) -> str:
    """MaxMind's and DB-IP's records nest the country; those of IPinfo name it flatly."""
    country = found.get("country") or found.get("registered_country") or {}
    code = country.get("iso_code") if isinstance(country, dict) else found.get("country_code") or country
    return str(code).upper() if code and len(str(code)) == 2 else ""
