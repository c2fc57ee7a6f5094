"""What a bot is called, and what it comes for."""
# ruff: noqa: E501 -- a list of names, long by nature

import re
from functools import lru_cache
from typing import Any

import re2

from logging_app.models import Agent

# The first that fits says what a bot is for: the words of a user agent, whichever their case.
_KINDS = [
    (Agent.BotKind.AI, (
        r"GPTBot|ChatGPT|OAI-SearchBot|Claude|anthropic|Perplexity|CCBot|Bytespider|TikTokSpider|Google-Extended|"
        r"GoogleOther|CloudVertexBot|Gemini-|NotebookLM|Amazonbot|Applebot-Extended|meta-external|FacebookBot|cohere-|MistralAI|"
        r"Diffbot|DeepSeek|DuckAssistBot|YouBot|AI2Bot|Timpibot|ImagesiftBot|PanguBot|omgili|Webzio|xAI-|Grok|Kagi-Fetcher|"
        r"LinerBot|Devin/|Manus-User|PhindBot|img2dataset|AISearchBot")),
    (Agent.BotKind.PREVIEW, (
        r"facebookexternalhit|facebookcatalog|Twitterbot|LinkedInBot|Slackbot|Slack-ImgProxy|WhatsApp|TelegramBot|"
        r"Discordbot|Pinterest|redditbot|SkypeUriPreview|Iframely|Embedly|vkShare|Viber|Snap URL Preview|Mastodon|Bluesky|"
        r"Cardyb|MicrosoftPreview|BingPreview|GoogleImageProxy|YahooMailProxy|Google Web Preview|web/snippet|Tumblr|"
        r"Bitlybot|LineBot|Zoom\.Mac|Google-Safety")),
    (Agent.BotKind.MONITORING, (
        r"Uptime|Pingdom|StatusCake|Site24x7|Better ?Stack|updown\.io|Hetrix|Freshping|Datadog|NewRelic|GTmetrix|PTST/|"
        r"Chrome-Lighthouse|PageSpeed|Checkly|Zabbix|Nagios|check_http|monit\b|monitis|Prometheus|Blackbox|kube-probe|"
        r"HealthCheck|GoogleHC|Gatus|cron-job\.org|montastic|PRTG|Ruxit|Catchpoint|Monitor|WatchMouse|Alertra|CheckHost|"
        r"check-host|DownNotifier|SiteUptime|InternetVista|Dotcom-?Monitor|LetsMonitor|Oh Dear|Cula")),
    (Agent.BotKind.SEO, (
        r"Ahrefs|Semrush|SiteAuditBot|DotBot|rogerbot|MJ12bot|BLEXBot|DataForSeo|serpstat|Screaming Frog|SEOkicks|Sistrix|"
        r"seobility|Barkrowler|OnCrawl|RyteBot|linkdex|spbot|XoviBot|MegaIndex|seozoom|SEO|Majestic|Siteimprove|backlink|"
        r"Lumar|deepcrawl|Sitebulb|ContentKing|Neticle|LinkpadBot|WebCEO")),
    (Agent.BotKind.FEED, (
        r"Feed|\bRSS\b|Inoreader|NewsBlur|Tiny Tiny|FreshRSS|Miniflux|NetNewsWire|Netvibes|Old Reader|Bloglovin|NewsGator|"
        r"Vienna/|ReadKit|Podcast|iTMS|Newsboat|Liferea|Akregator|BlogBridge|Calendar|iCal|DAVx5|CalDAV")),
    (Agent.BotKind.SCANNER, (
        r"zgrab|masscan|\bnmap|nikto|sqlmap|Censys|Expanse|InternetMeasurement|internet-measurement|nuclei|l9explore|l9tcpid|"
        r"Nessus|OpenVAS|WPScan|ModatScanner|Palo Alto|Shodan|BinaryEdge|LeakIX|Netcraft|gobuster|dirbuster|feroxbuster|"
        r"ffuf|wfuzz|ZmEu|Acunetix|Netsparker|Qualys|Detectify|CensysInspect|fasthttp|Hello,? World|JAEGER_SECURITY|Keydrop|"
        r"Odin\b|Scanner|Morfeus|muieblackcat|w00tw00t")),
    (Agent.BotKind.SEARCH, (
        r"Googlebot|Google-InspectionTool|Google-Site|Storebot-Google|AdsBot|Mediapartners|APIs-Google|AdIdxBot|bingbot|msnbot|"
        r"DuckDuck|Yandex|Baidu|Applebot|Qwant|PetalBot|Seznam|Sogou|Yeti|Naver|Slurp|Ecosia|Mojeek|Exabot|360Spider|Yisou|"
        r"coccoc|Seekport|Sosospider|Daum|Ask Jeeves|Gigabot|yacybot|Bravebot|Presearch|IonCrawl|MarginaliaBot|"
        r"IlTrovatore|Virgilio|Arianna|search")),
    (Agent.BotKind.TOOL, (
        r"curl|wget|python|httpx|aiohttp|Go-http|\bGo-|okhttp|axios|node-fetch|undici|\bgot[/ ]|\bJava/|HttpClient|HTTPClient|"
        r"libwww|\bperl|\bruby|\bPHP|Guzzle|Postman|insomnia|HTTPie|Scrapy|Headless|PhantomJS|Puppeteer|Playwright|Selenium|"
        r"WinHTTP|Dalvik|CFNetwork|WordPress/|colly|reqwest|\bRust|Deno/|Bun/|Dart/|lua-resty|HTTrack|aria2|WebZIP|Offline|"
        r"ReactorNetty|Apache-|akka-http|Jersey/|Symfony|W3C_|Link ?Check|LinkChecker|Xenu")),
]  # fmt: skip
_GENERAL = re.compile(
    r"(web|search|meta)?[-_ ]?(bot|robot|crawl(er)?|spider|scraper|agent|fetcher|indexer|reader)s?\W*", re.IGNORECASE
)
_PARTS = re.compile(r"[/;()\[\],]")
_VERSION = re.compile(r"^[v\d][\w.]*\d\w*\s+|^[v\d][\d.]*\s+|_?version_.*$|\s+[v\d.][\w.]*$|\s+-?$")
_ADDRESS = re.compile(r"https?:|www\.|@|\.(com|org|net|it|de|html?|php)\b|^via ", re.IGNORECASE)
_NAMELESS = re.compile(
    r"^(Mozilla|compatible|AppleWebKit|KHTML|like Gecko|Safari|Windows|Win64|WOW64|x64|Macintosh|Intel|X11|Linux|Android|iPhone|iPad|rv:)"
)


@lru_cache(maxsize=1)
def _patterns() -> Any:
    """All of them in one pass."""
    options = re2.Options()
    options.case_sensitive = False
    patterns = re2.Set.SearchSet(options)
    for _, pattern in _KINDS:
        patterns.Add(pattern)
    patterns.Compile()
    return patterns


def kind_of_bot(text: str) -> str:
    found = _patterns().Match(text)
    return _KINDS[min(found)][0] if found else Agent.BotKind.OTHER


def name_of_bot(text: str, words: str) -> str:
    """The product whose name holds the words that gave it away ("Googlebot" for "bot"), else the first that is named."""
    wanted = words.strip(" /;()").lower()
    parts = [_short(part.strip(" +.-"), wanted) for part in _PARTS.split(text) if not _ADDRESS.search(part)]
    named = [part for part in parts if part and not _NAMELESS.match(part)]
    if wanted:
        holding = [part for part in named if wanted in part.lower()]
        special = [part for part in holding if not _GENERAL.fullmatch(part)]
        if special:
            return special[0]
        named = [part for part in named if not _GENERAL.fullmatch(part)] or holding
    said = next((part for part in named if any(letter.isalpha() for letter in part)), words.strip(" /;()"))
    return said or text.strip().partition(" ")[0]  # of nothing but spaces: nothing


def _short(part: str, wanted: str) -> str:
    """Without its version; of a sentence only the word that is meant."""
    while part != (part := _VERSION.sub("", part).strip()):
        pass
    if len(part) <= 32 and part.count(" ") <= 3:
        return part
    return next((word for word in part.split() if wanted and wanted in word.lower()), "")
