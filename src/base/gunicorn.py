"""How gunicorn serves the site: `gunicorn -c python:base.gunicorn`."""

import os

bind = os.environ.get("GUNICORN_BIND", "unix:run/gunicorn.sock")
wsgi_app = "base.wsgi"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
timeout = 30  # seconds
max_requests, max_requests_jitter = 5_000, 500  # a leak never grows for long
preload_app = True  # workers share the memory of what was imported
forwarded_allow_ips = "*"  # only nginx reaches the socket
control_socket_disable = True
loglevel = os.environ.get("LOG_LEVEL", "info").lower()
