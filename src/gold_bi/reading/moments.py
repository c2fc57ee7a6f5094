"""Dates and times as people write them: `31/12/2025`, `31-12-25 8.26`, `2025-12-31T08:26`, `31 dicembre 2025`."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pyarrow as pa
import pyarrow.compute as pc

from . import limits

WAYS = ("year first", "day first", "month first")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "gen jan",
            "feb",
            "mar",
            "apr",
            "mag may",
            "giu jun",
            "lug jul",
            "ago aug",
            "set sep",
            "ott oct",
            "nov",
            "dic dec",
        ),
        1,
    )
    for name in names.split()
}
_LONG = re.compile(
    "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre|"
    "january|february|march|april|may|june|july|august|september|october|november|december|sett|sept"
)
_TIME = (
    r"(?:(?:[T,]|\s)\s*(?:(?:alle\s+)?ore\s+|h\s*)?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>Z|UTC|[-+]\d{2}:?\d{2})?)?$"
)
_DAY = r"^(?:(?:lun|mar|mer|gio|ven|sab|dom|mon|tue|wed|thu|fri|sat|sun)[a-zì]*\.?,?\s+)?"
_YEAR_FIRST = re.compile(r"^(?P<year>\d{4})(?P<mark>[-/. ])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})" + _TIME, re.I)
_COMPACT = re.compile(r"^(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})" + _TIME, re.I)
_YEAR_LAST = re.compile(
    _DAY + r"(?P<first>\d{1,2})(?P<mark>[-/. ])(?P<second_>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})" + _TIME, re.I
)
_NAMED = re.compile(
    _DAY + r"(?P<day>\d{1,2})[°º]?[-/. ]+(?:di\s+)?(?P<name>[a-z]{3,10})\.?[-/. ,]+(?P<year>\d{4}|\d{2})" + _TIME, re.I
)
_NAME_FIRST = re.compile(
    _DAY + r"(?P<name>[a-z]{3,10})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})" + _TIME, re.I
)

# Written in full, in this order, what most files hold can be turned round without a look at each.
_PADDED = r"^(\d{2})[/.-](\d{2})[/.-](\d{4})(?:[ T](\d{2}):(\d{2})(:\d{2})?)?$"


def quick(texts: pa.Array) -> pa.Array | None:
    """Moments of texts (or nulls) that are all ISO 8601 and of likely years; else None."""
    for kind in (pa.timestamp("us"), pa.timestamp("us", "UTC")):
        try:
            values = pc.cast(pc.cast(texts, kind), pa.timestamp("us"))
        except pa.ArrowInvalid:
            continue
        years = pc.min_max(pc.year(values)).as_py()
        within = years["min"] is None or limits.YEARS[0] <= years["min"] <= years["max"] <= limits.YEARS[1]
        return values if within else None
    return None


def read(texts: pa.Array, how: str) -> pa.Array:
    """A moment for each text, as it stands (one with a zone: in UTC); null where it is none."""
    values = quick(texts)
    if values is None and how != "year first" and pc.all(pc.match_substring_regex(texts, _PADDED)).as_py():
        order = r"\3-\2-\1" if how == "day first" else r"\3-\1-\2"
        days = pc.replace_substring_regex(pc.utf8_slice_codeunits(texts, 0, 10), r"^(\d{2}).(\d{2}).(\d{4})$", order)
        values = quick(pc.binary_join_element_wise(days, pc.utf8_slice_codeunits(texts, 10), pa.scalar("", texts.type)))
    if values is None:
        values = pa.array([moment(text, how) for text in texts.to_pylist()], pa.timestamp("us"))
    return values


def moment(text: str, how: str) -> datetime | None:
    """One text's moment."""
    found = _YEAR_FIRST.match(text) or _NAMED.match(text) or _NAME_FIRST.match(text) or _COMPACT.match(text)
    if found is None and how != "year first":
        found = _YEAR_LAST.match(text)
    if found is None:
        return None
    part = found.groupdict()
    if "first" in part:
        part["day"], part["month"] = part["first"], part["second_"]
        if how == "month first":
            part["day"], part["month"] = part["month"], part["day"]
    try:
        month = int(part["month"]) if "month" in part else _month(part["name"])
        day = datetime(_year(part["year"]), month, int(part["day"]), tzinfo=UTC)
        return _at(day, part).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def _at(day: datetime, part: dict[str, str | None]) -> datetime:
    hour = int(part["hour"] or 0)
    if part["half"]:
        if not 1 <= hour <= 12:
            raise ValueError("no hour of half a day")
        hour = hour % 12 + (12 if part["half"].lower().startswith("p") else 0)
    micro = int((part["part"] or "0")[:6].ljust(6, "0"))
    at = day.replace(hour=hour, minute=int(part["minute"] or 0), second=int(part["second"] or 0), microsecond=micro)
    zone = part["zone"]
    if zone and zone[0] in "+-":
        ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
        at = at.replace(tzinfo=timezone(ahead if zone[0] == "+" else -ahead))
    return at


def _year(text: str) -> int:
    """Of two digits: 1970 to 2069."""
    year = int(text)
    if len(text) == 4 and not limits.YEARS[0] <= year <= limits.YEARS[1]:
        raise ValueError("no likely year")
    return year if len(text) == 4 else 2000 + year if year < 70 else 1900 + year


def _month(name: str) -> int:
    name = name.casefold()
    if len(name) > 3 and not _LONG.fullmatch(name):
        raise ValueError("no month")
    if name[:3] not in _MONTHS:
        raise ValueError("no month")
    return _MONTHS[name[:3]]
