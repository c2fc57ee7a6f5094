"""The Italian holidays of a year, from the library `holidays`, under names our rules can refer to. Pure Python."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from holidays.countries.italy import Italy

from .schedule import Holiday

PATRON, OTHER = "patron", "other"
LIBRARY_LANGUAGES = {"it": "it_IT", "en": "en_US"}
# As the library calls them in Italian. A holiday it learns of later is OTHER: still a holiday, under its own name.
KEYS = {
    "Capodanno": "new_year",
    "Epifania": "epiphany",
    "Pasqua": "easter",
    "Lunedì dell'Angelo": "easter_monday",
    "Anniversario della Liberazione": "liberation",
    "Festa del Lavoro": "labour",
    "Festa della Repubblica": "republic",
    "Assunzione della Beata Vergine Maria": "assumption",
    "Festa nazionale di San Francesco d'Assisi, patrono d'Italia": "saint_francis",
    "Ognissanti": "all_saints",
    "Immacolata Concezione": "immaculate",
    "Natale": "christmas",
    "Santo Stefano": "saint_stephen",
    "Lunedì di Pentecoste": "whit_monday",
}
# Kept on the first Sunday of November, where law 54 of 1977 moved it: nobody stays at home for it.
NO_DAY_OFF = "Giorno dell'unità nazionale"


@lru_cache(maxsize=256)
def holidays_of(
    year: int, province: str = "", patron: tuple[int, int] | None = None, language: str = "it"
) -> Mapping[date, Holiday]:
    """National holidays, and the patron saint's day: `patron` as (month, day), else that of `province`'s capital.

    `province` is a key of provinces(). Names are in `language` where the library has one; a `patron` of the caller's
    own has none.
    """
    national, translated = _names(year, "", "it"), _names(year, province, language)
    found: dict[date, Holiday] = {}
    for day, names in _names(year, province, "it").items():
        name = min((name for name in names if name != NO_DAY_OFF), key=lambda name: name not in KEYS, default="")
        local = name not in national.get(day, [])
        key = KEYS.get(name) or (PATRON if local else OTHER)
        if name and not (key == PATRON and patron):
            # Each language sorts a day's names its own way: only where there is one is it surely the same.
            found[day] = Holiday(key, translated[day][0] if len(names) == 1 else name)
    own = _date(year, *patron) if patron else None
    if own:
        found.setdefault(own, Holiday(PATRON, ""))
    return found


def provinces() -> list[tuple[str, str]]:
    """(key, name) of every province and town whose patron's day the library knows, by name."""
    names = {key: key for key in Italy.subdivisions} | {key: name for name, key in Italy.subdivisions_aliases.items()}
    return sorted(
        ((key, f"{name} ({key})" if len(key) == 2 else name) for key, name in names.items()), key=lambda item: item[1]
    )


@lru_cache(maxsize=256)
def _names(year: int, province: str, language: str) -> dict[date, list[str]]:
    """Each day's holidays; the library joins several with a semicolon."""
    calendar = Italy(subdiv=province or None, years=year, language=LIBRARY_LANGUAGES.get(language, "en_US"))
    return {day: calendar.get_list(day) for day in sorted(calendar)}


def _date(year: int, month: int, day: int) -> date | None:
    """None for 29 February in a year without one."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
