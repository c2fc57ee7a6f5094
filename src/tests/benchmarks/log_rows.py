"""Many requests of a site with a history, made in PostgreSQL itself: the same every time but for the days they lie on.

64 days up to now; 20,000 paths of which a day sees a third, 5,000 user agents, 100,000 visitors of whom most come on
one day. What is older than a week names networks, as after a pruning. The daily rollups are computed as ever.
"""

# ruff: noqa: E501 -- statements read better whole

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.timezone import localdate
from psycopg2.extras import execute_values

from logging_app import partitions, rollup, texts
from logging_app.models import LATENCY_BUCKETS, Day, LogFile
from logging_app.models.access import entry_id
from logging_app.writing import become_writer

DAYS, PATHS, AGENTS, VISITORS = 64, 20_000, 5_000, 100_000
_BYTES = 420  # of a line
_LIMITS = ", ".join(str(2**bucket) for bucket in range(LATENCY_BUCKETS - 1))
_HISTOGRAM = ", ".join(f"sum((bucket = {bucket})::int)" for bucket in range(LATENCY_BUCKETS))

# Nine of ten requests are for one of 1,500 paths, the first ones more than the others; the tenth may be for any.
_ENTRIES = """
    INSERT INTO logging_app_accesslogentry (time, id, visitor, bytes_sent, connection, request_id, path_id, agent_id,
        endpoint_id, referrer_id, campaign_id, request_ms, upstream_ms, status, is_bot, ip, country, query, request_line)
    SELECT time, %(first_id)s + e.n * %(line)s, hashint8extended(who, day), bytes, e.n / 5, gen_random_uuid(), p.id, a.id,
        CASE WHEN p.kind = 'sign_in' AND r > 0.3 THEN %(post)s ELSE %(get)s END,
        CASE WHEN r < 0.5 THEN (%(referrers)s::bigint[])[1 + floor(r * r * 4 * %(referrer_count)s)] END,
        CASE WHEN r < 0.02 THEN (%(campaigns)s::bigint[])[1 + floor(r * 50 * %(campaign_count)s)] END,
        greatest(0, ms * p.weight), greatest(0, ms * p.weight - 1),
        CASE WHEN p.gone THEN 404 WHEN p.kind = 'sign_in' AND r > 0.3 THEN 200 WHEN t < 0.85 THEN 200 WHEN t < 0.94 THEN 304
            WHEN t < 0.97 THEN 301 WHEN t < 0.985 THEN 404 WHEN t < 0.99 THEN 403 WHEN t < 0.995 THEN 500 ELSE 499 END,
        a.is_bot, CASE WHEN day >= %(first_whole)s THEN ip ELSE network(set_masklen(ip, 24))::inet END, '',
        CASE WHEN r < 0.02 THEN 'utm_source=newsletter' WHEN r > 0.95 THEN 'p=' || e.n ELSE '' END, ''
    FROM (
        SELECT n, time, day, r, t, bytes, ms, path, who, inet '1.0.0.0' + (who * 2654435761) %% 3500000000 AS ip,
            CASE WHEN agent < 0.9 THEN floor(400 * power(agent / 0.9, 3)) ELSE floor((agent - 0.9) * 10 * %(agents)s)
            END::int AS agent
        FROM (
            SELECT n, time, extract(epoch FROM time)::int / 86400 AS day, r, t, floor(60000 * power(b, 3))::int AS bytes,
                floor(power(2, 11 * b * t))::int AS ms, abs(hashint8(who)) / 2147483648.0 AS agent, who,
                CASE WHEN p < 0.1 THEN floor(p * 10 * %(paths)s) ELSE floor(1500 * power((p - 0.1) / 0.9, 3)) END::int
                    AS path
            FROM (
                SELECT n, time, r, t, b, p, (CASE WHEN w < 0.1 THEN w * 10 * 3000
                    ELSE (n / %(rows)s::float8 + w / %(days)s) * (%(visitors)s - 5000) + 3000 END)::bigint AS who
                FROM (
                    SELECT n, %(start)s::timestamptz + n * (%(span)s / %(rows)s) * interval '1 second' AS time,
                        random() AS r, random() AS t, random() AS b, random() AS p, random() AS w
                    FROM generate_series(1, %(rows)s) AS n
                ) AS chance
            ) AS visits
        ) AS asked
    ) AS e
    JOIN made_path p ON p.n = e.path JOIN made_agent a ON a.n = e.agent
"""
_HOURS = f"""
    INSERT INTO logging_app_traffic_hour
        (hour, host, status, is_bot, requests, bytes_sent, request_ms, latency, revision)
    SELECT hour, host, status, is_bot, count(*), sum(bytes_sent), sum(request_ms), ARRAY[{_HISTOGRAM}],
        nextval('logging_app_rollup_revision')
    FROM (SELECT date_trunc('hour', e.time) AS hour, n.host, e.status, e.is_bot, e.bytes_sent, e.request_ms,
        width_bucket(e.request_ms, '{{{_LIMITS}}}'::integer[]) AS bucket
        FROM logging_app_accesslogentry e JOIN logging_app_endpoint n ON n.id = e.endpoint_id) AS entries
    GROUP BY hour, host, status, is_bot
"""
_ERRORS = """
    INSERT INTO logging_app_errorlogentry (id, time, level, process, connection, message, ip, server, host, method,
        path, query, upstream, referrer, shortened)
    SELECT e.id + 1, e.time, CASE WHEN e.connection %% 7 = 0 THEN 'warn' ELSE 'error' END, 7, e.connection,
        'upstream timed out (110: Connection timed out) while reading response header from upstream ' || e.id,
        e.ip, '', 'www.example.it', 'GET', p.text, e.query, 'http://unix:/run/site.sock', '', false
    FROM logging_app_accesslogentry e JOIN logging_app_path p ON p.id = e.path_id WHERE e.status = 500
"""
_EXCEPTIONS = """
    INSERT INTO logging_app_exceptionreport (time, request_id, method, path, exception, message, trace, left_out)
    SELECT e.time, e.request_id, 'GET', p.text, 'builtins.ValueError', 'number ' || e.connection %% 60,
        jsonb_build_array(jsonb_build_object('exception', 'builtins.ValueError', 'message', '', 'because', '',
            'left_out', 0, 'frames', '[]'::jsonb)), 0
    FROM logging_app_accesslogentry e JOIN logging_app_path p ON p.id = e.path_id WHERE e.status = 500 AND e.connection %% 5 = 0
"""
_UNPARSABLE = """
    INSERT INTO logging_app_unparsableline ("offset", reason, raw, read_at, log_file_id)
    SELECT n * 1000 + 1, 'no JSON', decode(repeat('16030100', 40), 'hex'), now() - n * interval '1 minute', %(file)s
    FROM generate_series(1, 5000) AS n
"""


def load(rows: int) -> None:
    become_writer()
    now = timezone.now()
    today = localdate()
    start = rollup.bounds(today - timedelta(days=DAYS - 1))[0]
    file = LogFile.objects.create(
        path="/var/log/nginx/access.log", fingerprint="made", inode=1, bytes_read=rows * _BYTES, size=rows * _BYTES,
        lines=rows, unparsable=5_000, last_read_at=now, last_seen_at=now, last_time=now,
    )  # fmt: skip
    months = partitions.Partitions(bare=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5); SET max_parallel_workers_per_gather = 0")
        months.ensure(cursor, [start + timedelta(days=n) for n in range(DAYS + 1)])
        _number_texts(cursor)
        cursor.execute(_ENTRIES, _given(file.pk, rows, start, now))
        for month in partitions.months(cursor):
            partitions.index(cursor, month)
        cursor.execute("RESET max_parallel_workers_per_gather; ANALYZE")
        for statement in (_HOURS, _ERRORS, _EXCEPTIONS):
            cursor.execute(statement, [])
        cursor.execute(_UNPARSABLE, {"file": file.pk})
    days = [today - timedelta(days=n) for n in range(DAYS)]
    policy_days = 7
    Day.objects.bulk_create(Day(day=day, shortened=(today - day).days > policy_days) for day in days)
    rollup.compute_dirty_days()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as autovacuum would by and by


def _given(file: int, rows: int, start: datetime, now: datetime) -> dict[str, Any]:
    referrers = list(texts.referrers().of(_referrers()).values())
    campaigns = list(texts.campaigns().of(("newsletter", "email", f"week {n}") for n in range(50)).values())
    get, post = ("https", "www.example.it", "HTTP/2.0", "GET"), ("https", "www.example.it", "HTTP/2.0", "POST")
    endpoints = texts.endpoints().of([get, post])
    return {
        "first_id": entry_id(file, 0), "line": _BYTES, "rows": rows, "days": DAYS, "paths": PATHS, "agents": AGENTS,
        "visitors": VISITORS, "start": start, "span": (now - start).total_seconds(),
        "first_whole": int(now.timestamp()) // 86_400 - 6, "get": endpoints[get], "post": endpoints[post],
        "referrers": referrers, "referrer_count": len(referrers) - 1,
        "campaigns": campaigns, "campaign_count": len(campaigns) - 1,
    }  # fmt: skip


def _number_texts(cursor: Any) -> None:
    """Every path and agent with the number that chance gives it by."""
    paths, agents = texts.paths().of(_paths()), texts.agents().of(_agents())
    cursor.execute("CREATE TEMP TABLE made_path (n int PRIMARY KEY, id bigint, kind text, gone boolean, weight int)")
    cursor.execute("CREATE TEMP TABLE made_agent (n int PRIMARY KEY, id bigint, is_bot boolean)")
    execute_values(
        cursor,
        """INSERT INTO made_path SELECT d.n, p.id, p.kind, p.kind = 'probe' OR p.text LIKE '/it/vecchio/%%',
            CASE WHEN p.kind = 'page' THEN 1 + d.n %% 5 ELSE 1 END
        FROM (VALUES %s) AS d(n, id) JOIN logging_app_path p ON p.id = d.id""",
        [(n, paths[text]) for n, text in enumerate(_paths())],
        page_size=PATHS,
    )
    execute_values(
        cursor,
        "INSERT INTO made_agent SELECT d.n, a.id, a.is_bot FROM (VALUES %s) AS d(n, id)"
        " JOIN logging_app_agent a ON a.id = d.id",
        [(n, agents[text]) for n, text in enumerate(_agents())],
        page_size=AGENTS,
    )
    cursor.execute("ANALYZE made_path; ANALYZE made_agent")


def _paths() -> list[str]:
    def path(n: int) -> str:
        if n < 2:
            return ("/it/", "/admin/login/")[n]
        kind = n % 20
        if kind < 9:
            return f"/it/collezione/{'tavoli' if n % 3 else 'sedie'}/pezzo-{n}/"
        if kind < 15:
            return f"/static/js/modulo-{n:x}.js"
        if kind < 17:
            return f"/it/vecchio/catalogo-{n}.html"
        if kind < 18:
            return f"/wp-content/plugins/plugin-{n}/readme.txt"
        return f"/media/images/foto-{n}.jpg"

    return [path(n) for n in range(PATHS)]


def _agents() -> list[str]:
    def agent(n: int) -> str:
        if n % 10 < 7:
            system = ("Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7", "X11; Linux x86_64")[n % 3]
            return f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{80 + n % 60}.0.{n}.0 Safari/537.36"
        name = ("Googlebot", "bingbot", "AhrefsBot", "GPTBot", "YandexBot", "SemrushBot", f"Sconosciuto{n % 200}bot")[
            n % 7
        ]
        return f"Mozilla/5.0 (compatible; {name}/2.{n}; +http://example.com/{n})"

    return [agent(n) for n in range(AGENTS)]


def _referrers() -> list[str]:
    def referrer(n: int) -> str:
        if n % 4 == 0:
            return f"https://www.example.it/it/collezione/pezzo-{n}/"
        if n % 4 == 1:
            return f"https://www.google.com/search?q={n}"
        return f"https://sito-{n % 400}.example.org/pagina-{n}/"

    return [referrer(n) for n in range(3_000)]
