"""The campaign that brought a visit, from the parameters of its query."""

import re
from urllib.parse import parse_qsl

_LONGEST = 200
# Google Analytics' names, then Matomo's, each with what was never said filled in from a click's mark.
_NAMES = (
    ("utm_source", "mtm_source", "pk_source"),
    ("utm_medium", "mtm_medium", "pk_medium"),
    ("utm_campaign", "mtm_campaign", "pk_campaign"),
)
# A paid click is marked by who sold it. Facebook's fbclid is on unpaid links too, and so says nothing.
_CLICKS = {"gclid": "google", "gbraid": "google", "wbraid": "google", "msclkid": "bing", "ttclid": "tiktok"}
_MAYBE = re.compile("utm_|mtm_|pk_|" + "|".join(_CLICKS))


def campaign_of(query: str) -> tuple[str, str, str] | None:
    """(source, medium, name), each lower case and "" where absent; None for a query without a campaign."""
    if not _MAYBE.search(query):
        return None
    values = dict(parse_qsl(query, errors="replace", max_num_fields=None))
    source, medium, name = (next((said for key in keys if (said := _said(values, key))), "") for keys in _NAMES)
    if seller := next((seller for mark, seller in _CLICKS.items() if values.get(mark)), ""):
        source, medium = source or seller, medium or "cpc"
    return (source, medium, name) if source or medium or name else None


def _said(values: dict[str, str], key: str) -> str:
    text = values.get(key, "").replace("\0", "")
    return " ".join(text.split()).lower()[:_LONGEST]
