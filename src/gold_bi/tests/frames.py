"""Frames as the site's source gives them."""

from datetime import UTC, datetime

import pandas as pd

COLUMNS = ["revision", "hour", "host", "status_class", "requests", "bytes_sent", "request_seconds"]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def hours(*rows: tuple[datetime, int, int], host: str = "example.it", first_revision: int = 1) -> pd.DataFrame:
    """One row for each (UTC hour, status class, requests); 1,000 bytes and a tenth of a second a request."""
    full = [
        (first_revision + n, hour, host, status_class, requests, 1000 * requests, requests / 10)
        for n, (hour, status_class, requests) in enumerate(rows)
    ]
    return pd.DataFrame(full, columns=COLUMNS)
