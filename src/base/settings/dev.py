"""For a developer at a keyboard: `./manager.sh manage runserver`."""

from .base import *  # noqa: F403 -- settings modules stack
from .base import STORAGES, env

DEBUG = True
SECRET_KEY = env.str("SECRET_KEY", "for-development-only")
ALLOWED_HOSTS = ["*"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
