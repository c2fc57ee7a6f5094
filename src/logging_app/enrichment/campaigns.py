"""The campaign that brought a visit, from the utm parameters of its query."""

from urllib.parse import parse_qsl

_LONGEST = 200
_NAMES = ("utm_source", "utm_medium", "utm_campaign")


def campaign_of(query: str) -> tuple[str, str, str] | None:
    """(source, medium, name), each lower case and "" where absent; None for a query without a campaign."""
    if "utm_" not in query:
        return None
    values = dict(parse_qsl(query, errors="replace", max_num_fields=None))
    source, medium, name = (values.get(key, "").strip().lower().replace("\0", "")[:_LONGEST] for key in _NAMES)
    return (source, medium, name) if source or medium or name else None
