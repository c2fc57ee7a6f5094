"""The ingester's proof of life, which its container's health check reads."""

from pathlib import Path

import pytest
from django.db import OperationalError
from pytest_django.fixtures import Settings

from logging_app.pipeline import Ingester

from .lines import line

pytestmark = pytest.mark.django_db


def test_its_heart_beats_while_it_reads_and_not_while_the_database_is_away(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, heartbeat = tmp_path / "access.log", tmp_path / "heartbeat"
    settings.HEARTBEAT_FILE = str(heartbeat)
    log.write_bytes(line())
    ingester = Ingester(log)

    def refuse() -> bool:
        raise OperationalError("the database system is shutting down")

    with monkeypatch.context() as away:
        away.setattr(ingester.store, "become_reader", refuse)
        away.setattr("logging_app.pipeline.connection.close", lambda: None)  # the test's transaction lives in it
        assert not ingester.step()
        assert not heartbeat.exists()
    assert ingester.step()
    assert heartbeat.exists()
    ingester.tail.close()
    ingester.store.stop_reading()
