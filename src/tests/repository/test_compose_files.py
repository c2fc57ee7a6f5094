"""The two compose files stay twins, and the environment's template stays documented."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[3]


def block(file: str, name: str) -> str:
    """The lines of the top-level block `name`, without its comments."""
    found = re.search(rf"^{name}:.*\n((?:(?:[ #].*)?\n)+)", (PROJECT / file).read_text(), flags=re.MULTILINE)
    assert found, f"{file} has no {name}"
    return "".join(line + "\n" for line in found[1].splitlines() if line.strip() and not line.lstrip().startswith("#"))


def services(file: str) -> dict[str, set[str]]:
    """Each service with the lines that say what it runs and when it is healthy."""
    parts = re.split(r"^  (\w+):\n", block(file, "services"), flags=re.MULTILINE)[1:]
    wanted = re.compile(r"^    (?:command|healthcheck|environment|restart): .+$", flags=re.MULTILINE)
    return {name: set(wanted.findall(lines)) for name, lines in zip(parts[::2], parts[1::2], strict=True)}


@pytest.mark.parametrize("shared", ["x-restricted", "x-heartbeat", "x-database"])
def test_the_twins_share_their_rules(shared: str) -> None:
    assert block("docker-compose.dev.yml", shared) == block("docker-compose.prod.yml", shared)


def test_the_twins_run_the_same_services_but_nginx() -> None:
    development, production = services("docker-compose.dev.yml"), services("docker-compose.prod.yml")
    assert development.keys() - production.keys() == {"nginx"}
    assert {name: development[name] for name in production} == production


def test_every_variable_of_the_template_has_its_heading() -> None:
    template = (PROJECT / "config/example.env").read_text()
    names = set(re.findall(r"^([A-Z_]+)=", template, flags=re.MULTILINE))
    page = (PROJECT / "docs/operations/environment.md").read_text()
    assert {"SECRET_KEY", "DATABASE_URL"} <= names
    assert names <= set(re.findall(r"^### (\w+)$", page, flags=re.MULTILINE))


def test_every_secret_of_the_template_is_one_production_refuses() -> None:
    template = (PROJECT / "config/example.env").read_text()
    secrets = re.findall(r"^(?:\w+_PASSWORD|SECRET_KEY)=(.+)$", template, flags=re.MULTILINE)
    assert len(secrets) == 4
    assert all(secret.startswith("change-me") for secret in secrets)
