"""For the test suite: a real PostgreSQL, everything else quick and local."""

import os

# `./manager.sh test` names a server; mypy and makemigrations only need the settings to load.
os.environ.setdefault("DATABASE_URL", "postgres://djangoforge@127.0.0.1/djangoforge")
os.environ.setdefault("GOLD_DATABASE_URL", "postgres://djangoforge@127.0.0.1/gold")

from .base import *  # noqa: F403 -- settings modules stack
from .base import DATABASES, STORAGES, TASKS

SECRET_KEY = "for-tests-only"  # noqa: S105 -- not a secret
DEBUG = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed; nothing real is hashed
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS["db"] = {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default"]}
# Tests arrange the request log's rows by themselves; those that prove it read-only take this leave back.
DATABASES["default"]["OPTIONS"]["options"] += " -c logging_app.writer=on"
# A test that wants an error log names it; the machine's own is nobody's business here.
ERROR_LOG = None
