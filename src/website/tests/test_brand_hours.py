"""Hours as a person writes them in brand.toml: seasons, special days, closures, holidays; trade and branches."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.test import Client
from django.utils import translation
from wagtail.models import Site

from website.hours.place import Place
from website.hours.schedule import Schedule
from website.models import BrandingSettings, Contacts, OpeningHours

from .small_brand import write_brand
from .test_load_brand_again import load

pytestmark = pytest.mark.django_db

HOURS = """
[hours]
name.it = "Sala"
name.en = "Room"
tuesday-friday = "9:00-12:30, 14:30-18:30"
saturday = "9:00-13:00"
province = "CO"
patron_day = "7/12"
patron_name = "Sant'Ambrogio"

[[hours.seasons]]
name.it = "Estate"
name.en = "Summer"
from = "15/6"
to = "10/9"
monday-sunday = "18:00-2:00"

[[hours.special_days]]
day = "24/12"
hours = "9:00-13:00"
message.it = "Vigilia"
message.en = "Christmas Eve"

[[hours.special_days]]
day = 2026-12-31

[[hours.closures]]
from = "10/8/2027"
to = "25/8/2027"
message.it = "Ferie"
message.en = "Holidays"

[hours.holidays]
immaculate = "open"
easter_monday = "10:00-13:00"
2027.liberation = "open"
christmas = "closed"
"""

PLACES = """
[places.como.contacts]
address = "Via Como 1"
postcode = "22100"
town = "Como"

[places.como.hours]
name = "Como"
monday = "9:00-12:00"
"""


def write(brands: Path, hours: str = HOURS, old: str = "", new: str = "") -> Path:
    folder = write_brand(brands)
    file = folder / "brand.toml"
    assert old in hours
    file.write_text(file.read_text().partition("[hours]")[0] + hours.replace(old, new, 1))
    return folder


def schedule(language: str = "it") -> Schedule:
    record = OpeningHours.objects.get(locale__language_code="it", name="Sala")
    with translation.override(language):
        place = Place.of(record.pk)
        assert place
        return place.schedule


def hours_on(day: date) -> list[str]:
    return [f"{span.opens:%H:%M}-{span.closes:%H:%M}" for span in schedule().day(day).spans]


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 11, 24), ["09:00-12:30", "14:30-18:30"]),  # a Tuesday
        (date(2026, 11, 23), []),  # a Monday
        (date(2026, 11, 28), ["09:00-13:00"]),
        (date(2027, 7, 5), ["18:00-02:00"]),  # in summer, Mondays too
        (date(2026, 12, 24), ["09:00-13:00"]),
        (date(2029, 12, 24), ["09:00-13:00"]),  # every year
        (date(2026, 12, 31), []),
        (date(2027, 12, 31), ["09:00-12:30", "14:30-18:30"]),  # that year only
        (date(2027, 8, 12), []),
        (date(2028, 8, 12), ["18:00-02:00"]),
        (date(2026, 12, 8), ["09:00-12:30", "14:30-18:30"]),  # open on the Immaculate Conception
        (date(2027, 3, 29), ["10:00-13:00"]),  # Easter Monday
        (date(2028, 12, 7), []),  # the patron saint's, a Thursday
        (date(2028, 4, 25), []),  # Liberation Day, open in 2027 only
    ],
)
def test_each_day_is_open_as_the_file_says(day: date, hours: list[str], tmp_path: Path) -> None:
    load(write(tmp_path))
    assert hours_on(day) == hours


def test_its_words_are_in_the_reader_s_language(tmp_path: Path) -> None:
    load(write(tmp_path))
    assert schedule("en").day(date(2026, 12, 24)).words == "Christmas Eve"
    assert schedule("it").day(date(2027, 8, 12)).words == "Ferie"


def test_an_editor_s_closure_and_a_new_season_of_the_file_live_side_by_side(tmp_path: Path) -> None:
    folder = write(tmp_path)
    load(folder)
    record = OpeningHours.objects.get(locale__language_code="it")
    record.closures.append(("closure", {"first": date(2026, 11, 24), "last": None, "every_year": False, "message": ""}))
    record.save()
    file = folder / "brand.toml"
    file.write_text(file.read_text().replace('from = "10/8/2027"', 'from = "9/8/2027"').replace("24/12", "23/12"))
    said = load(folder)
    assert "brand.toml, line 47: hours.closures 1" in said
    assert hours_on(date(2026, 11, 24)) == []
    assert hours_on(date(2026, 12, 23)) == ["09:00-13:00"]
    assert "nothing was changed" in load(folder)


AUTUMN = """[[hours.seasons]]
name = "Autunno"
from = "1/9"
to = "2/9"

[[hours.special_days]]
"""
WRONG: dict[str, tuple[str, str, list[str]]] = {
    "date": ("15/6", "June", ["line 34: hours.seasons 1.from is 'June'", '"24/12" for every year']),
    "day that is none": ("24/12", "31/11", ["hours.special_days 1.day is '31/11'"]),
    "year in one": ('to = "25/8/2027"', 'to = "25/8"', ["hours.closures 1.to has a year"]),
    "backwards": ('to = "25/8/2027"', 'to = "2/8/2027"', ["line 47: hours.closures 1 is wrong: ", "is before"]),
    "day and from": ('day = "24/12"', 'day = "24/12"\nto = "26/12"', ["special_days 1.day", "either a day, or"]),
    "missing": ('from = "15/6"', "", ["hours.seasons 1.from is missing"]),
    "day twice": ("saturday =", "friday =", ["hours.friday names friday again"]),
    "overlap": ("9:00-12:30, 14:30", "9:00-15:00, 14:30", ["hours is wrong", "overlap"]),
    "holiday": ("easter_monday", "easter_tuesday", ["hours.holidays.easter_tuesday is no holiday", "easter_monday, "]),
    "holiday hours": ('"open"', '"perhaps"', ["hours.holidays.immaculate holds 'perhaps'", '"closed", or hours']),
    "key": ("message.it", "messaggio.it", ["special_days 1.messaggio is not known here", "day, from, hours, message"]),
    "seasons that meet": ("[[hours.special_days]]", AUTUMN, ["hours.seasons is wrong", "cover"]),
}  # fmt: skip


@pytest.mark.parametrize("mistake", WRONG)
def test_a_mistake_is_named_with_its_line_and_what_is_allowed(mistake: str, tmp_path: Path) -> None:
    old, new, said = WRONG[mistake]
    with pytest.raises(CommandError) as raised:
        load(write(tmp_path, HOURS, old, new))
    assert [words for words in said if words not in str(raised.value)] == [], str(raised.value)


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    folder = write(tmp_path, HOURS, "24/12", "31/11")
    for file, old, new in (
        ("brand.toml", "01234567897", "01234567890"),
        ("brand.toml", '"#9a4526"', '"red"'),
        ("pages/10-gallery.toml", '"gallery"', '"album"'),
        ("pages/20-contact.toml", '"email"', '"mail"'),
    ):
        path = folder / file
        path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(CommandError) as raised:
        load(folder)
    lines = str(raised.value).splitlines()
    assert len(lines) == 6
    assert "brand.toml, line 10: company.vat_number is '01234567890'" in lines[0]
    assert "its last digit does not fit the others" in lines[0]


def test_a_branch_shares_what_the_file_does_not_say_with_the_company(tmp_path: Path) -> None:
    load(write(tmp_path, HOURS + PLACES))
    como = Contacts.objects.get(locale__language_code="en", town="Como")
    assert (como.legal_name, como.vat_number, como.address) == ("Prova S.n.c.", "01234567897", "Via Como 1")
    assert OpeningHours.objects.filter(name="Como").count() == 2


def test_a_trade_tells_search_engines_what_the_company_is(client: Client, tmp_path: Path) -> None:
    folder = write(tmp_path, HOURS)
    file = folder / "brand.toml"
    file.write_text(file.read_text().replace('name = "Prova"', 'name = "Prova"\ntrade = "restaurant"', 1))
    load(folder)
    assert BrandingSettings.for_site(Site.objects.get()).trade == "restaurant"
    page = client.get("/it/", SERVER_NAME="127.0.0.1", SERVER_PORT="8080").content.decode()
    assert _json_ld(page)["@type"] == "Restaurant"
    file.write_text(file.read_text().replace('"restaurant"', '"osteria"', 1))
    with pytest.raises(CommandError, match=r"line 4: company.trade is 'osteria'.* Allowed: business, restaurant, bar"):
        load(folder)


def _json_ld(page: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    )
    return found
