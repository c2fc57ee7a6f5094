from datetime import UTC, datetime

import pytest
from django.utils import translation

from base.lib.schedule import cron
from base.lib.schedule.words import in_words

SAID = {
    "0 5 * * *": ("every day at 05:00", "ogni giorno alle 05:00"),
    "30 8,17 * * 1-5": ("Monday to Friday at 08:30 and 17:30", "da lunedì a venerdì alle 08:30 e 17:30"),
    "*/15 * * * *": ("every 15 minutes", "ogni 15 minuti"),
    "* * * * *": ("every minute", "ogni minuto"),
    "0 * * * *": ("every hour", "ogni ora"),
    "5 */2 * * *": ("every 2 hours at minute 5", "ogni 2 ore al minuto 5"),
    "0 8-18 * * *": ("every hour from 08:00 to 18:00", "ogni ora dalle 08:00 alle 18:00"),
    "*/15 8-18 * * MON-FRI": (
        "every 15 minutes from 08:00 to 18:45, Monday to Friday",
        "ogni 15 minuti dalle 08:00 alle 18:45, da lunedì a venerdì",
    ),
    "0 6 1 * *": ("on the 1st of the month at 06:00", "il giorno 1 del mese alle 06:00"),
    "0 6 1,15 * *": ("on the 1st and 15th of the month at 06:00", "il giorno 1 e 15 del mese alle 06:00"),
    "0 6 L * *": ("on the last day of the month at 06:00", "l’ultimo giorno del mese alle 06:00"),
    "0 7 * * 0": ("every Sunday at 07:00", "ogni domenica alle 07:00"),
    "0 7 1 * 1": ("on the 1st of the month or every Monday at 07:00", "il giorno 1 del mese o ogni lunedì alle 07:00"),
    "0 7 * 6-9 *": ("every day at 07:00, from June to September", "ogni giorno alle 07:00, da giugno a settembre"),
    "0 7 * * 1#2": ("by the cron expression 0 7 * * 1#2", "secondo l’espressione cron 0 7 * * 1#2"),
}


@pytest.mark.parametrize("expression", SAID)
def test_an_expression_is_said_as_people_say_it(expression: str) -> None:
    for language, said in zip(("en", "it"), SAID[expression], strict=True):
        with translation.override(language):
            assert in_words(expression) == said


def local(expression: str, after: datetime, count: int) -> list[str]:
    return [f"{moment:%d %H:%M %Z}" for moment in cron.upcoming(expression, after, count)]


def test_a_time_that_summer_time_skips_is_due_at_the_end_of_the_gap() -> None:
    before = datetime(2027, 3, 27, 12, tzinfo=UTC)  # in Italy 02:00 to 03:00 of the 28th is missing
    assert local("30 2 * * *", before, 2) == ["28 03:00 CEST", "29 02:30 CEST"]
    assert local("15,30 2 * * *", before, 2) == ["28 03:00 CEST", "29 02:15 CEST"]
    assert local("*/30 * * * *", datetime(2027, 3, 28, 0, 10, tzinfo=UTC), 3) == [
        "28 01:30 CET", "28 03:00 CEST", "28 03:30 CEST",
    ]  # fmt: skip


def test_a_time_that_is_there_twice_is_due_once() -> None:
    before = datetime(2026, 10, 24, 12, tzinfo=UTC)  # in Italy 02:00 to 03:00 of the 25th is there twice
    assert local("30 2 * * *", before, 2) == ["25 02:30 CEST", "26 02:30 CET"]
    second = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)  # 02:10, the second time: 02:30 has been
    assert local("30 2 * * *", second, 1) == ["26 02:30 CET"]


def test_what_runs_all_the_time_runs_in_both_of_the_repeated_hours() -> None:
    assert local("*/30 * * * *", datetime(2026, 10, 25, 0, 10, tzinfo=UTC), 4) == [
        "25 02:30 CEST", "25 02:00 CET", "25 02:30 CET", "25 03:00 CET",
    ]  # fmt: skip
