"""What every test gets: the site's own language, and a database that starts as the migrations left it."""

from collections.abc import Generator
from typing import cast

import pytest
from django.db import connections
from django.utils import translation
from hypothesis import settings
from pytest_django import DjangoDbBlocker
from wagtail.models import Site

# ./manager.sh test --hypothesis-profile=long …: many examples where a test says how many it usually takes.
settings.register_profile("long", max_examples=10_000)
_blocker = pytest.StashKey[DjangoDbBlocker]()


@pytest.fixture(autouse=True, scope="session")
def _reachable_blocker(django_db_blocker: DjangoDbBlocker, pytestconfig: pytest.Config) -> None:
    """pytest_runtest_teardown below opens the databases when all fixtures are gone."""
    pytestconfig.stash[_blocker] = django_db_blocker


@pytest.fixture(autouse=True)
def _italian() -> None:
    """A test that switches the language leaves the next one the site's own."""
    translation.activate("it")


@pytest.fixture(autouse=True)
def _own_sites() -> None:
    """Wagtail keeps the sites in a cache, which a test's undone transaction does not undo."""
    Site.clear_site_root_paths_cache()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Generator[None, None, None]:
    """The read-only alias shares `default`'s database, which cannot be dropped while that connection is open."""
    yield
    connections.close_all()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for marker in item.iter_markers("django_db"):
            if _empties_all_tables(marker):
                cast(dict[str, object], marker.kwargs)["serialized_rollback"] = True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, None, None]:
    """A test that commits ends with empty tables: put back what the migrations wrote (locale, root page, site).

    Django does so before the next such test only, and counts on those running last; with two workers they do not.
    """
    yield
    marker = item.get_closest_marker("django_db")
    # After the last test of all the databases themselves are gone.
    if nextitem and marker and _empties_all_tables(marker):
        with item.config.stash[_blocker].unblock():
            for connection in connections.all():
                if contents := getattr(connection, "_test_serialized_contents", None):
                    connection.creation.deserialize_db_from_string(contents)


def _empties_all_tables(marker: pytest.Mark) -> bool:
    """With `available_apps` a test empties only those apps' tables, which no migration fills."""
    return bool(marker.kwargs.get("transaction")) and not marker.kwargs.get("available_apps")
