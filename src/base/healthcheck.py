"""`python -m base.healthcheck web|heartbeat`: is this container's process alive? The exit code says so.

Runs every few seconds in every container, so it loads no Django: some 50 ms instead of 2 s.
"""

import os
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

OLDEST_HEARTBEAT = 60  # seconds


def web_answers() -> bool:
    """Whether gunicorn itself answers, under the one host name that ALLOWED_HOSTS must allow: the site's own."""
    host = urlsplit(os.environ.get("SITE_URL", "http://127.0.0.1")).netloc
    connection = HTTPConnection("127.0.0.1", int(os.environ["GUNICORN_BIND"].rpartition(":")[2]), timeout=4)
    try:
        connection.request("GET", "/healthz", headers={"Host": host})
        return connection.getresponse().status == 200
    except OSError:
        return False


def heart_beats() -> bool:
    """Whether the loop of a worker or ingester turned within the last minute (base.lib.heartbeat)."""
    try:
        return time.time() - Path(os.environ["HEARTBEAT_FILE"]).stat().st_mtime < OLDEST_HEARTBEAT
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if {"web": web_answers, "heartbeat": heart_beats}[sys.argv[1]]() else 1)
