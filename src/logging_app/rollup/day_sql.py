"""The rollups of a day in SQL: its entries are read once, grouped twice, and the rest is made of the groups.

Parameters: %(day)s, and its first moment %(start)s and that of the next day %(end)s.
"""

from logging_app.models import LATENCY_BUCKET_SQL, LATENCY_BUCKETS

_ROLLUPS = ("pathday", "agentday", "referrerday", "campaignday", "addressday")
_HISTOGRAM = ", ".join(f"coalesce(sum(n) FILTER (WHERE bucket = {bucket}), 0)" for bucket in range(LATENCY_BUCKETS))

# What a page view is, as models/days.py says.
_ENTRIES = f"""
    SELECT e.path_id, e.agent_id, e.referrer_id, e.campaign_id, e.ip, e.country, e.visitor, e.is_bot, e.status,
        e.bytes_sent, e.request_ms, p.kind, n.method,
        NOT e.is_bot AND n.method = 'GET' AND e.status IN (200, 304) AND p.kind = 'page' AS view,
        {LATENCY_BUCKET_SQL} AS bucket
    FROM logging_app_accesslogentry e
    JOIN logging_app_path p ON p.id = e.path_id
    JOIN logging_app_endpoint n ON n.id = e.endpoint_id
    WHERE e.time >= %(start)s AND e.time < %(end)s
"""  # noqa: S608 -- no word of it is a visitor's
_PATHS = f"""
    INSERT INTO logging_app_pathday
        (day, path_id, requests, views, visitors, not_found, client_errors, server_errors, bytes_sent, request_ms,
        latency)
    SELECT %(day)s, path_id, sum(n), sum(views), coalesce(max(visitors), 0), sum(not_found), sum(client_errors),
        sum(server_errors), sum(bytes_sent), sum(request_ms), ARRAY[{_HISTOGRAM}]
    FROM by_path
    LEFT JOIN (
        SELECT path_id, count(*) AS visitors
        FROM (SELECT DISTINCT path_id, visitor FROM entries WHERE view AND visitor IS NOT NULL) AS seen GROUP BY path_id
    ) AS viewed USING (path_id)
    GROUP BY path_id
"""  # noqa: S608 -- no word of it is a visitor's
_AGENTS = """
    INSERT INTO logging_app_agentday (day, agent_id, requests, views, visitors, errors, bytes_sent)
    SELECT %(day)s, agent_id, sum(n), sum(views), count(DISTINCT visitor),
        sum(client_errors + server_errors + odd_errors), sum(bytes_sent)
    FROM by_visitor GROUP BY agent_id
"""
_REFERRERS = """
    INSERT INTO logging_app_referrerday (day, referrer_id, views, visitors)
    SELECT %(day)s, referrer_id, count(*), count(DISTINCT visitor) FROM entries
    WHERE view AND referrer_id IN (SELECT id FROM logging_app_referrer WHERE "group" <> 'own') GROUP BY referrer_id
"""
_CAMPAIGNS = """
    INSERT INTO logging_app_campaignday (day, campaign_id, views, visitors)
    SELECT %(day)s, campaign_id, count(*), count(DISTINCT visitor) FROM entries
    WHERE view AND campaign_id IS NOT NULL GROUP BY campaign_id
"""
_ADDRESSES = """
    INSERT INTO logging_app_addressday
        (day, ip, country, requests, bot_requests, views, errors, probes, sign_ins, bytes_sent)
    SELECT %(day)s, ip, max(country), sum(n), coalesce(sum(n) FILTER (WHERE is_bot), 0), sum(views),
        sum(client_errors + server_errors + odd_errors), sum(probes), sum(sign_ins), sum(bytes_sent)
    FROM by_visitor WHERE ip IS NOT NULL GROUP BY ip
"""
_DAY = f"""
    UPDATE logging_app_day SET (
        requests, people_requests, views, visitors, bots, client_errors, server_errors, bytes_sent,
        page_latency, kind_bytes
    ) = (
        SELECT coalesce(sum(n), 0), coalesce(sum(n) FILTER (WHERE NOT is_bot), 0), coalesce(sum(views), 0),
            count(DISTINCT visitor) FILTER (WHERE views > 0), count(DISTINCT visitor) FILTER (WHERE is_bot),
            coalesce(sum(client_errors), 0), coalesce(sum(server_errors), 0), coalesce(sum(bytes_sent), 0),
            (SELECT ARRAY[{_HISTOGRAM}]::bigint[] FROM by_path WHERE kind = 'page'),
            (SELECT jsonb_object_agg(kind, sent) FROM (
                SELECT kind, sum(bytes_sent) AS sent FROM by_path GROUP BY kind) AS kinds)
        FROM by_visitor
    ) WHERE day = %(day)s
"""  # noqa: S608 -- no word of it is a visitor's
_COMPUTE = f"""
    WITH entries AS MATERIALIZED ({_ENTRIES}),
    by_path AS MATERIALIZED (
        SELECT path_id, kind, bucket, count(*) AS n, count(*) FILTER (WHERE view) AS views,
            count(*) FILTER (WHERE status IN (404, 410)) AS not_found,
            count(*) FILTER (WHERE status BETWEEN 400 AND 499) AS client_errors,
            count(*) FILTER (WHERE status BETWEEN 500 AND 599) AS server_errors,
            sum(bytes_sent) AS bytes_sent, sum(request_ms) AS request_ms
        FROM entries GROUP BY path_id, kind, bucket
    ),
    by_visitor AS MATERIALIZED (
        SELECT agent_id, visitor, ip, country, is_bot, count(*) AS n, count(*) FILTER (WHERE view) AS views,
            count(*) FILTER (WHERE status BETWEEN 400 AND 499) AS client_errors,
            count(*) FILTER (WHERE status BETWEEN 500 AND 599) AS server_errors,
            count(*) FILTER (WHERE status > 599) AS odd_errors,
            count(*) FILTER (WHERE kind = 'probe') AS probes,
            count(*) FILTER (WHERE kind = 'sign_in' AND method = 'POST') AS sign_ins,
            sum(bytes_sent) AS bytes_sent
        FROM entries GROUP BY agent_id, visitor, ip, country, is_bot
    ),
    paths AS ({_PATHS}), agents AS ({_AGENTS}), referrers AS ({_REFERRERS}), campaigns AS ({_CAMPAIGNS}),
    addresses AS ({_ADDRESSES})
    {_DAY}
"""  # noqa: S608 -- no word of it is a visitor's

STATEMENTS = [
    "SET LOCAL work_mem = '32MB'",  # the entries of a busy day, rather than a file of them
    *(f"DELETE FROM logging_app_{rollup} WHERE day = %(day)s" for rollup in _ROLLUPS),  # noqa: S608 -- no word of it is a visitor's
    _COMPUTE,
]
