"""Access log lines as nginx writes them."""

import json
import secrets
from typing import Any


def line(**changes: Any) -> bytes:
    """One whole line; a change to None leaves the field out."""
    fields: dict[str, Any] = {
        "time": "2026-11-22T17:31:07+00:00",
        "msec": 1795368667.123,
        "request_id": secrets.token_hex(16),
        "remote_addr": "203.0.113.9",
        "request_method": "GET",
        "request": "GET /it/?a=1 HTTP/1.1",
        "request_uri": "/it/?a=1",
        "status": 200,
        "body_bytes_sent": 5120,
        "request_time": 0.034,
        "upstream_response_time": "0.033",
        "http_referer": "https://example.org/",
        "http_user_agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
        "host": "www.example.it",
        "server_protocol": "HTTP/1.1",
        "scheme": "https",
    }
    kept = {name: value for name, value in (fields | changes).items() if value is not None}
    return json.dumps(kept, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
