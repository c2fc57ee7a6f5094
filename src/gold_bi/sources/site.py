"""What the site recorded, read through the alias that cannot write (`site_readonly`), never through `default`.

The tables belong to other apps. What is promised here about their columns is checked by each flow's contract.
"""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connections

if TYPE_CHECKING:
    from pandas import DataFrame

TRAFFIC_HOURS = """
    SELECT max(revision) AS revision, hour, host,
           CASE WHEN status BETWEEN 200 AND 599 THEN status / 100 ELSE 0 END AS status_class,
           sum(requests)::bigint AS requests, sum(bytes_sent)::bigint AS bytes_sent,
           (sum(request_ms) / 1000.0)::float8 AS request_seconds
      FROM logging_app_traffic_hour
     WHERE hour IN (SELECT hour FROM logging_app_traffic_hour WHERE revision > %(after)s)
        OR %(after)s > (SELECT max(revision) FROM logging_app_traffic_hour)
     GROUP BY hour, host, status_class
     ORDER BY revision
"""

PAGES = """
    WITH days AS (
        SELECT day, (extract(epoch FROM computed_at) * 1000000)::bigint AS revision
          FROM logging_app_day WHERE computed_at IS NOT NULL
    ), new AS (
        SELECT * FROM days WHERE revision > %(after)s OR %(after)s > (SELECT max(revision) FROM days)
    )
    SELECT max(revision) AS revision, day, page, sum(views)::bigint AS views, sum(visitors)::bigint AS visits,
           sum(client_errors)::bigint AS client_errors, sum(server_errors)::bigint AS server_errors
      FROM (
        SELECT revision, day, CASE WHEN views > 0 OR server_errors > 0 THEN left(p.text, 300) ELSE '' END AS page,
               views, visitors, client_errors, server_errors
          FROM new JOIN logging_app_pathday USING (day) JOIN logging_app_path p ON p.id = path_id AND p.kind = 'page'
        UNION ALL SELECT revision, day, '', 0, 0, 0, 0 FROM new
      ) AS pages
     GROUP BY day, page
     ORDER BY revision
"""
ARRIVALS = """
    WITH days AS (
        SELECT day, (extract(epoch FROM computed_at) * 1000000)::bigint AS revision
          FROM logging_app_day WHERE computed_at IS NOT NULL
    ), new AS (
        SELECT * FROM days WHERE revision > %(after)s OR %(after)s > (SELECT max(revision) FROM days)
    )
    SELECT max(revision) AS revision, day, way, source, medium, campaign,
           sum(views)::bigint AS views, sum(visitors)::bigint AS visits
      FROM (
        SELECT revision, day, 'campaign' AS way, source, medium, name AS campaign, views, visitors
          FROM new JOIN logging_app_campaignday USING (day) JOIN logging_app_campaign c ON c.id = campaign_id
        UNION ALL
        SELECT revision, day, "group", left(coalesce(nullif(name, ''), host), 200), '', '', views, visitors
          FROM new JOIN logging_app_referrerday USING (day) JOIN logging_app_referrer r ON r.id = referrer_id
      ) AS arrivals
     GROUP BY day, way, source, medium, campaign
     ORDER BY revision
"""
# A page's path in the tree begins with its site's root; its address begins with its language instead.
PUBLISHING = r"""
    SELECT e.id AS event, e.timestamp AS happened_at,
           CASE WHEN e.action = 'wagtail.unpublish' THEN 'removed'
                WHEN row_number() OVER (PARTITION BY e.page_id, e.action ORDER BY e.timestamp, e.id) = 1 THEN 'new'
                ELSE 'changed' END AS what,
           left(coalesce('/' || l.language_code || regexp_replace(p.url_path, '^/[^/]*', ''), ''), 300) AS page,
           left(coalesce(p.title, e.label), 255) AS title, coalesce(l.language_code, '') AS language
      FROM wagtailcore_pagelogentry e
      LEFT JOIN wagtailcore_page p ON p.id = e.page_id
      LEFT JOIN wagtailcore_locale l ON l.id = p.locale_id
     WHERE e.action IN ('wagtail.publish', 'wagtail.unpublish') AND NOT e.deleted
     ORDER BY e.id
"""

# A message knows its page, not how its sender came. The request that brought it does, as long as the log keeps it: a
# POST to the page, answered by 302, that ended when the message was kept. Where two people sent theirs within seconds,
# neither is told. A visitor's number is the same for one day; it is used here and kept nowhere.
LEADS = r"""
    WITH messages AS (
        SELECT m.id, m.submit_time, m.state, m.language, p.slug, p.title,
               left(coalesce('/' || l.language_code || regexp_replace(p.url_path, '^/[^/]*', ''), ''), 300) AS page
          FROM website_message m LEFT JOIN wagtailcore_page p ON p.id = m.page_id
          LEFT JOIN wagtailcore_locale l ON l.id = p.locale_id
         WHERE m.id > %(after)s OR NOT EXISTS (
               SELECT FROM logging_app_day d
                WHERE d.day = (m.submit_time AT TIME ZONE %(zone)s)::date AND d.sealed)
    )
    SELECT m.id AS message, m.submit_time AS received_at, m.page, left(coalesce(m.title, ''), 255) AS form,
           m.language, m.state,
           (extract(epoch FROM answered.at - m.submit_time) / 60)::int AS answered_minutes,
           coalesce(left(concat_ws(' / ', nullif(c.source, ''), nullif(c.medium, ''), nullif(c.name, '')), 300), '')
               AS campaign,
           coalesce(left(coalesce(nullif(r.name, ''), r.host), 200), '') AS referrer
      FROM messages m
      LEFT JOIN LATERAL (
        SELECT min(l.timestamp) AS at FROM wagtailcore_modellogentry l
          JOIN django_content_type t ON t.id = l.content_type_id AND t.app_label = 'website' AND t.model = 'message'
         WHERE m.state = 'answered' AND l.object_id = m.id::text AND l.data ->> 'state' = 'answered'
      ) answered ON true
      LEFT JOIN LATERAL (
        SELECT max(e.time) AS at, max(e.visitor) AS visitor FROM logging_app_accesslogentry e
          JOIN logging_app_path w ON w.id = e.path_id JOIN logging_app_endpoint n ON n.id = e.endpoint_id
         WHERE e.time BETWEEN m.submit_time - interval '1 second' AND m.submit_time + interval '15 seconds'
           AND n.method = 'POST' AND e.status = 302 AND NOT e.is_bot AND right(w.text, length(m.slug) + 2)
               = '/' || m.slug || '/'
        HAVING count(DISTINCT e.visitor) = 1
      ) sent ON true
      LEFT JOIN LATERAL (
        SELECT e.campaign_id FROM logging_app_accesslogentry e
         WHERE e.time BETWEEN sent.at - interval '6 hours' AND sent.at AND e.visitor = sent.visitor
           AND e.campaign_id IS NOT NULL ORDER BY e.time DESC LIMIT 1
      ) told ON true
      LEFT JOIN logging_app_campaign c ON c.id = told.campaign_id
      LEFT JOIN LATERAL (
        SELECT e.referrer_id FROM logging_app_accesslogentry e
          JOIN logging_app_referrer o ON o.id = e.referrer_id AND o."group" NOT IN ('own', 'spam')
         WHERE e.time BETWEEN sent.at - interval '6 hours' AND sent.at AND e.visitor = sent.visitor
         ORDER BY e.time LIMIT 1
      ) came ON true
      LEFT JOIN logging_app_referrer r ON r.id = came.referrer_id
     ORDER BY m.id
"""


def traffic_hours(after: int) -> "DataFrame":
    """Hourly traffic whose `revision` is above `after`: new hours, and old ones that late log lines changed.

    Columns: revision, hour (UTC, its start), host, status_class (2 to 5, or 0), requests, bytes_sent,
    request_seconds. Revisions come from a sequence with a single writer, so none below the highest appears later.
    Where all are below `after`, the site was restored from a backup or began anew: then every hour is given.
    """
    return _frame(TRAFFIC_HOURS, {"after": after})


def pages(after: int) -> "DataFrame":
    """Pages of the days that the log summed up since `after` (microseconds since 1970), in whole days.

    Columns: revision, day, page, views, visits, client_errors, server_errors. Addresses that nobody got a page of are
    one row, `page` empty, which every day has: what scanners ask for is endless.
    """
    return _frame(PAGES, {"after": after})


def arrivals(after: int) -> "DataFrame":
    """Campaigns, and sites that linked here, of the days that the log summed up since `after`.

    Columns: revision, day, way, source, medium, campaign, views, visits.
    """
    return _frame(ARRIVALS, {"after": after})


def publishing(after: int) -> "DataFrame":
    """What the website's history says of pages that went live, changed or were taken down: all of it.

    Its numbers are drawn before they are committed, by several writers, so none is a watermark.
    """
    return _frame(PUBLISHING, {})


def leads(after: int) -> "DataFrame":
    """Messages of the site's forms above `after`, and all those whose requests the log still has.

    Columns: message, received_at, page, form, language, state, answered_minutes, campaign, referrer. No sender, no
    answer. A message of a month that the log has deleted is not read again, lest it lose its campaign.
    """
    return _frame(LEADS, {"after": after, "zone": settings.TIME_ZONE})


def _frame(query: str, parameters: dict[str, Any]) -> "DataFrame":
    import pandas as pd

    with connections["site_readonly"].cursor() as cursor:
        cursor.execute(query, parameters)
        return pd.DataFrame.from_records(cursor.fetchall(), columns=[column.name for column in cursor.description])
