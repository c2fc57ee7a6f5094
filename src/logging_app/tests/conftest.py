"""Logs of a test's own, and who may see everything."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django.fixtures import Settings


@pytest.fixture
def log(tmp_path: Path, settings: Settings) -> Path:
    """The access log, not yet there; the error log beside it is not there either."""
    settings.ACCESS_LOG = tmp_path / "access.log"
    settings.ERROR_LOG = tmp_path / "error.log"
    return settings.ACCESS_LOG


@pytest.fixture
def owner(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("owner", "owner@example.it", "secret"))
    return client
