"""Rollups: what the charts read, computed again from the facts for the days or months of which a fact changed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connections
from django.db.models import Aggregate, DateField, F, Func, Model, Q, Value
from django.db.models.expressions import Combinable
from psycopg2 import sql

from .copying import names

# A day has no zone: of a date alone PostgreSQL would ask the zone's rules for each row.
_MONTH = Func(F("day"), template="date_trunc('month', %(expressions)s::timestamp)::date", output_field=DateField())
Values = Callable[[str], list[Any] | None]


@dataclass(frozen=True)
class Rollup:
    """`model`'s rows: one for each distinct `by`, with its `measures`.

    The first of `by` is its period, "day" or "month"; others are the facts' columns of the same name, or an expression
    under a name that the facts have not.
    `where` says which facts count at all. Measures are Django's aggregates over the facts' columns.
    `of` names a finer rollup with a `day`, declared before this one, to add up in the facts' place: a month of orders
    is a hundredth of a month of lines.
    """

    model: type[Model]
    by: Mapping[str, str | Combinable]
    measures: Mapping[str, Aggregate | Combinable]
    where: Q = field(default_factory=Q)
    of: type[Model] | None = None

    @property
    def period(self) -> str:
        return next(iter(self.by))

    def shared(self, facts: type[Model]) -> list[str]:
        """Those of `by` that the facts have too, the period aside."""
        there = {field.column for field in facts._meta.concrete_fields}
        return [name for name in list(self.by)[1:] if name in there]


def add_up(rollup: Rollup, facts: type[Model], days: Iterable[date], changed: Values = lambda _column: None) -> None:
    """Compute `rollup` anew for the periods in which `days` lie.

    `changed` gives what the facts that changed have in a column, None where it cannot say: of a month of many products
    only those are computed.
    """
    periods = sorted({day.replace(day=1) for day in days} if rollup.period == "month" else set(days))
    if not periods:
        return
    table, columns = rollup.model._meta.db_table, [*rollup.by, *rollup.measures]
    only = {name: values for name in rollup.shared(facts)[:1] if (values := changed(name)) is not None}
    query, parameters = _computed(rollup, facts, periods, only)
    where = {rollup.period: periods} | only
    these = sql.SQL(" AND ").join(sql.SQL("{} = ANY(%s)").format(sql.Identifier(name)) for name in where)
    with connections["gold"].cursor() as cursor:
        cursor.execute(sql.SQL("DELETE FROM {} WHERE {}").format(sql.Identifier(table), these), list(where.values()))
        insert = sql.SQL("INSERT INTO {} ({}) ").format(sql.Identifier(table), names(columns))
        cursor.execute(insert.as_string(cursor.cursor) + query, parameters)


def _computed(
    rollup: Rollup, facts: type[Model], periods: list[date], only: dict[str, list[Any]]
) -> tuple[str, tuple[Any, ...]]:
    """The query whose columns are those of the rollup, in its order."""
    month = rollup.period == "month"
    by = {f"by_{name}": F(how) if isinstance(how, str) else how for name, how in rollup.by.items()}
    if len(periods) == 1 and len(by) > 1:  # nothing has to be sorted by what is the same in all
        by[f"by_{rollup.period}"] = Value(periods[0], output_field=DateField())
    elif month:
        by["by_month"] = _MONTH
    last = _month_after(periods[-1]) if month else periods[-1] + timedelta(days=1)
    rows = (rollup.of or facts)._default_manager.using("gold").filter(rollup.where, day__gte=periods[0], day__lt=last)
    rows = rows.filter(**{f"{name}__in": values for name, values in only.items()}).annotate(**by)
    following = (one if month else one + timedelta(days=1) for one in periods)
    if any(_month_after(one) != two if month else one != two for one, two in zip(following, periods[1:], strict=False)):
        rows = rows.filter(by_month__in=periods) if month else rows.filter(day__in=periods)
    measured = {f"of_{name}": how for name, how in rollup.measures.items()}
    return rows.order_by().values(*by).annotate(**measured).values_list(*by, *measured).query.sql_with_params()


def _month_after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
