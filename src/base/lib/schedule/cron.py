"""Cron expressions of five fields, read in the site's zone: whether one is right, and when it is due."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from cronsim import CronSim, CronSimError
from cronsim.cronsim import Field
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FIELDS = (
    (Field.MINUTE, gettext_lazy("minute"), gettext_lazy("0 to 59")),
    (Field.HOUR, gettext_lazy("hour"), gettext_lazy("0 to 23")),
    (Field.DAY, gettext_lazy("day of the month"), gettext_lazy("1 to 31, or L for the last")),
    (Field.MONTH, gettext_lazy("month"), gettext_lazy("1 to 12, or JAN to DEC")),
    (Field.DOW, gettext_lazy("day of the week"), gettext_lazy("0 to 7 (0 and 7 are Sunday), or SUN to SAT")),
)


class WrongCron(ValueError):
    """The expression cannot be read. Says which field, what stands in it, and what may."""


def check(expression: str) -> None:
    """Raises WrongCron."""
    fields = expression.upper().split()
    if len(fields) != len(FIELDS):
        raise WrongCron(
            _("An expression has five fields, with spaces between: %(fields)s. Here are %(count)s.")
            % {"fields": ", ".join(str(name) for _field, name, _allowed in FIELDS), "count": len(fields)}
        )
    for value, (field, name, allowed) in zip(fields, FIELDS, strict=True):
        try:
            field.parse(value)
        except (CronSimError, ValueError) as wrong:
            raise WrongCron(
                _(
                    "The field “%(field)s” holds “%(value)s”. Allowed are %(allowed)s; * for all, a list as 1,5,"
                    " a range as 1-5, steps as */5."
                )
                % {"field": name, "value": value, "allowed": allowed}
            ) from wrong
    try:
        upcoming(expression, timezone.now(), 1)[0]
    except (CronSimError, IndexError) as never:
        raise WrongCron(
            _("The fields “day of the month” and “month” (%(day)s and %(month)s) name a day that there never is.")
            % {"day": fields[2], "month": fields[3]}
        ) from never


def next_due(expression: str, after: datetime) -> datetime:
    """The first moment after `after` that the expression names, in the site's zone (so "5:00" stays 5:00 across DST).

    A time that the change to summer time skips is due at its end; one that the change back repeats is due once.
    """
    return upcoming(expression, after, 1)[0]


def upcoming(expression: str, after: datetime, count: int) -> list[datetime]:
    """The next `count` of these moments; fewer where there are no more within fifty years."""
    return list(islice(_rising(expression, after), count))


def _rising(expression: str, after: datetime) -> Iterator[datetime]:
    # In the hour that is repeated, and in the one that is skipped, the library can name a moment that has been.
    last = after.astimezone(UTC)
    for moment in CronSim(expression, timezone.localtime(after)):
        if moment.astimezone(UTC) > last:
            last = moment.astimezone(UTC)
            yield moment
