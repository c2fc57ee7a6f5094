"""Which site sent a visitor, and what sort of site that is."""

from urllib.parse import urlsplit

from logging_app.models import Referrer

# The end of a host name, or the name before a country's ending ("google." is google.it, google.co.uk, …).
_SITES = {
    Referrer.Group.SEARCH: {
        "google.": "Google", "bing.com": "Bing", "duckduckgo.com": "DuckDuckGo", "ecosia.org": "Ecosia",
        "qwant.com": "Qwant", "search.yahoo.": "Yahoo", "yahoo.": "Yahoo", "yandex.": "Yandex", "baidu.com": "Baidu",
        "startpage.com": "Startpage", "search.brave.com": "Brave", "virgilio.it": "Virgilio", "libero.it": "Libero",
    },
    Referrer.Group.SOCIAL: {
        "facebook.com": "Facebook", "fb.me": "Facebook", "instagram.com": "Instagram", "linkedin.com": "LinkedIn",
        "lnkd.in": "LinkedIn", "t.co": "X", "x.com": "X", "twitter.com": "X", "pinterest.": "Pinterest",
        "youtube.com": "YouTube", "youtu.be": "YouTube", "tiktok.com": "TikTok", "reddit.com": "Reddit",
        "whatsapp.com": "WhatsApp", "t.me": "Telegram", "threads.net": "Threads", "bsky.app": "Bluesky",
    },
    Referrer.Group.MAIL: {
        "mail.google.com": "Gmail", "outlook.live.com": "Outlook", "outlook.office.com": "Outlook",
        "mail.yahoo.com": "Yahoo Mail", "webmail.": "Webmail", "mail.libero.it": "Libero Mail",
    },
    Referrer.Group.ASSISTANT: {
        "chatgpt.com": "ChatGPT", "chat.openai.com": "ChatGPT", "perplexity.ai": "Perplexity", "claude.ai": "Claude",
        "gemini.google.com": "Gemini", "copilot.microsoft.com": "Copilot", "chat.mistral.ai": "Le Chat",
    },
}  # fmt: skip
_APPS = {
    "com.google.android.gm": (Referrer.Group.MAIL, "Gmail"),
    "com.google.android.googlequicksearchbox": (Referrer.Group.SEARCH, "Google"),
    "com.facebook.katana": (Referrer.Group.SOCIAL, "Facebook"),
    "com.linkedin.android": (Referrer.Group.SOCIAL, "LinkedIn"),
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
    return host, Referrer.Group.OTHER, ""


def _is_of(host: str, site: str) -> bool:
    if site.endswith("."):  # google. → google.it, www.google.co.uk, but not google.example.org/evil
        name, _, country = host.rpartition(site)
        return (not name or name.endswith(".")) and 0 < len(country) <= 6
    return host == site or host.endswith("." + site)
