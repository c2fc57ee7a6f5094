"""What the site recorded, read through the alias that cannot write (`site_readonly`), never through `default`.

The tables belong to other apps. What is promised here about their columns is checked by each flow's contract.
"""

from typing import TYPE_CHECKING

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


def traffic_hours(after: int) -> "DataFrame":
    """Hourly traffic whose `revision` is above `after`: new hours, and old ones that late log lines changed.

    Columns: revision, hour (UTC, its start), host, status_class (2 to 5, or 0), requests, bytes_sent,
    request_seconds. Revisions come from a sequence with a single writer, so none below the highest appears later.
    Where all are below `after`, the site was restored from a backup or began anew: then every hour is given.
    """
    return _frame(TRAFFIC_HOURS, {"after": after})


def _frame(query: str, parameters: dict[str, int]) -> "DataFrame":
    import pandas as pd

    with connections["site_readonly"].cursor() as cursor:
        cursor.execute(query, parameters)
        return pd.DataFrame.from_records(cursor.fetchall(), columns=[column.name for column in cursor.description])
