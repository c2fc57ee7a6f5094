"""What every test gets: both databases' names, and a quiet locale."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _italian() -> None:
    """A test that switches the language leaves the next one the site's own."""
    translation.activate("it")
