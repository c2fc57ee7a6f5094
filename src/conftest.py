"""What every test gets: both databases' names, and a quiet locale."""

import pytest
from django.utils import translation
from hypothesis import settings

# ./manager.sh test --hypothesis-profile=long …: many examples where a test says how many it usually takes.
settings.register_profile("long", max_examples=10_000)


@pytest.fixture(autouse=True)
def _italian() -> None:
    """A test that switches the language leaves the next one the site's own."""
    translation.activate("it")
