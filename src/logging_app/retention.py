"""What must go, goes: addresses become networks, months are dropped, salts are destroyed.

The rules are the owner's (`LogPolicy`). The ingester prunes when it has read everything there is, so a line that comes
late is pruned by the next look. Storage limitation: Regulation (EU) 2016/679, article 5(1)(e).
"""

import logging
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.db import connection, models
from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from . import error_addresses, partitions, rollup
from . import models as log
from .networks import IS_WHOLE, KEPT
from .writing import writing

logger = logging.getLogger(__name__)

_COUNTS = (
    "addresses_shortened", "requests_deleted", "salts_destroyed", "lines_deleted", "texts_deleted", "files_deleted",
)  # fmt: skip
_TEXTS: list[tuple[type[models.Model], type[models.Model] | None, str]] = [
    (log.Path, log.PathDay, "path_id"),
    (log.Agent, log.AgentDay, "agent_id"),
    (log.Referrer, log.ReferrerDay, "referrer_id"),
    (log.Campaign, log.CampaignDay, "campaign_id"),
]


def prune(*logs: Path) -> log.Pruning | None:
    """Do what the rules say, a day or a month at a time; returns what was done, or None for nothing.

    Rotated parts of `logs` that have been read and are older than whole addresses may be kept are deleted, where this
    process may. Only the one reader of the log calls this, and forgets the numbers of texts afterwards: some may go.
    """
    policy, today = log.LogPolicy.current(), localdate()
    done = log.Pruning()
    first_whole = today - timedelta(days=policy.full_ip_days)
    first_moment = rollup.bounds(first_whole)[0]
    for day in _days_to_shorten(first_whole):
        done.addresses_shortened += _shorten(day)
    _forget_lines(done, first_moment)
    _drop_months(done, _months_back(today, policy.retention_months))
    with writing():
        done.salts_destroyed = log.DaySalt.objects.filter(day__lt=today).delete()[0]
    for path in logs:
        done.files_deleted += _delete_parts(path, first_moment)
    if not any(getattr(done, field) for field in _COUNTS) and not done.months_dropped:
        return None
    done.save()
    logger.info("Pruned the request log: %s", ", ".join(f"{name} {getattr(done, name)}" for name in _COUNTS))
    return done


def _days_to_shorten(first_whole: date) -> list[date]:
    days = log.Day.objects.filter(day__lt=first_whole, shortened=False, sealed=False)
    return list(days.order_by("day").values_list("day", flat=True))


def _shorten(day: date) -> int:
    """The entries and the rollup of one day, together."""
    if log.Day.objects.filter(pk=day, dirty=True).exists():
        rollup.compute(day)
    start, end = rollup.bounds(day)
    with writing(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {partitions.TABLE} SET ip = {KEPT} WHERE time >= %s AND time < %s AND {IS_WHOLE}",  # noqa: S608
            [start, end],
        )
        count: int = cursor.rowcount
        cursor.execute(
            f"""
            WITH whole AS (DELETE FROM logging_app_addressday WHERE day = %s RETURNING *)
            INSERT INTO logging_app_addressday
                (day, ip, country, requests, bot_requests, views, errors, probes, sign_ins, bytes_sent)
            SELECT day, {KEPT}, max(country), sum(requests), sum(bot_requests), sum(views), sum(errors),
                sum(probes), sum(sign_ins), sum(bytes_sent)
            FROM whole GROUP BY 1, 2
            """,  # noqa: S608 -- nothing in it comes from outside
            [day],
        )
        log.Day.objects.filter(pk=day).update(shortened=True)
    return count


def _forget_lines(done: log.Pruning, before: datetime) -> None:
    """Unparsable lines name whoever sent them in ways nobody can know; nginx's errors name a client."""
    with writing():
        done.lines_deleted = log.UnparsableLine.objects.filter(read_at__lt=before).delete()[0]
    done.addresses_shortened += error_addresses.shorten(before)


def _months_back(today: date, months: int) -> date:
    """The first day of the oldest month that is kept: `months` whole ones and the present one."""
    month = today.year * 12 + today.month - 1 - months
    return date(month // 12, month % 12 + 1, 1)


def _drop_months(done: log.Pruning, first_kept: date) -> None:
    with connection.cursor() as cursor:
        old = [month for month in partitions.months(cursor) if month < first_kept]
    for month in old:
        with writing(), connection.cursor() as cursor:
            entries = log.AccessLogEntry.objects.filter(
                time__gte=datetime(month.year, month.month, 1, tzinfo=UTC),
                time__lt=datetime(month.year + month.month // 12, month.month % 12 + 1, 1, tzinfo=UTC),
            )
            done.requests_deleted += entries.count()
            for day in log.Day.objects.filter(day__lt=first_kept, dirty=True, sealed=False):
                rollup.compute(day.day)
            partitions.drop(cursor, month)
            log.Day.objects.filter(day__lt=first_kept).update(sealed=True, dirty=False)
        done.months_dropped = f"{done.months_dropped} {month:%Y-%m}".strip()
    with writing():
        for rollups in (log.AddressDay, log.PathDay, log.AgentDay, log.ReferrerDay, log.CampaignDay):
            rollups._default_manager.filter(day__lt=first_kept).delete()
        moment = datetime(first_kept.year, first_kept.month, 1, tzinfo=UTC)
        for errors in (log.ErrorLogEntry, log.ExceptionReport):
            done.lines_deleted += errors._default_manager.filter(time__lt=moment).delete()[0]
        if old:
            done.texts_deleted = sum(_forget_texts(*each) for each in _TEXTS)


def _forget_texts(model: type[models.Model], rollups: type[models.Model] | None, column: str) -> int:
    """Those no entry and no rollup names any more: they say what people looked for, and in which words."""
    named = log.AccessLogEntry.objects.filter(**{column: OuterRef("pk")})
    unnamed = model._default_manager.filter(~Exists(named))
    if rollups:
        unnamed = unnamed.filter(~Exists(rollups._default_manager.filter(**{column: OuterRef("pk")})))
    return unnamed.delete()[0]


def _delete_parts(live: Path, before: datetime) -> int:
    """Rotated parts that were read to their end and last written before `before`."""
    count = 0
    for file in log.LogFile.objects.filter(path__startswith=str(live)):
        path = Path(file.path)
        if path == live:
            continue
        try:
            state = path.stat()
            read = file.size <= file.bytes_read  # a compressed one is shorter than what is in it
            read = read and state.st_ino % 2**63 == file.inode and state.st_size <= file.bytes_read
            if read and datetime.fromtimestamp(state.st_mtime, UTC) < before:
                path.unlink()
                count += 1
        except FileNotFoundError:
            continue
        except OSError as error:
            logger.warning("%s is older than addresses may be kept and cannot be deleted: %s", path, error.strerror)
    return count
