"""The demo's login, which a start that was stopped half-way may have made already."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from website.models import User

pytestmark = pytest.mark.django_db


def ensure(name: str) -> str:
    said = StringIO()
    call_command("ensure_login", name, "--email", "admin@localhost", stdout=said)
    return said.getvalue()


def test_it_makes_a_login_once_and_then_leaves_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "prima")
    assert ensure("admin") == "admin can sign in.\n"
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "seconda")
    assert ensure("admin") == "admin is there already: nothing was changed.\n"
    user = User.objects.get(username="admin")
    assert user.is_superuser
    assert user.check_password("prima")


def test_without_a_password_it_makes_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DJANGO_SUPERUSER_PASSWORD", raising=False)
    with pytest.raises(CommandError, match="DJANGO_SUPERUSER_PASSWORD is not set"):
        ensure("admin")
    assert not User.objects.filter(username="admin").exists()
