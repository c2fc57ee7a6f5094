"""What an editor fills in, and what they are told."""

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from website.models import OpeningHours

from .places import make_record

pytestmark = pytest.mark.django_db

MONDAY = {"weekday": "0", "opens": "09:00", "closes": "13:00"}


@pytest.fixture
def editor() -> Client:
    make_record()
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("editor", "editor@prova.example", "x"))
    return client


def items(*values: dict[str, Any]) -> dict[str, Any]:
    """A ListBlock's rows."""
    row = {"deleted": "", "id": "", "type": "item"}
    return {"count": len(values), **{str(at): {"value": value, "order": at, **row} for at, value in enumerate(values)}}


EASTER = {"holiday": "easter", "year": "", "spans": items()}


def save(editor: Client, **changes: Any) -> tuple[OpeningHours, str]:
    """The record after the form was sent with these fields, and the page the editor then sees."""
    record = OpeningHours.objects.get(locale__language_code="it")
    form = {
        "name": record.name,
        "note": "",
        "closed_on_holidays": "on",
        "province": "",
        "patron_day": "",
        "patron_name": "",
        "spans": inline_formset([MONDAY]),
        **{field: streamfield([]) for field in ("seasons", "special_days", "closures", "holiday_rules")},
        **changes,
    }
    address = reverse("wagtailsnippets_website_openinghours:edit", args=[record.pk])
    response = editor.post(address, nested_form_data(form), follow=True)
    assert response.status_code == 200
    return OpeningHours.objects.get(pk=record.pk), response.content.decode().replace("&#x27;", "'")


def test_a_translation_says_that_its_times_do_not_count(editor: Client) -> None:
    record = OpeningHours.objects.get()
    english = record.copy_for_translation(Locale.objects.get_or_create(language_code="en")[0])
    english.save()
    warning = "Gli orari del sito sono quelli della scheda nella prima lingua."
    for each, is_warned in ((record, False), (english, True)):
        address = reverse("wagtailsnippets_website_openinghours:edit", args=[each.pk])
        assert (warning in editor.get(address).content.decode()) is is_warned


def season(name: str, first: str, last: str, **times: str) -> tuple[str, dict[str, Any]]:
    line = {"days": ("0", "1"), "opens": "09:00", "closes": "20:00", **times}
    return "season", {"first": first, "last": last, "every_year": "on", "name": name, "week": items(line)}


def test_everything_a_form_says_is_kept(editor: Client) -> None:
    special = {
        "first": "2026-12-24",
        "last": "",
        "message": "Vigilia",
        "spans": items({"opens": "09:00", "closes": "13:00"}),
    }
    rule = {"holiday": "immaculate", "year": "", "decision": "usual", "spans": items()}
    record, _ = save(
        editor,
        province="FI",
        seasons=streamfield([season("Estate", "2026-06-01", "2026-09-15")]),
        special_days=streamfield([("special_day", special)]),
        closures=streamfield([("closure", {"first": "2026-08-10", "last": "2026-08-25", "message": "Ferie"})]),
        holiday_rules=streamfield([("rule", rule)]),
    )
    assert record.province == "FI"
    assert record.seasons[0].value["week"][0]["days"] == ["0", "1"]
    assert record.special_days[0].value["spans"][0]["closes"].hour == 13
    assert record.closures[0].value["last"] == date(2026, 8, 25)
    assert record.holiday_rules[0].value["decision"] == "usual"


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        (
            {"spans": inline_formset([MONDAY, {**MONDAY, "opens": "12:30", "closes": "15:00"}])},
            "Lunedì 09:00–13:00 e Lunedì 12:30–15:00 si sovrappongono.",
        ),
        (
            {"spans": inline_formset([{**MONDAY, "closes": "08:00"}])},
            "08:00 non è dopo 09:00. Se chiudi dopo mezzanotte, spunta «chiude il giorno dopo».",
        ),
        (
            {"closures": streamfield([("closure", {"first": "2026-08-25", "last": "2026-08-10", "message": ""})])},
            "10 agosto 2026 viene prima di 25 agosto 2026.",
        ),
        (
            {
                "seasons": streamfield(
                    [season("Estate", "2026-06-01", "2026-09-15"), season("Feste", "2026-09-10", "2026-01-06")]
                )
            },
            "«Estate» e «Feste» comprendono entrambe il 10 settembre.",
        ),
        (
            {"seasons": streamfield([season("Estate", "2026-06-01", "2026-09-15", closes="07:00")])},
            "07:00 non è dopo 09:00.",
        ),
        (
            {"holiday_rules": streamfield([("rule", {**EASTER, "decision": "hours"})])},
            "Indica in quali orari siete aperti.",
        ),
        (
            {"holiday_rules": streamfield([("rule", {**EASTER, "decision": "closed"})] * 2)},
            "Pasqua è deciso due volte",
        ),
    ],
)
def test_a_mistake_is_named_and_nothing_is_kept(editor: Client, changes: dict[str, Any], complaint: str) -> None:
    before = OpeningHours.objects.values().get(locale__language_code="it")
    record, page = save(editor, **changes)
    assert complaint in re.sub(r"\\u(00\w\w|2013)", lambda found: chr(int(found[1], 16)), page)
    assert OpeningHours.objects.values().get(pk=record.pk) == before
