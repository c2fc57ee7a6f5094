"""The environment every process of the stack gets, kept in `.demo/environment` like a server's `config/.env`."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .places import PROJECT
from .postgres import READER, Postgres, free_port, port_taken


def read(file: Path) -> dict[str, str]:
    """`NAME=value` lines; an absent file is empty."""
    if not file.exists():
        return {}
    lines = file.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def write(file: Path, values: dict[str, str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    scratch = file.with_suffix(".new")
    scratch.touch(mode=0o600)
    scratch.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    scratch.replace(file)


def prepared(home: Path) -> dict[str, str]:
    """What `home` was started with before; secrets and a database port are made the first time."""
    kept = read(home / "environment")
    made = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "POSTGRES_PASSWORD": secrets.token_urlsafe(24),
        "POSTGRES_PORT": str(free_port()),
        "DEMO_PASSWORD": secrets.token_urlsafe(9),
    }
    if not made.keys() <= kept.keys():
        kept = {**made, **kept}
        write(home / "environment", kept)
    return kept


@contextmanager
def running(home: Path, durable: bool = True) -> Iterator[dict[str, str]]:
    """The environment with its databases up: the ones the caller's environment names, else our own server's."""
    kept = prepared(home)
    values = {**os.environ, **kept, "PYTHONPATH": str(PROJECT / "src"), "PYTHONUNBUFFERED": "1"}
    if "DATABASE_URL" in os.environ:
        yield values
        return
    server = Postgres(home / "postgres", int(kept["POSTGRES_PORT"]), kept["POSTGRES_PASSWORD"], durable)
    if not server.running and port_taken(server.port):
        server.port = free_port()
        write(home / "environment", {**kept, "POSTGRES_PORT": str(server.port)})
    with server.in_use():
        server.make_databases("djangoforge", "gold")
        yield {
            **values,
            "POSTGRES_HOME": str(server.home),
            "DATABASE_URL": server.url("djangoforge"),
            "GOLD_DATABASE_URL": server.url("gold"),
            "READONLY_DATABASE_URL": server.url("djangoforge", READER),
        }
