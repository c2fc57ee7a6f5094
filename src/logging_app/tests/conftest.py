"""A folder with logs of a test's own."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture
def log(tmp_path: Path, settings: Settings) -> Path:
    """The access log, not yet there; the error log beside it is not there either."""
    settings.ACCESS_LOG = tmp_path / "access.log"
    settings.ERROR_LOG = tmp_path / "error.log"
    return settings.ACCESS_LOG
