"""A country is told only where a database of them is supplied; the one here is written by the test."""

import struct
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from logging_app.enrichment import countries

ITALY = {"country": {"iso_code": "IT"}}


def encoded(value: Any) -> bytes:
    """As MaxMind's format writes a value shorter than 29 bytes or entries."""
    if isinstance(value, dict):
        return bytes([7 << 5 | len(value)]) + b"".join(encoded(part) for item in value.items() for part in item)
    if isinstance(value, list):
        return bytes([len(value), 11 - 7]) + b"".join(encoded(part) for part in value)
    if isinstance(value, tuple):  # (the number, the type the format wants it in: 16, 32 or 64 bits)
        number = struct.pack(">I", value[0]).lstrip(b"\0")
        kind = {16: bytes([5 << 5 | len(number)]), 32: bytes([6 << 5 | len(number)]), 64: bytes([len(number), 9 - 7])}
        return kind[value[1]] + number
    return bytes([2 << 5 | len(value)]) + value.encode()


def written(file: Path, network: str, record: dict[str, Any]) -> Path:
    """A database of IPv4 that knows one network."""
    address, length = ip_network(network).network_address, ip_network(network).prefixlen
    nodes = b""
    for place in range(length):  # each bit leads on to the next node, the last to the record; the other way to nothing
        onward = length + 16 if place == length - 1 else place + 1
        pair = (onward, length) if not int(address) >> (31 - place) & 1 else (length, onward)
        nodes += b"".join(struct.pack(">I", side)[1:] for side in pair)
    about = {
        "node_count": (length, 32), "record_size": (24, 16), "ip_version": (4, 16), "database_type": "Test",
        "build_epoch": (1, 64), "binary_format_major_version": (2, 16), "binary_format_minor_version": (0, 16),
        "languages": ["en"], "description": {"en": "Test"},
    }  # fmt: skip
    file.write_bytes(nodes + bytes(16) + encoded(record) + b"\xab\xcd\xefMaxMind.com" + encoded(about))
    return file


@pytest.fixture(autouse=True)
def anew() -> Iterator[None]:
    for remembered in (countries._database, countries.country_of):
        remembered.cache_clear()
    yield
    for remembered in (countries._database, countries.country_of):
        remembered.cache_clear()


def test_without_a_database_nobody_knows(settings: Settings) -> None:
    settings.COUNTRY_DATABASE = ""
    assert countries.country_of("203.0.113.9") == ""


@pytest.mark.parametrize(
    ("record", "country"),
    [
        (ITALY, "IT"),
        ({"registered_country": {"iso_code": "CH"}}, "CH"),
        ({"country": "de"}, "DE"),
        ({"country": "Germany", "country_code": "DE"}, "DE"),
        ({"country": "Germany"}, ""),
        ({"city": "Roma"}, ""),
    ],
)
def test_a_known_network_has_its_country(
    tmp_path: Path, settings: Settings, record: dict[str, Any], country: str
) -> None:
    settings.COUNTRY_DATABASE = str(written(tmp_path / "one.mmdb", "203.0.113.0/24", record))
    assert countries.country_of("203.0.113.9") == country
    assert countries.country_of("203.0.112.9") == ""


def test_a_database_of_ipv4_knows_no_ipv6(tmp_path: Path, settings: Settings) -> None:
    settings.COUNTRY_DATABASE = str(written(tmp_path / "one.mmdb", "203.0.113.0/24", ITALY))
    assert countries.country_of("2001:db8::1") == ""


@pytest.mark.parametrize("content", [None, b"no database"])
def test_a_file_that_is_no_database_is_refused_by_its_setting(
    tmp_path: Path, settings: Settings, content: bytes | None
) -> None:
    settings.COUNTRY_DATABASE = str(tmp_path / "wrong.mmdb")
    if content is not None:
        Path(settings.COUNTRY_DATABASE).write_bytes(content)
    with pytest.raises(ImproperlyConfigured, match="COUNTRY_DATABASE cannot be read"):
        countries.country_of("203.0.113.9")
