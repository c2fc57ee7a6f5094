"""The environment, read here and nowhere else: typed, and loud about the variable at fault."""

import re
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")

env = environ.Env()


def database(variable: str, default: str = "", **options: Any) -> dict[str, Any]:
    """The Django database settings that the URL in `variable` names.

    Raises ImproperlyConfigured, naming the variable, when the URL is missing, cannot be read,
    or names anything but PostgreSQL.
    """
    example = "postgres://user:password@host:5432/name"
    url = env.str(variable, default)
    if not url:
        raise ImproperlyConfigured(f"{variable} is not set. It looks like {example}")
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(f"{variable} does not name a PostgreSQL database. It looks like {example}")
    try:
        config: dict[str, Any] = env.db_url_config(url)
    except (ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"{variable} cannot be read ({error}). It looks like {example}") from error
    if not config.get("NAME"):
        raise ImproperlyConfigured(f"{variable} names no database. It looks like {example}")
    config.update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
    config.setdefault("OPTIONS", {}).update({"connect_timeout": 3, **options})
    return config


def typed(read: Callable[..., T], variable: str, default: T) -> T:
    """`read(variable)`, or an ImproperlyConfigured that names the variable and its value."""
    try:
        return read(variable, default=default)
    except (ValueError, TypeError) as error:
        raise ImproperlyConfigured(f"{variable}={env.str(variable, '')!r} cannot be read: {error}") from error


def hosts(variable: str) -> list[str]:
    """Hosts with or without their ports, or an ImproperlyConfigured that names the variable and what is none."""
    entries = [entry.strip() for entry in env.list(variable, default=[]) if entry.strip()]
    for entry in entries:
        if not re.fullmatch(r"(?:[^\s/@:\[\]]+|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?|[0-9a-fA-F:.]+", entry):
            raise ImproperlyConfigured(f"{variable}: {entry!r} is no host. It looks like erp.example.lan:5432")
    return entries


def time_zone(variable: str, default: str) -> str:
    """The name of a zone that there is, or an ImproperlyConfigured that names the variable."""
    name = env.str(variable, default) or default
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ImproperlyConfigured(f"{variable}={name!r} is no time zone. It looks like Europe/Rome") from error
    return str(name)
