"""Sums of PathDay: what was asked for on some days. Only `newest_of` reads requests themselves."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Max

from .models import LATENCY_BUCKETS, Day

# Sixteen plain sums are several times faster than the aggregate that adds arrays.
LATENCY = "ARRAY[" + ", ".join(f"coalesce(sum(d.latency[{n}]), 0)" for n in range(1, LATENCY_BUCKETS + 1)) + "]"
SUMS = ("requests", "views", "visitors", "not_found", "client_errors", "server_errors", "bytes_sent")
NAMES = (*SUMS, "latency")
_SUMS = ", ".join(f"sum(d.{name})::bigint AS {name}" for name in SUMS)
Days = tuple[date, date]
KEPT = 7 * 24 * 3600  # seconds


def ranked(
    days: Days, order: str, limit: int, offset: int = 0, *, words: str = "", kind: str = "", least: str = ""
) -> list[dict[str, Any]]:
    """The paths with the highest sum of `order` (one of SUMS, or "milliseconds"), whose sum of `least` is not 0."""
    if order not in (*SUMS, "milliseconds") or least not in ("", *SUMS):
        raise ValueError(f"PathDay has no sum {order!r} or {least!r}.")
    by = "sum(d.request_ms)" if order == "milliseconds" else f"sum(d.{order})"
    known = "path_id IN (SELECT id FROM logging_app_path WHERE true"
    known += " AND kind = %(kind)s" if kind else ""
    known += " AND text ILIKE %(pattern)s" if words else ""
    # Every path of these days is ranked, so by one sum only; the others are added up for those that are shown.
    sql = f"""
        WITH top AS MATERIALIZED (
            SELECT d.path_id, {by} AS ranked FROM logging_app_pathday d
            WHERE d.day BETWEEN %(first)s AND %(last)s {f"AND d.{known})" if kind or words else ""}
            GROUP BY d.path_id {f"HAVING sum(d.{least}) > 0" if least else ""}
            ORDER BY 2 DESC, 1 LIMIT %(limit)s OFFSET %(offset)s
        )
        SELECT summed.*, p.text, p.kind FROM top JOIN logging_app_path p ON p.id = top.path_id
        CROSS JOIN LATERAL (
            SELECT d.path_id, {_SUMS}, {LATENCY} AS latency FROM logging_app_pathday d
            WHERE d.path_id = top.path_id AND d.day BETWEEN %(first)s AND %(last)s GROUP BY d.path_id
        ) summed ORDER BY top.ranked DESC, top.path_id
    """  # noqa: S608 -- names of columns, checked above
    pattern = "%" + words.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
    given = {"first": days[0], "last": days[1], "kind": kind, "pattern": pattern, "limit": limit, "offset": offset}
    return _dictionaries(sql, given)


def sums_of(days: Days, paths: Iterable[int], name: str) -> dict[int, int]:
    """One of SUMS for each of these paths that was asked for."""
    if name not in SUMS:
        raise ValueError(f"PathDay has no sum {name!r}.")
    sql = f"""SELECT path_id, sum({name})::bigint AS total FROM logging_app_pathday
        WHERE path_id = ANY(%(paths)s) AND day BETWEEN %(first)s AND %(last)s GROUP BY path_id"""  # noqa: S608
    rows = _dictionaries(sql, {"first": days[0], "last": days[1], "paths": list(paths)})
    return {row["path_id"]: row["total"] for row in rows}


def latency_of(days: Days, paths: Iterable[int]) -> dict[int, list[int]]:
    sql = f"""SELECT d.path_id, {LATENCY} AS latency FROM logging_app_pathday d
        WHERE d.path_id = ANY(%(paths)s) AND d.day BETWEEN %(first)s AND %(last)s GROUP BY d.path_id"""  # noqa: S608
    rows = _dictionaries(sql, {"first": days[0], "last": days[1], "paths": list(paths)})
    return {row["path_id"]: row["latency"] for row in rows}


def by_day(days: Days, path_id: int) -> list[dict[str, Any]]:
    """Each day of one path that it was asked for on."""
    sql = f"""SELECT d.day, {", ".join(f"d.{name}" for name in NAMES)} FROM logging_app_pathday d
        WHERE d.path_id = %(path)s AND d.day BETWEEN %(first)s AND %(last)s ORDER BY d.day"""  # noqa: S608
    return _dictionaries(sql, {"first": days[0], "last": days[1], "path": path_id})


def pages_by_day(days: Days) -> dict[date, list[int]]:
    """The durations of each day's answers to requests for pages, in buckets.

    A day's are added up once after each computation of its rollups: there are as many rows as paths.
    """
    computed = Day.objects.filter(day__range=days).values_list("day", "computed_at")
    keys = {f"request-log-pages:{day}:{at and at.timestamp()}": day for day, at in computed}
    known = {keys[key]: latency for key, latency in cache.get_many(keys).items()}
    missing = {day: key for key, day in keys.items() if day not in known}
    if missing:
        sql = f"""SELECT d.day, {LATENCY} AS latency FROM logging_app_pathday d
            WHERE d.day = ANY(%(days)s) AND d.path_id IN (SELECT id FROM logging_app_path WHERE kind = %(kind)s)
            GROUP BY d.day"""  # noqa: S608
        found = {row["day"]: row["latency"] for row in _dictionaries(sql, {"days": list(missing), "kind": "page"})}
        cache.set_many({key: found.get(day, []) for day, key in missing.items()}, KEPT)
        known |= {day: found.get(day, []) for day in missing}
    return {day: latency for day, latency in known.items() if latency}


def bytes_by_kind(days: Days) -> dict[str, int]:
    """Per kind of path; added up once after each computation of these days."""
    computed = Day.objects.filter(day__range=days).aggregate(newest=Max("computed_at"))["newest"]
    key = f"request-log-kinds:{days[0]}:{days[1]}:{computed and computed.timestamp()}"
    kinds: dict[str, int] | None = cache.get(key)
    if kinds is None:
        rows = _dictionaries(
            """SELECT p.kind, sum(d.bytes_sent)::bigint AS bytes_sent
            FROM logging_app_pathday d JOIN logging_app_path p ON p.id = d.path_id
            WHERE d.day BETWEEN %(first)s AND %(last)s GROUP BY p.kind""",
            {"first": days[0], "last": days[1]},
        )
        kinds = {row["kind"]: row["bytes_sent"] for row in rows}
        cache.set(key, kinds, KEPT)
    return kinds


# Newest requests of one path that are looked at, one by one.
LOOKED_AT = 20_000


def newest_of(path_id: int, moments: tuple[datetime, datetime]) -> dict[str, list[dict[str, Any]]]:
    """Of the newest LOOKED_AT requests of a path: per hour, by status, and by referrer of page views."""
    newest = """WITH newest AS MATERIALIZED (
        SELECT time, status, is_bot, referrer_id FROM logging_app_accesslogentry
        WHERE path_id = %(path)s AND time >= %(start)s AND time < %(end)s ORDER BY time DESC, id DESC LIMIT %(most)s)"""
    given = {"path": path_id, "start": moments[0], "end": moments[1], "most": LOOKED_AT}
    hours = f"""{newest} SELECT date_trunc('hour', time) AS hour, count(*) FILTER (WHERE NOT is_bot) AS people,
        count(*) FILTER (WHERE is_bot) AS bots FROM newest GROUP BY 1 ORDER BY 1"""  # noqa: S608
    statuses = f"{newest} SELECT status, count(*) AS requests FROM newest GROUP BY status ORDER BY 2 DESC, 1"  # noqa: S608
    referrers = f"""{newest} SELECT r.host, r.name, r."group", count(*) AS requests
        FROM newest JOIN logging_app_referrer r ON r.id = newest.referrer_id
        WHERE NOT newest.is_bot GROUP BY r.host, r.name, r."group" ORDER BY 4 DESC, 1 LIMIT 20"""  # noqa: S608
    asked = {"hours": hours, "statuses": statuses, "referrers": referrers}
    return {name: _dictionaries(sql, given) for name, sql in asked.items()}


def _dictionaries(sql: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
