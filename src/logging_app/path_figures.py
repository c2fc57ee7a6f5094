"""Sums of PathDay: what was asked for on some days. Only `newest_of` reads requests themselves."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from .answers import rows_of, streamed
from .models import LATENCY_BUCKETS, Day

# Sixteen plain sums are several times faster than the aggregate that adds arrays.
LATENCY = "ARRAY[" + ", ".join(f"coalesce(sum(d.latency[{n}]), 0)" for n in range(1, LATENCY_BUCKETS + 1)) + "]"
SUMS = ("requests", "views", "visitors", "not_found", "client_errors", "server_errors", "bytes_sent")
NAMES = (*SUMS, "latency")
_SUMS = ", ".join(f"sum(d.{name})::bigint AS {name}" for name in (*SUMS, "request_ms"))
Days = tuple[date, date]
# What the paths may be ranked by, in the index logging_app_path_day, and what of it is much on one day. Most of a
# day's paths have less of it, so that the first places are found without them.
MUCH = {"requests": 10, "views": 10, "visitors": 10, "server_errors": 1, "bytes_sent": 200_000, "request_ms": 500}
MOST_PLACES = 100  # further down there is hardly ever much


def ranked(
    days: Days, order: str, limit: int, offset: int = 0, *, words: str = "", kind: str = ""
) -> list[dict[str, Any]]:
    """The paths with the highest sum of `order`, one of MUCH."""
    given = _asked(days, limit, offset, words, kind)
    # Nothing is found where less than that much a day may lead to one of these places: then more rows are added up.
    shallow = not words and offset + limit <= MOST_PLACES
    for much in dict.fromkeys((*([MUCH[order]] if shallow else []), 1, 0)):
        if found := rows_of(_ranking(order, kind, words), given | {"much": much}):
            break
    return found


def whole(days: Days, order: str, limit: int, *, words: str = "", kind: str = "") -> Iterator[dict[str, Any]]:
    """The same from the first place on, however many they are, fetched piece by piece."""
    return streamed(_ranking(order, kind, words), _asked(days, limit, 0, words, kind) | {"much": 0})


def _asked(days: Days, limit: int, offset: int, words: str, kind: str) -> dict[str, Any]:
    return {
        "first": days[0], "last": days[1], "kind": kind, "pattern": _pattern(words), "limit": limit, "offset": offset,
        "place": offset + limit - 1,
    }  # fmt: skip


def _ranking(order: str, kind: str, words: str) -> str:
    """Of the paths with a row of `much`. Exact: others, and the rows left out of these, sum up to `slack` at most."""
    # Smaller numbers add up quicker, and bigint's sum would be a numeric; whole numbers to 2^53 stay exact in a float8.
    quick = "::float8" if order in ("bytes_sent", "request_ms") else "::integer"
    only = "true" + (" AND p.kind = %(kind)s" if kind else "")
    named = "JOIN logging_app_path n ON n.id = d.path_id AND n.text ILIKE %(pattern)s" if words else ""
    return f"""
        WITH slack AS (
            SELECT greatest(%(much)s - 1, 0) * count(*) AS most FROM logging_app_day
            WHERE day BETWEEN %(first)s AND %(last)s
        ), part AS MATERIALIZED (
            SELECT d.path_id, sum(d.{order}{quick}) AS total FROM logging_app_pathday d {named}
            WHERE d.day BETWEEN %(first)s AND %(last)s AND d.{order} >= %(much)s GROUP BY d.path_id
        ), known AS MATERIALIZED (
            SELECT part.* FROM part JOIN logging_app_path p ON p.id = part.path_id WHERE {only}
        ), edge AS (
            SELECT total FROM known ORDER BY total DESC OFFSET %(place)s LIMIT 1
        ), top AS MATERIALIZED (
            SELECT path_id, total FROM known CROSS JOIN slack
            WHERE CASE WHEN %(much)s = 0 THEN total >= coalesce((SELECT total FROM edge), 0)
                ELSE (SELECT total FROM edge) > 2 * slack.most AND total >= (SELECT total FROM edge) - slack.most END
        )
        SELECT summed.*, p.text, p.kind FROM top JOIN logging_app_path p ON p.id = top.path_id
        CROSS JOIN LATERAL (
            SELECT d.path_id, {_SUMS}, {LATENCY} AS latency FROM logging_app_pathday d
            WHERE d.path_id = top.path_id AND d.day BETWEEN %(first)s AND %(last)s GROUP BY d.path_id
        ) summed ORDER BY summed.{order} DESC, summed.path_id LIMIT %(limit)s OFFSET %(offset)s
    """  # noqa: S608 -- names of columns out of MUCH


def _pattern(words: str) -> str:
    return "%" + words.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"


def sums_of(days: Days, paths: Iterable[int], name: str) -> dict[int, int]:
    """One of SUMS for each of these paths that was asked for."""
    if name not in SUMS:
        raise ValueError(f"PathDay has no sum {name!r}.")
    sql = f"""SELECT path_id, sum({name})::bigint AS total FROM logging_app_pathday
        WHERE path_id = ANY(%(paths)s) AND day BETWEEN %(first)s AND %(last)s GROUP BY path_id"""  # noqa: S608
    rows = rows_of(sql, {"first": days[0], "last": days[1], "paths": list(paths)})
    return {row["path_id"]: row["total"] for row in rows}


def latency_of(days: Days, paths: Iterable[int]) -> dict[int, list[int]]:
    sql = f"""SELECT d.path_id, {LATENCY} AS latency FROM logging_app_pathday d
        WHERE d.path_id = ANY(%(paths)s) AND d.day BETWEEN %(first)s AND %(last)s GROUP BY d.path_id"""  # noqa: S608
    rows = rows_of(sql, {"first": days[0], "last": days[1], "paths": list(paths)})
    return {row["path_id"]: row["latency"] for row in rows}


def by_day(days: Days, path_id: int) -> list[dict[str, Any]]:
    """Each day of one path that it was asked for on."""
    sql = f"""SELECT d.day, {", ".join(f"d.{name}" for name in NAMES)} FROM logging_app_pathday d
        WHERE d.path_id = %(path)s AND d.day BETWEEN %(first)s AND %(last)s ORDER BY d.day"""  # noqa: S608
    return rows_of(sql, {"first": days[0], "last": days[1], "path": path_id})


def pages_by_day(days: Days) -> dict[date, list[int]]:
    """The durations of each day's answers to requests for pages, in buckets."""
    known = Day.objects.filter(day__range=days, page_latency__isnull=False).order_by("day")
    return {day: latency for day, latency in known.values_list("day", "page_latency") if latency and any(latency)}


def bytes_by_kind(days: Days) -> dict[str, int]:
    """Per kind of path."""
    kinds: Counter[str] = Counter()
    for sent in Day.objects.filter(day__range=days, kind_bytes__isnull=False).values_list("kind_bytes", flat=True):
        kinds.update(sent)
    return kinds


# Newest requests of one path that are looked at, one by one.
LOOKED_AT = 20_000


def newest_of(path_id: int, moments: tuple[datetime, datetime]) -> dict[str, list[dict[str, Any]]]:
    """Of the newest LOOKED_AT requests of a path: per hour, by status, and by referrer of page views."""
    asked = {
        "hours": """SELECT date_trunc('hour', time) AS hour, count(*) FILTER (WHERE NOT is_bot) AS people,
            count(*) FILTER (WHERE is_bot) AS bots FROM newest GROUP BY 1 ORDER BY 1""",
        "statuses": "SELECT status, count(*) AS requests FROM newest GROUP BY status ORDER BY 2 DESC, 1",
        "referrers": """SELECT r.host, r.name, r."group", count(*) AS requests
            FROM newest JOIN logging_app_referrer r ON r.id = newest.referrer_id
            WHERE NOT newest.is_bot GROUP BY r.host, r.name, r."group" ORDER BY 4 DESC, 1 LIMIT 20""",
    }
    # The requests are read once for all three.
    lists = ", ".join(f"(SELECT json_agg(each) FROM ({sql}) AS each) AS {name}" for name, sql in asked.items())  # noqa: S608
    sql = f"""WITH newest AS MATERIALIZED (
        SELECT time, status, is_bot, referrer_id FROM logging_app_accesslogentry
        WHERE path_id = %(path)s AND time >= %(start)s AND time < %(end)s ORDER BY time DESC, id DESC LIMIT %(most)s
    ) SELECT {lists}"""  # noqa: S608 -- the questions above
    given = {"path": path_id, "start": moments[0], "end": moments[1], "most": LOOKED_AT}
    (found,) = rows_of(sql, given)
    hours = [each | {"hour": datetime.fromisoformat(each["hour"])} for each in found["hours"] or []]
    return {name: found[name] or [] for name in asked} | {"hours": hours}
