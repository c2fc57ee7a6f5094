"""Who a user agent is, told from what browsers and bots really send."""
# ruff: noqa: E501 -- a user agent is one line

import pytest

from logging_app.enrichment.agents import facts_of
from logging_app.models import Agent

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
)
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("text", "browser", "system", "device"),
    [
        (CHROME, "Chrome", "Windows", "desktop"),
        (f"{CHROME} Edg/141.0.0.0", "Edge", "Windows", "desktop"),
        (f"{CHROME} OPR/122.0.0.0", "Opera", "Windows", "desktop"),
        ("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0", "Firefox", "Linux", "desktop"),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "Chrome", "Chrome OS", "desktop"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15", "Safari", "macOS", "desktop"),
        (f"{IPHONE} Version/18.6 Mobile/15E148 Safari/604.1", "Safari", "iOS", "phone"),
        (f"{IPHONE} CriOS/141.0.7390.41 Mobile/15E148 Safari/604.1", "Chrome", "iOS", "phone"),
        (f"{IPHONE} FxiOS/144.0 Mobile/15E148 Safari/605.1.15", "Firefox", "iOS", "phone"),
        (f"{IPHONE} GSA/390.0 Mobile/15E148 Safari/604.1", "Safari", "iOS", "phone"),
        (f"{IPHONE} Mobile/22G86 Instagram 398.0.0.21.82 (iPhone15,2; iOS 18_6; it_IT; it; scale=3.00; 1179x2556)", "Instagram", "iOS", "phone"),
        (f"{IPHONE} Mobile/22G86 [FBAN/FBIOS;FBAV/530.0.0.42.70;FBBV/790461537;FBDV/iPhone15,2;FBMD/iPhone;FBSN/iOS;FBSV/18.6]", "Facebook", "iOS", "phone"),
        (f"{ANDROID} Chrome/141.0.0.0 Mobile Safari/537.36", "Chrome", "Android", "phone"),
        (f"{ANDROID} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36", "Samsung Internet", "Android", "phone"),
        (f"{ANDROID} Chrome/141.0.0.0 Safari/537.36", "Chrome", "Android", "tablet"),
        ("Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0", "Firefox", "Android", "phone"),
        ("Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.7 Mobile/15E148 Safari/604.1", "Safari", "iOS", "tablet"),
        ("Mozilla/5.0 (SMART-TV; Linux; Tizen 7.0) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/4.0 Chrome/108.0.5359.1 TV Safari/537.36", "Samsung Internet", "Tizen", "other"),
        # A telephone whose maker's name holds "bot", and a browser in a terminal.
        ("Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36", "Chrome", "Android", "phone"),
        ("w3m/0.5.3+git20230121", "", "", "other"),
    ],
)  # fmt: skip
def test_a_browser_is_a_person_on_something(text: str, browser: str, system: str, device: str) -> None:
    facts = facts_of(text)
    assert not facts.is_bot, facts
    assert (facts.browser, facts.system, facts.device) == (browser, system, device)
    assert (facts.rule, facts.bot, facts.bot_kind) == ("", "", "")


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "search", "Googlebot"),
        ("Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "search", "Googlebot"),
        ("Googlebot-Image/1.0", "search", "Googlebot-Image"),
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/136.0.0.0 Safari/537.36", "search", "bingbot"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)", "search", "Applebot"),
        ("Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)", "search", "YandexBot"),
        ("Mozilla/5.0 (compatible; PetalBot;+https://webmaster.petalsearch.com/site/petalbot)", "search", "PetalBot"),
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)", "ai", "GPTBot"),
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot", "ai", "ChatGPT-User"),
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)", "ai", "ClaudeBot"),
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; PerplexityBot/1.0; +https://perplexity.ai/perplexitybot)", "ai", "PerplexityBot"),
        ("meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)", "ai", "meta-externalagent"),
        ("CCBot/2.0 (https://commoncrawl.org/faq/)", "ai", "CCBot"),
        ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "preview", "facebookexternalhit"),
        ("WhatsApp/2.23.20.0 A", "preview", "WhatsApp"),
        ("LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)", "preview", "LinkedInBot"),
        ("TelegramBot (like TwitterBot)", "preview", "TelegramBot"),
        ("Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)", "monitoring", "UptimeRobot"),
        ("Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)", "monitoring", "Pingdom.com_bot"),
        ("Prometheus/2.45.0", "monitoring", "Prometheus"),
        (f"{ANDROID} Chrome/139.0.0.0 Mobile Safari/537.36 Chrome-Lighthouse", "monitoring", "Chrome-Lighthouse"),
        ("Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", "seo", "AhrefsBot"),
        ("Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)", "seo", "SemrushBot"),
        ("Mozilla/5.0 (compatible; MJ12bot/v1.4.8; http://mj12bot.com/)", "seo", "MJ12bot"),
        ("Feedly/1.0 (+http://www.feedly.com/fetcher.html; 3 subscribers; like FeedFetcher-Google)", "feed", "Feedly"),
        ("FreshRSS/1.24.0 (Linux; https://freshrss.org)", "feed", "FreshRSS"),
        ("Mozilla/5.0 zgrab/0.x", "scanner", "zgrab"),
        ("Mozilla/5.0 (compatible; CensysInspect/1.1; +https://about.censys.io/)", "scanner", "CensysInspect"),
        ("masscan/1.3 (https://github.com/robertdavidgraham/masscan)", "scanner", "masscan"),
        ("Hello World", "scanner", "Hello World"),
        ("curl/8.5.0", "tool", "curl"),
        ("Wget/1.21.4", "tool", "Wget"),
        ("python-requests/2.31.0", "tool", "python-requests"),
        ("Go-http-client/2.0", "tool", "Go-http-client"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/141.0.0.0 Safari/537.36", "tool", "HeadlessChrome"),
        ("libwww-perl/6.77", "tool", "libwww-perl"),
        ("My Special Thing/3.2", "other", "My Special Thing"),
        ("Mozilla/5.0", "other", "Mozilla/5.0"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "other", "Mozilla/5.0"),
    ],
)  # fmt: skip
def test_a_bot_is_called_by_its_name_and_by_what_it_comes_for(text: str, kind: str, name: str) -> None:
    facts = facts_of(text)
    assert facts.is_bot
    assert facts.rule
    assert (facts.bot_kind, facts.bot) == (kind, name)
    assert (facts.browser, facts.system, facts.device) == ("", "", Agent.Device.OTHER)


@pytest.mark.parametrize("text", ["", "-"])
def test_who_says_nothing_is_no_person(text: str) -> None:
    facts = facts_of(text)
    assert (facts.is_bot, facts.rule, facts.bot) == (True, "no user agent", "")


def test_the_rule_is_quoted_from_the_user_agent_or_named() -> None:
    assert facts_of("curl/8.5.0").rule == "curl"
    assert facts_of("My Special Thing/3.2").rule == "names no browser"
    assert facts_of("Mozilla/5.0 (Windows NT 10.0; Win64; x64)").rule == "names no browser"


@pytest.mark.parametrize(
    "text", ["Bot" * 3_000, "Mozilla/5.0 " + "(" * 8_000, "\u202eGecko\x1b[31m" * 900, "/;(" * 2_700]
)
def test_a_user_agent_of_eight_kilobytes_fits_its_columns(text: str) -> None:
    facts = facts_of(text)
    assert max(len(facts.bot), len(facts.browser), len(facts.system)) <= 100
    assert len(facts.rule) <= 200
