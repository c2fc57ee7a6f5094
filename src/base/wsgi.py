"""The WSGI application gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "base.settings.production")

application = get_wsgi_application()
# Asking for one address loads them all: once, before gunicorn forks its workers, not at the first request of each.
reverse("wagtailadmin_home")
