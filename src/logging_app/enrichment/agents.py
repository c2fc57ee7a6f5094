"""Who a user agent is: a bot or a person's browser, by which rule, on what."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import re2
from crawlerdetect.providers.crawlers import data as crawlers
from crawlerdetect.providers.exclusions import data as exclusions

from logging_app.models import Agent

from .bots import kind_of_bot, name_of_bot
from .browsers import parse

_DESKTOPS = ("Windows", "Mac OS X", "Linux", "Ubuntu", "Chrome OS", "Fedora", "Debian", "FreeBSD", "OpenBSD")
_TELEVISION = re.compile(r"SmartTV|SMART-TV|HbbTV|Android TV|GoogleTV|BRAVIA|AFT[A-Z]|Web0S|PlayStation|Xbox|CrKey")
# Every browser since Netscape says Mozilla, but for the first ones of phones and those in a terminal.
_BROWSERS = re.compile(
    r"^(Mozilla/\d|Opera[/ ]|w3m/|Links |ELinks/|UCWEB|NetFront|BlackBerry|Nokia|SonyEricsson|SAMSUNG-)"
)
_ENGINES = re.compile(r"Gecko|WebKit|MSIE |Trident/|Presto/|KHTML|Goanna|Opera|Ladybird")
# ua-parser tells a browser's editions apart; the device has its own field.
_EDITIONS = re.compile(r"^Mobile | Mobile\b.*$| iOS$| UI/WKWebView$| WebView$| Frame$|/WKWebView$")
_SYSTEMS = {"Mac OS X": "macOS", "Ubuntu": "Linux", "Debian": "Linux", "Fedora": "Linux"}


@dataclass(frozen=True, slots=True)
class AgentFacts:
    """The fields of `Agent` but for its text."""

    is_bot: bool
    rule: str
    bot: str
    bot_kind: str
    browser: str
    system: str
    device: str


def facts_of(text: str) -> AgentFacts:
    """`rule` is what gave a bot away: words of its own, or one of the rules below in English."""
    if text in ("", "-"):
        return _bot(text, "no user agent", "")
    if words := _bot_words(text):
        return _bot(text, words, name_of_bot(text, words))
    if not _BROWSERS.match(text) or (text.startswith("Mozilla/") and not _ENGINES.search(text)):
        return _bot(text, "names no browser", name_of_bot(text, ""))
    result = parse(text)
    browser = _EDITIONS.sub("", result.user_agent.family) if result.user_agent else ""
    system = result.os.family if result.os else ""
    device = result.device.family if result.device else ""
    return AgentFacts(
        False, "", "", "", browser[:100], _SYSTEMS.get(system, system)[:100], _device(text, system, device)
    )


def _bot(text: str, rule: str, name: str) -> AgentFacts:
    return AgentFacts(True, rule[:200], name[:100], kind_of_bot(text), "", "", Agent.Device.OTHER)


def _device(text: str, system: str, device: str) -> str:
    if _TELEVISION.search(text):
        return Agent.Device.OTHER
    if "iPad" in text or "Tablet" in text or (system == "Android" and "Mobile" not in text):
        return Agent.Device.TABLET
    if "Mobi" in text or system in ("Android", "iOS") or "Phone" in device:
        return Agent.Device.PHONE
    return Agent.Device.DESKTOP if system.startswith(_DESKTOPS) else Agent.Device.OTHER


@lru_cache(maxsize=1)
def _patterns() -> tuple[list[Any], list[Any]]:
    """(crawlers, exclusions): each RE2's one pass over all it can do, and what only Python's `re` can."""
    return _compiled(crawlers), _compiled(exclusions)


def _compiled(patterns: list[str]) -> list[Any]:
    options = re2.Options()
    options.case_sensitive = False
    quick = [each for each in patterns if "(?!" not in each]  # RE2 looks neither ahead nor behind
    slow = [each for each in patterns if "(?!" in each]
    compiled: list[Any] = [re2.compile(_any_of(quick), options)]
    return compiled + ([re.compile(_any_of(slow), re.IGNORECASE)] if slow else [])


def _any_of(patterns: list[str]) -> str:
    return "|".join(f"(?:{each})" for each in patterns)


def _bot_words(text: str) -> str:
    """The words of a user agent that crawlerdetect's list knows; "" for a person's."""
    bots, browsers = _patterns()
    for each in browsers:
        text = each.sub("", text)
    for each in bots:
        if found := each.search(text):
            return str(found[0]).strip()
    return ""
