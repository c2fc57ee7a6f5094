"""What the ingester stores of a log that is renamed, copied, truncated and compressed."""

import gzip
import os
import shutil
import time
from pathlib import Path

import pytest

from logging_app import parts
from logging_app.models import LogFile, UnparsableLine
from logging_app.pipeline import Ingester

from .lines import line
from .reading import paths, read_once, write

pytestmark = pytest.mark.django_db


def test_it_follows_a_rename_rotation(log: Path) -> None:
    ingester = Ingester(log)
    write(log, line(request_uri="/1"))
    assert ingester.step()
    write(log, line(request_uri="/2"))
    log.rename(log.with_name("access.log.1"))
    write(log.with_name("access.log.1"), line(request_uri="/3"))  # nginx still holds the old file
    write(log, line(request_uri="/4"))
    assert ingester.step()
    assert paths() == ["/1", "/2", "/3", "/4"]
    assert set(LogFile.objects.values_list("path", flat=True)) == {str(log), f"{log}.1"}
    ingester.close()


def test_it_reads_the_rest_of_a_file_that_rotation_has_already_compressed(log: Path) -> None:
    ingester = Ingester(log)
    write(log, line(request_uri="/1"))
    ingester.step()
    write(log, line(request_uri="/2"))
    log.rename(log.with_name("access.log.1.gz"))
    log.with_name("access.log.1.gz").unlink()
    write(log, line(request_uri="/3"))
    ingester.step()
    assert paths() == ["/1", "/2", "/3"]
    ingester.close()


@pytest.mark.parametrize("restarted", [False, True])
def test_it_follows_a_copytruncate_rotation(log: Path, restarted: bool) -> None:
    ingester = Ingester(log)
    write(log, line(request_uri="/1"))
    ingester.step()
    write(log, line(request_uri="/2"))
    shutil.copy(log, log.with_name("access.log-20261122"))
    ingester.step()  # both files begin alike now
    os.truncate(log, 0)
    write(log, *(line(request_uri=f"/new{n}") for n in range(3)))  # already longer than what was read
    if restarted:
        ingester.close()
        ingester = Ingester(log)
    ingester.step()
    assert paths() == ["/1", "/2", "/new0", "/new1", "/new2"]
    ingester.close()


def test_rotated_parts_are_read_oldest_first_and_other_files_not_at_all(log: Path) -> None:
    for age, name in enumerate(["access.log", "access.log.1", "access.log.2", "access.log-20261101"]):
        write(log.with_name(name), line(request_uri="/" + name))
        os.utime(log.with_name(name), (time.time() - age * 86_400,) * 2)
    for name in ("access.log.bak", "access.log.gz", "access.log~", "other.access.log", ".access.log.1.new"):
        write(log.with_name(name), line(request_uri="/never"))
    read_once()
    assert paths() == ["/access.log-20261101", "/access.log.2", "/access.log.1", "/access.log"]


def test_the_torn_last_line_of_a_rotated_file_is_kept_once_the_file_is_still(log: Path) -> None:
    old = log.with_name("access.log.1")
    write(old, line(request_uri="/old"), b'{"time":"2026-')
    write(log, line(request_uri="/new"))
    read_once()
    assert not UnparsableLine.objects.exists()
    os.utime(old, (time.time() - parts.SETTLED_SECONDS - 1,) * 2)
    read_once()
    assert bytes(UnparsableLine.objects.get().raw) == b'{"time":"2026-'


def test_a_file_that_begins_with_the_rest_of_a_torn_line_is_itself(log: Path) -> None:
    for name in ("access.log.1", "access.log.2", "access.log"):
        write(log.with_name(name), b'"scheme":"https","connection":12,"server_protocol":"HTTP/1.1"}\n')
        write(log.with_name(name), line(request_uri="/" + name))
    read_once()
    assert sorted(paths()) == ["/access.log", "/access.log.1", "/access.log.2"]


def pack(part: Path, days: int = 2) -> Path:
    """As logrotate compresses: under a new name, with the time of the original."""
    packed = part.with_name(part.name + ".gz")
    packed.write_bytes(gzip.compress(part.read_bytes()))
    part.unlink()
    os.utime(packed, (time.time() - days * 86_400,) * 2)
    return packed


def test_a_part_that_was_compressed_unread_is_read_and_one_read_before_is_not_read_again(log: Path) -> None:
    write(log, *(line(request_uri=f"/{n}") for n in range(3)))
    read_once()
    write(log, line(request_uri="/3"))
    log.rename(log.with_name("access.log.1"))
    packed = pack(log.with_name("access.log.1"))
    unread = log.with_name("access.log.2")
    write(unread, line(request_uri="/older"))
    pack(unread, days=3)
    write(log, line(request_uri="/4"))
    assert read_once() == "Read 3 lines of 3 files, 0 unparsable."
    assert sorted(paths()) == ["/0", "/1", "/2", "/3", "/4", "/older"]
    assert LogFile.objects.get(path=str(packed)).lines == 4
    assert read_once() == "Read 0 lines of 0 files, 0 unparsable."


def test_a_file_is_not_read_while_it_is_being_compressed_nor_twice_while_both_are_there(log: Path) -> None:
    part = log.with_name("access.log.1")
    write(part, *(line(request_uri=f"/{n}") for n in range(3)))
    half = log.with_name("access.log.1.gz")
    half.write_bytes(gzip.compress(part.read_bytes())[:-30])
    read_once()
    half.write_bytes(gzip.compress(part.read_bytes()))
    os.utime(half, (time.time() - 86_400,) * 2)
    read_once()
    part.unlink()
    read_once()
    assert paths() == ["/0", "/1", "/2"]
    assert LogFile.objects.count() == 1


def test_a_damaged_compressed_part_is_told_once_and_read_as_far_as_it_goes(
    log: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(log, line(request_uri="/new"))
    part = log.with_name("access.log.1")
    write(part, *(line(request_uri=f"/{n}") for n in range(9)))
    packed = pack(part)
    os.truncate(packed, packed.stat().st_size - 60)
    os.utime(packed, (time.time() - 86_400,) * 2)
    ingester = Ingester(log)
    assert ingester.step()
    assert ingester.step()
    ingester.close()
    assert "/0" in paths()
    assert paths()[-1] == "/new"
    assert caplog.text.count("is damaged") == 1
