"""The stack without Docker: what it says when it cannot start, and what it leaves behind."""

import os
import signal
import socket
import stat
import subprocess
import sys
from functools import partial
from pathlib import Path

import psycopg2
import pytest

from base.stack import environment
from base.stack.places import SRC
from base.stack.postgres import Postgres, free_port


def stack(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    own = {name: value for name, value in os.environ.items() if "DATABASE" not in name}
    command = [sys.executable, "-m", "base.stack", *arguments]
    return subprocess.run(command, cwd=SRC, env=own | variables, capture_output=True, text=True, check=False)


def test_a_busy_port_is_said_in_a_sentence_with_the_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = stack("demo", "--port", str(port), "--home", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"✗ Port {port} is in use by another program. Choose another: ./manager.sh demo --port {port + 1}"
    )


def test_a_folder_without_postgresql_is_named(tmp_path: Path) -> None:
    done = stack("demo", "--port", str(free_port()), "--home", str(tmp_path), POSTGRES_BIN="/nowhere")
    assert done.returncode == 1
    assert "✗ POSTGRES_BIN=/nowhere holds no pg_ctl." in done.stderr


def test_secrets_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    first = environment.prepared(tmp_path)
    assert environment.prepared(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "environment").stat().st_mode) == 0o600
    assert len(first["SECRET_KEY"]) >= 40


def test_the_last_user_stops_the_server_and_the_data_stays(tmp_path: Path) -> None:
    server = Postgres(tmp_path / "postgres", free_port(), "secret", durable=False)
    with server.in_use():
        with server.in_use():
            server.make_databases("site")
        assert server.running
    assert not server.running
    with server.in_use():
        server.make_databases("site")  # again: nothing to do, nothing breaks
        connection = psycopg2.connect(server.url("site"))
        connection.close()
    assert not server.running


def test_a_wrong_password_is_refused(tmp_path: Path) -> None:
    server = Postgres(tmp_path / "postgres", free_port(), "secret", durable=False)
    with server.in_use():
        server.make_databases("site")
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            psycopg2.connect(server.url("site").replace("secret", "guess"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_demo_that_is_ended_while_it_prepares_leaves_no_postgresql_running(tmp_path: Path, number: int) -> None:
    own = {name: value for name, value in os.environ.items() if "DATABASE" not in name}
    command = [sys.executable, "-m", "base.stack", "demo", "--port", str(free_port()), "--home", str(tmp_path)]
    # Tests that run behind something else are deaf to Ctrl-C, and what they start would be too.
    hearing = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(command, cwd=SRC, env=own, stderr=subprocess.PIPE, text=True, preexec_fn=hearing) as demo:
        assert demo.stderr
        assert any("[2/6]" in line for line in demo.stderr)
        server = Postgres(tmp_path / "postgres", 0, "")
        assert server.running
        demo.send_signal(number)
        demo.stderr.read()
        assert demo.wait(60) != 0
    assert not server.running
