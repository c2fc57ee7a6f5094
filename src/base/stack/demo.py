"""`./manager.sh demo`: nginx, gunicorn, PostgreSQL, worker and log ingester under one supervisor."""

import fcntl
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import TextIO
from urllib.error import URLError
from urllib.request import urlopen

from honcho.manager import Manager
from honcho.printer import Message, Printer

from . import environment, nginx
from .places import DEMO, SRC, say, stop
from .postgres import Postgres, port_taken

STEPS = 6


def demo(port: int, reset: bool, brand: str = "demo", home: Path = DEMO) -> int:
    """Run the stack until Ctrl-C; returns the exit code. `brand` is whose site a home without one gets."""
    home.mkdir(exist_ok=True)
    # Until honcho takes over, SIGTERM and a closed terminal end the demo like Ctrl-C does: PostgreSQL is stopped too.
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGHUP, _leave)
    with (home / "lock").open("a+") as lock:
        _only_one(lock)
        if reset:
            _forget(home)
        if port_taken(port):
            stop(f"Port {port} is in use by another program. Choose another: ./manager.sh demo --port {port + 1}")
        lock.seek(0)
        lock.truncate()
        lock.write(f"{os.getpid()} {port}")
        lock.flush()
        _step(1, "PostgreSQL" + ("" if (home / "environment").exists() else " (first start: about five seconds)"))
        with environment.running(home) as values:
            values |= django_environment(home, port)
            prepare(home, values, port, brand)
            _step(6, "nginx, gunicorn, worker and log ingester")
            return _supervise(home, values, port)


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


def _only_one(lock: TextIO) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        pid, _, port = lock.read().partition(" ")
        stop(f"The demo already runs at http://127.0.0.1:{port or '…'} (process {pid or '…'}).")


def _forget(home: Path) -> None:
    for entry in home.iterdir():
        if entry.name != "lock":
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def _step(number: int, text: str) -> None:
    say(f"[{number}/{STEPS}] {text}")


def last_port(home: Path) -> int:
    """Where the demo of `home` listens, or listened when it last ran."""
    lock = home / "lock"
    words = lock.read_text().split() if lock.exists() else []
    return int(words[-1]) if words else 8080


def is_running(home: Path) -> bool:
    with (home / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def django_environment(home: Path, port: int) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "base.settings.production",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "STATIC_ROOT": str(home / "static"),
        "MEDIA_ROOT": str(home / "media"),
        "FLOW_FILES_DIR": str(home / "flow-files"),
        "ACCESS_LOG": str(home / "logs" / "access.log"),
        "ERROR_LOG": str(home / "logs" / "error.log"),
        "SECOND_FACTOR_REQUIRED": os.environ.get("SECOND_FACTOR_REQUIRED", "off"),  # the printed login is enough
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
    }


def prepare(home: Path, values: dict[str, str], port: int, brand: str) -> None:
    """Schema, static files, content and login: each only as far as it is missing."""
    nginx.write_config(home, port)
    _step(2, "Static files and database schema")
    static = _manage_later(values, "collectstatic", "--noinput", "-v", "0")
    _manage(values, "migrate", "-v", "0")
    _manage(values, "migrate", "--database", "gold", "-v", "0")
    if static.wait():
        stop("The static files could not be collected: see above.")
    if not (home / "loaded").exists():
        company = "The demo company" if brand == "demo" else f"The company in config/brands/{brand}"
        _step(3, f"{company}: pages and pictures in its languages")
        _manage(values, "load_brand", brand)
        _step(4, "A login")
        login = {"DJANGO_SUPERUSER_PASSWORD": values["DEMO_PASSWORD"]}
        _manage(values | login, "ensure_login", "admin", "--email", "admin@localhost")
        if brand == "demo":  # a client's figures are the client's own
            _step(5, "Thirty days of past traffic, as nginx would have written it, and two years of a shop's till")
            if not (home / "logs" / "access.log.1").exists():  # from a start that was stopped right after
                _manage(values, "write_demo_traffic", str(home / "logs" / "access.log.1"), "--days", "30")
            _manage(values, "write_demo_messages", str(home / "logs" / "access.log.1"))
            _manage(values, "write_demo_sales")
        (home / "loaded").write_text(brand)


def _manage_later(values: dict[str, str], *arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, str(SRC / "manage.py"), *arguments], env=values)


def _manage(values: dict[str, str], *arguments: str) -> None:
    process = _manage_later(values, *arguments)
    try:
        failed = process.wait()
    except BaseException:  # the demo is to end: PostgreSQL cannot stop under a command that uses it
        process.terminate()
        process.wait()
        raise
    if failed:
        stop(f"“manage.py {arguments[0]}” failed, so the demo did not start: see above.")


def _supervise(home: Path, values: dict[str, str], port: int) -> int:
    printer = _StopWatcher(sys.stdout)
    manager = Manager(printer)
    python, manage = sys.executable, str(SRC / "manage.py")
    processes = {
        "nginx": [*nginx.ROTATING, nginx.binary(), "-p", ".", "-c", "nginx.conf", "-g", "daemon off;"],
        "web": [python, "-m", "gunicorn", "-c", "python:base.gunicorn"],
        "worker": [python, manage, "run_worker"],
        "logs": [python, manage, "tail_access_log"],
        "stack": [python, "-m", "base.stack", "watch", "--port", str(port)],
    }
    for name, command in processes.items():
        # In `home`, so that the socket's path stays short and relative.
        # nginx's error log is in its own zone, which the ingester takes for UTC (ERROR_LOG_TIME_ZONE).
        zone = {"TZ": "UTC"} if name == "nginx" else {}
        own = {"PROCESS": "ingester"} if name == "logs" else {}  # without Wagtail, to stay small
        manager.add_process(name, "exec " + shlex.join(command), env=values | zone | own, cwd=str(home))
    # A closed terminal ends the demo like Ctrl-C does.
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    manager.loop()
    if manager.returncode in (130, 143):
        say("The demo has stopped. Its data is kept in .demo/; ./manager.sh demo goes on from there.")
        return 0
    say(f"✗ “{printer.first_stopped}” ended by itself, so the whole demo stopped. Start it again: ./manager.sh demo")
    return 1


class _StopWatcher(Printer):
    """honcho's printer, which also remembers which process ended first."""

    first_stopped = ""

    def write(self, message: Message) -> None:
        if message.name == "system" and " stopped (rc=" in message.data and not self.first_stopped:
            self.first_stopped = message.data.split(" stopped")[0]
        super().write(message)


def watch(port: int) -> None:
    """Say when the site answers; then end, and so end the demo, if PostgreSQL does."""
    site = f"http://127.0.0.1:{port}"
    # Through nginx only once gunicorn listens: the log would tell of a failing site.
    while not (_listens(Path("run/gunicorn.sock")) and _answers(site + "/it/")):
        time.sleep(0.1)
    for line in (
        "",
        f"The site         {site}/it/  {site}/en/",
        f"The back office  {site}/admin/",
        f"Login            admin  {os.environ['DEMO_PASSWORD']}",
        "Ctrl-C stops everything.",
        "",
    ):
        say(line)
    home = os.environ.get("POSTGRES_HOME")
    if not home:
        signal.pause()  # the server is somebody else's to watch
    server = Postgres(Path(home or ""), 0, "")
    while server.running:
        time.sleep(1)
    stop(f"PostgreSQL has ended; its last words are in {server.log}")


def _listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as answer:  # noqa: S310 -- our own address
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
