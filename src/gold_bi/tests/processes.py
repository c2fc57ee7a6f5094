"""A web process of its own on the test databases, for what cannot be seen from within one that runs tests."""

import json
import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connections
from wagtail.models import Locale, Page, Site

PREAMBLE = """
import django, json, sys, time
django.setup()
from django.test import Client
from django.contrib.auth import get_user_model
client = Client(headers={"accept-language": "en"})
client.force_login(get_user_model().objects.get(username="owner"))
"""


def make_owner() -> None:
    """The superuser “owner”, and the site, which an earlier test that commits has flushed."""
    get_user_model().objects.create_superuser("owner", "owner@example.it", "x")
    if not Site.objects.exists():
        locale, _made = Locale.objects.get_or_create(language_code="it")
        root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=locale)
        Site.objects.create(hostname="localhost", root_page=root, is_default_site=True)


def url(alias: str) -> str:
    """The address of the test database behind `alias`."""
    its = connections[alias].settings_dict
    return f"postgres://{its['USER']}:{its['PASSWORD']}@{its['HOST']}:{its['PORT']}/{its['NAME']}"


def in_a_web_process(program: str, **environment: str) -> Any:
    """What `program` prints, read as JSON; `client` is signed in as the user “owner”, who must be committed."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PREAMBLE + program],
        env={**os.environ, "DATABASE_URL": url("default"), "GOLD_DATABASE_URL": url("gold"), **environment},
        cwd=settings.SRC_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
