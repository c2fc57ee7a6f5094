"""Who a user agent is: a bot or a person's browser, by which rule, on what."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import re2
from crawlerdetect.providers.crawlers import data as crawlers
from crawlerdetect.providers.exclusions import data as exclusions
from ua_parser import parse

from logging_app.models import Agent

_PARTS = re.compile(r"[/ ;(]")
_DESKTOPS = ("Windows", "Mac OS X", "Linux", "Ubuntu", "Chrome OS", "Fedora", "Debian")


@dataclass(frozen=True, slots=True)
class AgentFacts:
    """The fields of `Agent` but for its text."""

    is_bot: bool
    rule: str
    bot: str
    browser: str
    system: str
    device: str


def facts_of(text: str) -> AgentFacts:
    if not text:
        return AgentFacts(True, "no user agent", "", "", "", Agent.Device.OTHER)
    if rule := _bot_rule(text):
        return AgentFacts(True, rule[:200], _bot_name(text, rule)[:100], "", "", Agent.Device.OTHER)
    result = parse(text)
    browser = result.user_agent.family if result.user_agent else ""
    system = result.os.family if result.os else ""
    device = result.device.family if result.device else ""
    return AgentFacts(False, "", "", browser[:100], system[:100], _device(text, system, device))


def _device(text: str, system: str, device: str) -> str:
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


def _bot_rule(text: str) -> str:
    """The words of a user agent that crawlerdetect's list knows; "" for a person's."""
    bots, browsers = _patterns()
    for each in browsers:
        text = each.sub("", text)
    for each in bots:
        if found := each.search(text):
            return str(found[0]).strip()
    return ""


def _bot_name(text: str, rule: str) -> str:
    """The product whose name holds the words of the rule: "Googlebot" for "bot"."""
    for part in _PARTS.split(text):
        if rule.strip(" /;()").lower() in part.lower():
            return part.strip("+,;()")
    return rule
