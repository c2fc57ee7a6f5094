"""The environment as an integrator meets it: a fresh process with one wrong variable."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

GOOD = {
    "DATABASE_URL": "postgres://a:b@127.0.0.1:5432/site",
    "GOLD_DATABASE_URL": "postgres://a:b@127.0.0.1:5432/gold",
    "SECRET_KEY": "k" * 50,
    "DJANGO_SETTINGS_MODULE": "base.settings.production",
}


def loading(**changed: str) -> str:
    """What a process says that loads the production settings; empty when nothing is wrong."""
    environment = {"PATH": os.environ["PATH"], **GOOD, **changed}
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        env={name: value for name, value in environment.items() if value},
        cwd=settings.SRC_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr if done.returncode else ""


def test_a_complete_environment_loads() -> None:
    assert loading() == ""


@pytest.mark.parametrize("variable", ["DATABASE_URL", "GOLD_DATABASE_URL", "READONLY_DATABASE_URL"])
@pytest.mark.parametrize(
    "value", ["mysql://a:b@host/name", "not a url", "postgres://a:b@host:port/name", "postgres://host"]
)
def test_a_wrong_database_url_names_its_variable(variable: str, value: str) -> None:
    said = loading(**{variable: value}).strip().splitlines()[-1]
    assert variable in said
    assert "postgres://user:password@host:5432/name" in said


def test_a_missing_database_url_names_its_variable() -> None:
    assert "DATABASE_URL is not set" in loading(DATABASE_URL="")


@pytest.mark.parametrize("secret", ["", "short", "change-me-" * 6])
def test_production_refuses_a_default_secret(secret: str) -> None:
    assert "SECRET_KEY is missing, short or the example's" in loading(SECRET_KEY=secret)


def test_production_refuses_the_examples_database_password() -> None:
    assert "“gold” is the example's" in loading(GOLD_DATABASE_URL="postgres://a:change-me@127.0.0.1/gold")


def test_a_number_that_is_none_names_its_variable() -> None:
    assert "HSTS_SECONDS='a year'" in loading(HSTS_SECONDS="a year", SITE_URL="https://example.org")


@pytest.mark.parametrize("value", ["Europe/Roma", "Europe", "/etc", "../UTC"])
def test_a_zone_that_there_is_not_names_its_variable(value: str) -> None:
    assert f"ERROR_LOG_TIME_ZONE={value!r} is no time zone" in loading(ERROR_LOG_TIME_ZONE=value)


def test_a_site_on_https_is_never_served_in_the_clear() -> None:
    script = (
        "import django; django.setup(); from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0)"
    )
    for url, answer in (("https://example.org", True), ("http://127.0.0.1", False)):
        done = subprocess.run(
            [sys.executable, "-c", script],
            env={"PATH": os.environ["PATH"], **GOOD, "SITE_URL": url},
            cwd=settings.SRC_DIR,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == [str(answer)] * 4


@pytest.mark.parametrize("value", ["http://erp.lan", "erp.lan/x", "anna@erp.lan", "erp.lan:port", "[::1"])
def test_what_is_no_host_that_flows_may_read_from_is_named(value: str) -> None:
    assert f"FLOW_ALLOWED_HOSTS: {value!r} is no host" in loading(
        FLOW_ALLOWED_HOSTS=f"erp.lan:5432,[::1]:80,::1,{value}"
    )
