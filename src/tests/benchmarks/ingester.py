"""The request log beside GoAccess: one stores every line durably and can be asked, the other writes one report."""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from base.stack.places import PROJECT, SRC
from base.stack.postgres import Postgres, free_port

from .log_lines import write_logs

LINES = 1_000_000
TARGET, MOST_MB = 2.2, 450
QUIET_SECONDS, QUIET_MB, QUIET_PERCENT = 60, 90, 1.0
# The generator over real lines, where a checkout has it beside it; else our own.
GENERATOR = PROJECT.parent / "shared" / "bench" / "make_access_log.py"


def run(lines: int = LINES) -> None:
    with tempfile.TemporaryDirectory() as folder:
        log, combined = made_logs(Path(folder), lines)
        with durable_postgres(Path(folder)) as databases:
            environment = as_the_ingester(databases)
            before = goaccess(combined, Path(folder))
            servers = server_seconds(Path(folder))
            seconds, memory, own = catch_up(log, environment)
            servers = server_seconds(Path(folder)) - servers
            after = goaccess(combined, Path(folder))
            print(f"ingester: {lines:,} lines stored, enriched, indexed, rolled up by hour and day; fsync on")
            print(f"  {'ours':<30} {lines / seconds:>10,.0f} lines/s")
            if before and after:
                theirs, processor = ((b + a) / 2 for b, a in zip(before, after, strict=True))
                print(
                    f"  {'GoAccess to an HTML report':<30} {lines / theirs:>10,.0f} lines/s (mean of before and after)"
                )
                print(f"  {'ratio':<30} {theirs / seconds:>10.2f}          (wanted: {TARGET})")
                print(f"  {'processor: GoAccess':<30} {processor:>10.1f} s")
            else:
                print("  GoAccess is not installed: apt-get install goaccess")
            print(f"  {'processor: ours + PostgreSQL':<30} {own:>10.1f} s + {servers:.1f} s, on two cores at once")
            print(f"  {'peak memory':<30} {memory:>10,.0f} MB       (wanted: {MOST_MB}; VmHWM, all processes)")
            quiet(log, environment)


def made_logs(folder: Path, lines: int) -> tuple[Path, Path]:
    """The same requests as nginx's JSON and in the combined format."""
    log, combined = folder / "access.log", folder / "combined.log"
    if GENERATOR.exists():
        subprocess.run([sys.executable, str(GENERATOR), str(lines), str(combined), str(log)], check=True)
    else:
        write_logs(lines, combined, log)
    return log, combined


@contextmanager
def durable_postgres(folder: Path) -> Iterator[dict[str, str]]:
    """An environment whose databases are new, on a server that waits for the disk as a production server does."""
    server = Postgres(folder / "postgres", free_port(), "bench", durable=True)
    with server.in_use():
        server.make_databases("bench", "gold")
        names = {"DATABASE_URL": server.url("bench"), "GOLD_DATABASE_URL": server.url("gold")}
        environment = {**os.environ, **names, "PYTHONPATH": str(SRC), "LOG_LEVEL": "ERROR"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # the image holds the bytecode; here migrating writes it
        yield environment


def as_the_ingester(environment: dict[str, str]) -> dict[str, str]:
    """As in the containers and the demo: with two of the installed apps, whose tables are made here."""
    environment = {**environment, "PROCESS": "ingester"}
    # The checks would load the site's addresses, and with them the apps that are left out.
    migrate = [*manage("migrate"), "logging_app", "--skip-checks", "-v", "0"]
    subprocess.run(migrate, cwd=SRC, env=environment, check=True)
    return environment


def manage(*words: str) -> list[str]:
    return [sys.executable, str(SRC / "manage.py"), *words]


def goaccess(log: Path, folder: Path) -> tuple[float, float] | None:
    """(seconds, seconds of a processor)."""
    program = shutil.which("goaccess")
    if program is None:
        return None
    started, used = time.perf_counter(), used_seconds()
    subprocess.run(
        [
            program,
            str(log),
            "--log-format=COMBINED",
            "--no-global-config",
            "--no-progress",
            "-o",
            str(folder / "r.html"),
        ],
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - started, used_seconds() - used


def catch_up(log: Path, environment: dict[str, str]) -> tuple[float, float, float]:
    """(seconds from start to end of the process, megabytes at most, seconds of a processor)."""
    started, used = time.perf_counter(), used_seconds()
    process = subprocess.Popen(
        manage("tail_access_log", "--once"), cwd=SRC, env=environment | {"ACCESS_LOG": str(log)}, stdout=subprocess.PIPE
    )
    most: dict[int, float] = {}
    while process.poll() is None:
        for pid in (process.pid, *descendants(process.pid)):
            most[pid] = max(most.get(pid, 0), megabytes(pid, "VmHWM"))
        time.sleep(0.05)
    seconds = time.perf_counter() - started
    said = process.communicate()[0].decode().strip()
    if process.returncode:
        raise SystemExit(f"tail_access_log failed: {said}")
    print(f"  {said}")
    return seconds, sum(most.values()), used_seconds() - used


def quiet(log: Path, environment: dict[str, str]) -> None:
    """A request every two seconds: what the process costs that waits for them."""
    process = subprocess.Popen(
        manage("tail_access_log"), cwd=SRC, env=environment | {"ACCESS_LOG": str(log)}, stdout=subprocess.DEVNULL
    )
    try:
        time.sleep(10)
        line = log.open("rb").readline()
        before = processor_seconds(process.pid)
        for _ in range(QUIET_SECONDS // 2):
            with log.open("ab") as file:
                file.write(line)
            time.sleep(2)
        percent = (processor_seconds(process.pid) - before) / QUIET_SECONDS * 100
        memory = megabytes(process.pid, "VmRSS")
    finally:
        process.terminate()
        process.wait()
    print(f"  {'quiet: processor':<30} {percent:>10.2f} %        (wanted: {QUIET_PERCENT})")
    print(f"  {'quiet: memory':<30} {memory:>10,.0f} MB       (wanted: {QUIET_MB}; VmRSS)")


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def descendants(pid: int) -> list[int]:
    """One after the other: the process that catches up has one that reads ahead."""
    found = children(pid)
    return found + [each for child in found for each in descendants(child)]


def megabytes(pid: int, which: str) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(which)), 0.0)


def processor_seconds(pid: int, ended: bool = False) -> float:
    """Of the process, and if so said of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11 : 15 if ended else 13])) / os.sysconf("SC_CLK_TCK")


def server_seconds(folder: Path) -> float:
    """What PostgreSQL has used of the processor."""
    server = int((folder / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0])
    return processor_seconds(server, ended=True) + sum(map(processor_seconds, children(server)))


def used_seconds() -> float:
    """What the children that have ended used of the processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
