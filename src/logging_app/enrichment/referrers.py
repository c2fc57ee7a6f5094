"""Which site sent a visitor, and what sort of site that is."""
# ruff: noqa: E501 -- a list of names, long by nature

import re
from urllib.parse import urlsplit

from logging_app.models import Referrer

# The end of a host name, or the name before a country's ending ("google." is google.it, google.co.uk, …).
_SITES = {
    Referrer.Group.SEARCH: {
        "google.": "Google", "maps.google.": "Google Maps", "business.google.com": "Google Maps", "bing.com": "Bing",
        "googleadservices.com": "Google Ads", "doubleclick.net": "Google Ads", "googlesyndication.com": "Google Ads",
        "duckduckgo.com": "DuckDuckGo", "ecosia.org": "Ecosia", "qwant.com": "Qwant", "yahoo.": "Yahoo",
        "yandex.": "Yandex", "ya.ru": "Yandex", "baidu.com": "Baidu", "startpage.com": "Startpage", "naver.com": "Naver",
        "search.brave.com": "Brave", "kagi.com": "Kagi", "virgilio.it": "Virgilio", "libero.it": "Libero",
        "seznam.cz": "Seznam", "swisscows.com": "Swisscows", "mojeek.com": "Mojeek", "ask.com": "Ask", "msn.com": "MSN",
        "paginegialle.it": "PagineGialle", "petalsearch.com": "Petal", "metager.de": "MetaGer", "so.com": "360",
    },
    Referrer.Group.SOCIAL: {
        "facebook.com": "Facebook", "fb.me": "Facebook", "fb.com": "Facebook", "messenger.com": "Messenger",
        "instagram.com": "Instagram", "linkedin.com": "LinkedIn", "lnkd.in": "LinkedIn", "t.co": "X", "x.com": "X",
        "twitter.com": "X", "pinterest.": "Pinterest", "pin.it": "Pinterest", "youtube.com": "YouTube",
        "youtu.be": "YouTube", "tiktok.com": "TikTok", "reddit.com": "Reddit", "whatsapp.com": "WhatsApp",
        "wa.me": "WhatsApp", "t.me": "Telegram", "telegram.org": "Telegram", "threads.net": "Threads",
        "threads.com": "Threads", "bsky.app": "Bluesky", "mastodon.social": "Mastodon", "mastodon.uno": "Mastodon",
        "vk.com": "VK", "xing.com": "Xing", "discord.com": "Discord", "snapchat.com": "Snapchat", "tumblr.com": "Tumblr",
        "linktr.ee": "Linktree", "tripadvisor.": "Tripadvisor", "news.ycombinator.com": "Hacker News",
    },
    Referrer.Group.MAIL: {
        "mail.google.com": "Gmail", "outlook.live.com": "Outlook", "outlook.office.com": "Outlook",
        "outlook.office365.com": "Outlook", "outlook.com": "Outlook", "mail.yahoo.": "Yahoo Mail",
        "mail.libero.it": "Libero Mail", "mail.virgilio.it": "Virgilio Mail", "mail.tiscali.it": "Tiscali Mail",
        "webmail.aruba.it": "Aruba", "webmail.pec.it": "Aruba PEC", "mail.proton.me": "Proton Mail",
        "mail.ionos.it": "IONOS", "mailchi.mp": "Mailchimp", "list-manage.com": "Mailchimp", "sendibm1.com": "Brevo",
        "mail.ru": "Mail.ru", "icloud.com": "iCloud Mail", "mail.aol.com": "AOL", "alice.it": "TIM Mail",
    },
    Referrer.Group.ASSISTANT: {
        "chatgpt.com": "ChatGPT", "chat.openai.com": "ChatGPT", "openai.com": "ChatGPT", "perplexity.ai": "Perplexity",
        "claude.ai": "Claude", "gemini.google.com": "Gemini", "bard.google.com": "Gemini", "notebooklm.google.com": "NotebookLM",
        "copilot.microsoft.com": "Copilot", "copilot.cloud.microsoft": "Copilot", "edgeservices.bing.com": "Copilot",
        "chat.mistral.ai": "Le Chat", "chat.deepseek.com": "DeepSeek", "grok.com": "Grok", "x.ai": "Grok", "meta.ai": "Meta AI",
        "you.com": "You.com", "phind.com": "Phind", "poe.com": "Poe", "duck.ai": "Duck.ai",
    },
    # Sites that send nobody: machines write their names into logs, so that somebody looks at them.
    Referrer.Group.SPAM: {
        "semalt.com": "", "darodar.com": "", "ilovevitaly.com": "", "priceg.com": "", "econom.co": "", "o-o-6-o-o.com": "",
        "blackhatworth.com": "", "hulfingtonpost.com": "", "cenoval.ru": "", "savetubevideo.com": "", "kambasoft.com": "",
        "makemoneyonline.com": "", "bestwebsitesawards.com": "", "humanorightswatch.org": "", "trafficmonetize.org": "",
        "4webmasters.org": "", "webmonetizer.net": "", "trafficbot.life": "", "bottraffic.live": "", "bot-traffic.icu": "",
        "static.seders.website": "", "news.grets.store": "", "rida.tokyo": "", "ofer.bartikus.site": "", "kar.razas.site": "",
        "nvssf.com": "", "game.fertuk.site": "", "garold.dertus.site": "",
    },
}  # fmt: skip
_SPAM = re.compile(
    r"buttons?-for-(your-)?website|free-(social-buttons|share-buttons|traffic|video-tool)|get-free|share-buttons|"
    r"(buy|cheap|best|top|100dollars|success)-?seo|seo-(offer|platform|services)|traffic2(money|cash)|event-tracking|"
    r"website-?traffic|rank-?checker|guardlink"
)
_WEBMAIL = re.compile(r"^(webmail|roundcube|rainloop|posta|owa|zimbra|mail)\d*\.")
_APPS = {
    "com.google.android.gm": (Referrer.Group.MAIL, "Gmail"),
    "com.microsoft.office.outlook": (Referrer.Group.MAIL, "Outlook"),
    "com.google.android.googlequicksearchbox": (Referrer.Group.SEARCH, "Google"),
    "com.google.android.apps.searchlite": (Referrer.Group.SEARCH, "Google"),
    "com.google.android.apps.maps": (Referrer.Group.SEARCH, "Google Maps"),
    "com.google.android.youtube": (Referrer.Group.SOCIAL, "YouTube"),
    "com.duckduckgo.mobile.android": (Referrer.Group.SEARCH, "DuckDuckGo"),
    "com.facebook.katana": (Referrer.Group.SOCIAL, "Facebook"),
    "com.facebook.orca": (Referrer.Group.SOCIAL, "Messenger"),
    "com.instagram.android": (Referrer.Group.SOCIAL, "Instagram"),
    "com.linkedin.android": (Referrer.Group.SOCIAL, "LinkedIn"),
    "com.pinterest": (Referrer.Group.SOCIAL, "Pinterest"),
    "com.whatsapp": (Referrer.Group.SOCIAL, "WhatsApp"),
    "com.twitter.android": (Referrer.Group.SOCIAL, "X"),
    "com.reddit.frontpage": (Referrer.Group.SOCIAL, "Reddit"),
    "org.telegram.messenger": (Referrer.Group.SOCIAL, "Telegram"),
    "com.zhiliaoapp.musically": (Referrer.Group.SOCIAL, "TikTok"),
    "com.openai.chatgpt": (Referrer.Group.ASSISTANT, "ChatGPT"),
    "ai.perplexity.app.android": (Referrer.Group.ASSISTANT, "Perplexity"),
}
# The longest ending first: mail.google.com is no search.
_ENDINGS = sorted(
    ((ending, group, name) for group, sites in _SITES.items() for ending, name in sites.items()),
    key=lambda site: -len(site[0]),
)


def host_of(referrer: str) -> str:
    """Lower case, without "www." and port; "" for what is no address."""
    try:
        host = urlsplit(referrer).hostname or ""
    except ValueError:  # such as an unclosed IPv6 bracket
        return ""
    return host.removeprefix("www.")[:255]


def group_of(referrer: str, own_hosts: frozenset[str]) -> tuple[str, str, str]:
    """(host, a `Referrer.Group`, the site's name). `own_hosts` are without "www."."""
    host = host_of(referrer)
    if host in own_hosts:
        return host, Referrer.Group.OWN, ""
    if referrer.startswith("android-app://") and host in _APPS:
        return host, *_APPS[host]
    for ending, group, name in _ENDINGS:
        if _is_of(host, ending):
            return host, group, name
    if _SPAM.search(host):
        return host, Referrer.Group.SPAM, ""
    if _WEBMAIL.match(host):
        return host, Referrer.Group.MAIL, "Webmail"
    return host, Referrer.Group.OTHER, ""


def _is_of(host: str, site: str) -> bool:
    if site.endswith("."):  # google. → google.it, www.google.co.uk, but not google.example.org/evil
        name, found, country = host.rpartition(site)
        return bool(found) and (not name or name.endswith(".")) and 0 < len(country) <= 6
    return host == site or host.endswith("." + site)
