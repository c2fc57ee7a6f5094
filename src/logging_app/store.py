"""Lines into PostgreSQL: rows, rollup and cursor in one transaction, so that no line is stored twice or lost."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC
from io import StringIO
from typing import Any

from django.db import DataError, connection, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from . import rollup, texts, writing
from .batch import Batch
from .enrichment.campaigns import campaign_of
from .enrichment.countries import country_of
from .enrichment.office import Office
from .enrichment.visitors import Salts, visitor_hash
from .models import AccessLogEntry, Agent, LogFile, LogPolicy, UnparsableLine
from .models.access import entry_id
from .parser import AccessLogRecord
from .partitions import INDEXES, Partitions, index, months
from .parts import Part

# Any number, the same in every reader: PostgreSQL's advisory lock that one of them holds at a time.
READER_LOCK = 7_224_002
# Held by an import of old files as long as it runs; the reader then takes turns with it.
IMPORT_LOCK = 7_224_003
_IMPORT_WAITS = "SELECT CASE WHEN pg_try_advisory_lock(%s) THEN NOT pg_advisory_unlock(%s) ELSE true END"

COLUMNS = (
    "id", "time", "request_id", "ip", "visitor", "is_bot", "country", "endpoint_id", "path_id", "status", "bytes_sent",
    "request_ms", "upstream_ms", "referrer_id", "campaign_id", "agent_id", "connection", "query", "request_line",
)  # fmt: skip
COPY = f"COPY {AccessLogEntry._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN"
_SPECIAL = re.compile(r"[\\\n\r\t]")
_ESCAPED = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]{32}")
_LONGEST_MS = 2**31 - 1


@dataclass(slots=True)
class Row:
    """A record with the numbers of its texts, ready for COPY."""

    offset: int
    is_bot: bool
    line: str


@dataclass
class Rows:
    """What a batch becomes; `hours` gets the lines' share when they are written."""

    lines: list[Row]
    hours: rollup.Hours = field(default_factory=rollup.Hours)


class CursorMoved(RuntimeError):
    """Somebody else has read on in the same file: start again from what the database says."""


class Store:
    """The one reader's side of the database. Its lock lives and dies with the connection it writes through."""

    catching_up = False

    def __init__(self) -> None:
        self._files: dict[str, LogFile] = {}  # by fingerprint; true while the lock is held
        self._paths, self._agents, self._referrers = texts.paths(), texts.agents(), texts.referrers()
        self._campaigns, self._endpoints = texts.campaigns(), texts.endpoints()
        self._agent_is_bot: dict[int, bool] = {}
        self._partitions = Partitions(bare=self.catching_up)
        self._salts = Salts()
        self._office = Office("")

    def become_reader(self) -> bool:
        """Whether this process is now the one that reads; to be asked again after the connection was lost."""
        self._files.clear()
        self.forget()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [READER_LOCK])
            if not cursor.fetchone()[0]:
                return False
        writing.become_writer()
        if not self.catching_up:
            self.index()
        self._office = Office(LogPolicy.current().office_networks)
        return True

    def index(self, only: Iterable[str] = INDEXES) -> None:
        """Give every month its indexes: nothing to do but after a catch-up."""
        with connection.cursor() as cursor:
            for month in months(cursor):
                index(cursor, month, only)

    def stop_reading(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [READER_LOCK])

    def begin_import(self) -> bool:
        """Whether this is now the one import; who reads the log is asked to take turns with it."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [IMPORT_LOCK])
            return bool(cursor.fetchone()[0])

    def end_import(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [IMPORT_LOCK])

    def import_waits(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(_IMPORT_WAITS, [IMPORT_LOCK, IMPORT_LOCK])
            return bool(cursor.fetchone()[0])

    def log_file(self, part: Part, kind: LogFile.Kind = LogFile.Kind.ACCESS) -> LogFile:
        """The file's cursor, recorded now if it was never seen: before its first row."""
        known = self._files.get(part.fingerprint)
        if known is None:
            known, _ = LogFile.objects.get_or_create(
                fingerprint=part.fingerprint, defaults={"path": str(part.path), "inode": part.inode, "kind": kind}
            )
            self._files[part.fingerprint] = known
        if (known.path, known.inode) != (str(part.path), part.inode):
            known.path, known.inode = str(part.path), part.inode
            known.save(update_fields=["path", "inode"])
        return known

    def save(self, log_file: LogFile, batch: Batch) -> None:
        """Store `batch` and move the cursor past it. Raises CursorMoved, storing nothing."""
        try:
            with transaction.atomic():
                self.write(log_file, batch, self.prepare(log_file.pk, batch))
        except Exception:
            self.forget()  # what was stored for the first time is not stored any more
            raise

    def prepare(self, file_id: int, batch: Batch) -> Rows:
        """The batch's rows; texts and salts never seen before are stored now."""
        batch.ignore(self._office)
        return Rows(self._rows(file_id, batch.records))

    def write(self, log_file: LogFile, batch: Batch, rows: Rows) -> None:
        """Rows, rollup and cursor, in one transaction."""
        with transaction.atomic(), connection.cursor() as cursor:
            self._partitions.ensure(cursor, batch.moments())
            self._copy(cursor, batch, rows)
            batch.write_more(cursor, log_file.pk)
            rows.hours.write(cursor)
            rollup.mark_dirty(cursor, {localdate(moment) for moment in batch.moments()})
            UnparsableLine.objects.bulk_create(
                UnparsableLine(log_file=log_file, offset=offset, reason=line.reason.value, raw=line.raw)
                for offset, line in batch.invalid
            )
            moved = _moved(log_file, batch)
            if not LogFile.objects.filter(pk=log_file.pk, bytes_read=batch.start).update(**moved):
                raise CursorMoved(f"{log_file.path} is no longer at byte {batch.start}")
        for name, value in moved.items():
            setattr(log_file, name, value)

    def _copy(self, cursor: Any, batch: Batch, rows: Rows) -> None:
        for offset in _copied(cursor, rows.lines):
            batch.refuse(offset)
        bots = {row.offset: row.is_bot for row in rows.lines}
        for offset, r in batch.records:
            hour = r.time.replace(minute=0, second=0, microsecond=0)
            rows.hours.count((hour, r.host, r.status, bots[offset]), r.bytes_sent, milliseconds(r.request_time))

    def forget(self) -> None:
        """What is remembered of the database may be true no longer: ask it again."""
        for known in (self._paths, self._agents, self._referrers, self._campaigns, self._endpoints):
            known.forget()
        self._agent_is_bot.clear()
        self._partitions.forget()
        self._salts.forget()

    def _rows(self, file_id: int, records: list[tuple[int, AccessLogRecord]]) -> list[Row]:
        paths = self._paths.of(r.path for _, r in records)
        agents = self._agents.of(r.user_agent for _, r in records)
        referrers = self._referrers.of(r.referrer for _, r in records if r.referrer not in ("", "-"))
        endpoints = self._endpoints.of((r.scheme, r.host, r.protocol, r.method) for _, r in records)
        queries = {r.query: campaign for _, r in records if r.query and (campaign := campaign_of(r.query))}
        campaigns = self._campaigns.of(queries.values())
        bots = self._bots(set(agents.values()))
        rows = []
        for offset, r in records:
            agent = agents[r.user_agent]
            campaign = queries.get(r.query)
            line = _line(
                entry_id(file_id, offset),
                r,
                self._visitor(r),
                agent in bots,
                endpoints[r.scheme, r.host, r.protocol, r.method],
                paths[r.path],
                referrers.get(r.referrer),
                campaigns[campaign] if campaign else None,
                agent,
            )
            rows.append(Row(offset, agent in bots, line))
        return rows

    def _bots(self, agents: set[int]) -> set[int]:
        """Those of the agents that are bots."""
        if unknown := agents - self._agent_is_bot.keys():
            self._agent_is_bot |= Agent.objects.filter(pk__in=unknown).values_list("pk", "is_bot")
        return {agent for agent in agents if self._agent_is_bot[agent]}

    def _visitor(self, record: AccessLogRecord) -> int | None:
        if record.remote_addr is None:
            return None
        return visitor_hash(self._salts.of(localdate(record.time)), record.remote_addr, record.user_agent)


def _moved(log_file: LogFile, batch: Batch) -> dict[str, Any]:
    """What the file's row says once the batch is stored."""
    moved: dict[str, Any] = {
        "bytes_read": batch.start + len(batch.data),
        "lines": log_file.lines + batch.stored + len(batch.invalid) + batch.ignored,
        "unparsable": log_file.unparsable + len(batch.invalid),
        "ignored": log_file.ignored + batch.ignored,
        "last_read_at": timezone.now(),
    }
    if last_time := batch.last_time():
        moved["last_time"] = last_time
    return moved


def _copied(cursor: Any, rows: list[Row]) -> list[int]:
    """Write the rows; returns the offsets of those PostgreSQL refuses, found by halving."""
    if not rows:
        return []
    try:
        with transaction.atomic(), connection.wrap_database_errors:  # which Django does not do for COPY
            cursor.copy_expert(COPY, StringIO("".join(row.line for row in rows)))
    except DataError:
        if len(rows) == 1:
            return [rows[0].offset]
        middle = len(rows) // 2
        return _copied(cursor, rows[:middle]) + _copied(cursor, rows[middle:])
    return []


def _line(
    pk: int,
    r: AccessLogRecord,
    visitor: int | None,
    is_bot: bool,
    endpoint: int,
    path: int,
    referrer: int | None,
    campaign: int | None,
    agent: int,
) -> str:
    """One line of COPY's text format. The parser leaves no NUL in any text, so it can stand for the tab meanwhile."""
    text = _SPECIAL.sub(lambda special: _ESCAPED[special[0]], f"{r.query}\0{r.request_line}").replace("\0", "\t")
    country = country_of(r.remote_addr) if r.remote_addr else ""
    numbers = (
        pk,
        r.time.astimezone(UTC).isoformat(),
        r.request_id if _HEXADECIMAL.fullmatch(r.request_id) else None,
        r.remote_addr,
        visitor,
        "t" if is_bot else "f",
        country,
        endpoint,
        path,
        r.status,
        r.bytes_sent,
        milliseconds(r.request_time),
        None if r.upstream_time is None else milliseconds(r.upstream_time),
        referrer,
        campaign,
        agent,
        r.connection,
    )
    return "\t".join("\\N" if value is None else str(value) for value in numbers) + f"\t{text}\n"


def milliseconds(seconds: float) -> int:
    return min(round(seconds * 1000), _LONGEST_MS)
