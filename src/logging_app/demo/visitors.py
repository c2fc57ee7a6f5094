"""Who comes: people on phones and desktops, known bots, and probes. All from addresses reserved for examples."""
# ruff: noqa: E501 -- a user agent is one line

import random
from dataclasses import dataclass

PHONES = [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/390.0 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0",
]
DESKTOPS = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0",
]
# (user agent, pages asked for on an ordinary day)
BOTS = [
    ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", 22),
    ("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", 12),
    ("Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", 14),
    ("Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)", 10),
    ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)", 9),
    ("CCBot/2.0 (https://commoncrawl.org/faq/)", 7),
    ("Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)", 4),
    ("Mozilla/5.0 (compatible; PetalBot;+https://webmaster.petalsearch.com/site/petalbot)", 5),
    ("DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)", 2),
    ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", 3),
    ("Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)", 24),
    ("Mozilla/5.0 (compatible; DotBot/1.2; +https://opensiteexplorer.org/dotbot; help@moz.com)", 4),
    ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)", 6),
    ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot", 3),
    ("meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)", 5),
    ("WhatsApp/2.23.20.0 A", 2),
    ("Feedly/1.0 (+http://www.feedly.com/fetcher.html; 3 subscribers; like FeedFetcher-Google)", 2),
    ("curl/8.5.0", 1),
]
PROBE_AGENTS = [
    "Mozilla/5.0 (Windows NT 6.1; WOW64; rv:45.0) Gecko/20100101 Firefox/45.0",
    "python-requests/2.31.0",
    "Mozilla/5.0 zgrab/0.x",
    "",
]
PROBES = [
    "/wp-login.php", "/xmlrpc.php", "/wp-admin/install.php", "/.env", "/.git/config", "/phpmyadmin/", "/admin.php",
    "/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php", "/cgi-bin/luci", "/wp-content/plugins/hello.php",
    "/backup.zip", "/config.json", "/actuator/health", "/boaform/admin/formLogin",
]  # fmt: skip
# Who tries the door of the back office: few, from the same addresses again and again.
GUESSERS = [
    (
        "203.0.113.77",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36",
    ),
    ("198.51.100.23", "python-requests/2.31.0"),
]
# Addresses of the shop's former site that other sites and search engines still have, and the word of a page today.
MOVED = [
    ("/prodotti.html", 30, "https://www.google.com/"),
    ("/contatti.html", 22, "https://www.paginegialle.it/bergamo/mobili"),
    ("/it/contatto/", 14, ""),
    ("/it/chi-siamo-noi/", 10, "https://www.comune.bergamo.it/imprese"),
    ("/gallery.html", 8, "https://www.pinterest.it/"),
    ("/chi-siamo.php", 8, "https://www.google.com/"),
    ("/it/orari-di-apertura.html", 7, "https://maps.google.it/"),
    ("/catalogo/2019.pdf", 6, ""),
    ("/en/contact-us.html", 4, "https://www.tripadvisor.com/"),
    ("/index.php?id=12", 3, "https://it.wikipedia.org/"),
]
# Where people come from; "" is typed, bookmarked or from an application.
REFERRERS = [
    ("https://www.google.com/", 40),
    ("", 27),
    ("https://www.bing.com/", 5),
    ("https://duckduckgo.com/", 3),
    ("https://l.instagram.com/", 9),
    ("https://m.facebook.com/", 6),
    ("https://www.pinterest.it/", 4),
    ("https://maps.google.com/", 3),
    ("https://mail.google.com/", 2),
    ("https://webmail.aruba.it/", 1),
    ("https://chatgpt.com/", 2),
    ("https://www.perplexity.ai/", 1),
    ("https://www.comune.bergamo.it/imprese", 1),
    ("https://www.houzz.it/professionisti/mobili", 2),
    ("https://www.paginegialle.it/bergamo/mobili", 1),
]
# What machines write there, so that somebody looks.
SPAM = ["http://semalt.com/", "http://free-social-buttons.example/"]
# The campaigns of people, one in so many visits: (the query of their first page, who sent them, weight).
NEWSLETTER = "utm_source=newsletter&utm_medium=email&utm_campaign=autunno"
CAMPAIGNS = [
    ("gclid=EAIaIQobChMI", "https://www.google.com/", 5),
    ("utm_source=instagram&utm_medium=social&utm_campaign=fiera-del-mobile", "https://l.instagram.com/", 3),
    ("utm_source=volantino&utm_medium=qr&utm_campaign=apertura-domenica", "", 2),
]
_IN_CAMPAIGN = 0.07


@dataclass(frozen=True)
class Person:
    address: str
    agent: str
    language: str
    referrer: str
    campaign: str  # the query string of the first page, "" mostly


def address(chance: random.Random) -> str:
    """From RFC 5737 and RFC 3849 only: nobody's."""
    if chance.random() < 0.14:
        return (
            f"2001:db8:{chance.randrange(1, 0xFFFF):x}:{chance.randrange(1, 0xFF):x}::{chance.randrange(1, 0xFFFF):x}"
        )
    return f"{chance.choice(('192.0.2', '198.51.100', '203.0.113'))}.{chance.randrange(1, 255)}"


def person(chance: random.Random, languages: list[str], newsletter: bool) -> Person:
    phone = chance.random() < 0.63
    agent = chance.choices(PHONES if phone else DESKTOPS, weights=[5, 6, 2, 1, 1] if phone else [8, 4, 4, 1, 2])[0]
    weights = [80 if language == "it" else 20 for language in languages]
    language = chance.choices(languages, weights)[0]
    referrer = chance.choices([name for name, _ in REFERRERS], weights=[weight for _, weight in REFERRERS])[0]
    campaign = ""
    if newsletter and chance.random() < 0.4:
        referrer, campaign = "", NEWSLETTER
    elif chance.random() < _IN_CAMPAIGN:
        campaign, referrer, _ = chance.choices(CAMPAIGNS, weights=[weight for *_, weight in CAMPAIGNS])[0]
    return Person(address(chance), agent, language, referrer, campaign)
