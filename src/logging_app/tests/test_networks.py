"""What remains of addresses inside a text."""

import pytest

from logging_app.networks import without_addresses


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("client: 203.0.113.77, server: _", "client: 203.0.113.0/24, server: _"),
        ("203.0.113.77", "203.0.113.0/24"),
        ("(203.0.113.77:51234)", "(203.0.113.0/24:51234)"),
        ("from 203.0.113.77.", "from 203.0.113.0/24."),
        ("/files/203.0.113.77.html", "/files/203.0.113.0/24.html"),
        ("x203.0.113.77y", "x203.0.113.0/24y"),
        ("2001:db8:aa:bb:cc::9", "2001:db8:aa::/48"),
        ("[2001:DB8:AA:BB:CC:0:0:9]:443", "[2001:db8:aa::/48]:443"),
        ("fe80::1%eth0", "fe80::/48%eth0"),
        ("from 2001:db8:aa:bb::, gone", "from 2001:db8:aa::/48, gone"),
        ("::ffff:203.0.113.77", "::/48"),
        ("203.0.113.77 and 198.51.100.5", "203.0.113.0/24 and 198.51.100.0/24"),
    ],
)
def test_of_an_address_in_a_text_the_network_remains(text: str, left: str) -> None:
    assert without_addresses(text) == left
    assert without_addresses(left) == left


@pytest.mark.parametrize(
    "text",
    [
        "at 12:34:56 or 12:34",
        "00:1b:44:11:3a:b7",
        "nginx 1.27.3, 1.2.3.4.5",
        "999.203.0.113 and 256.1.1.1",
        "bind() to 0.0.0.0:80 failed",
        "bind() to [::]:80 failed",
        "upstream 127.0.0.1:8000 and [::1]:8000",
        "std::string, Foo::bar",
        "203.0.113.0/24, 2001:db8:aa::/48",
        "",
    ],
)
def test_what_is_no_address_or_nobodys_stays(text: str) -> None:
    assert without_addresses(text) == text


def test_one_address_alone_can_be_taken_out() -> None:
    text = "203.0.113.7 203.0.113.77 2001:db8:aa::7"
    assert without_addresses(text, "203.0.113.7") == "203.0.113.0/24 203.0.113.77 2001:db8:aa::7"
    assert without_addresses(text, "2001:DB8:AA:0::7") == "203.0.113.7 203.0.113.77 2001:db8:aa::/48"
