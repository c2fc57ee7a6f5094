"""What kind of thing a path is, and whether asking for it is probing for a hole.

A rule names what only a probe asks for: a page may well be called /it/backup/ or /it/wp-e-joomla/.
"""
# ruff: noqa: E501 -- a list of names, long by nature

import re

from logging_app.models import Path

_ASSET = re.compile(
    r"^/(static|media|icons|documents|\.well-known)/|^/(healthz|readyz|contact/challenge|images/[^/]+/\d+/.*)$|"
    r"\.(css|js|mjs|map|json|xml|txt|ico|png|jpe?g|gif|svg|webp|avif|heic|woff2?|ttf|otf|eot|mp[34]|webm|ogg|pdf|zip|gz|"
    r"vcf|webmanifest|docx?|xlsx?|pptx?|od[tsp]|csv|apk|wasm)$",
    re.IGNORECASE,
)
_ADMIN = re.compile(r"^/(admin|django-admin|cms-admin|accounts)(/|$)")
_SIGN_IN = re.compile(
    r"^/(admin|django-admin)/(login|password_reset|two_factor)(/|$)|"
    r"^/accounts/(login|signup|2fa/authenticate|mfa/authenticate|password/reset|reauthenticate|confirm-login-code)(/|$)|"
    r"^/_util/(login|authenticate_with_password)/"
)
_FEED = re.compile(r"(^|/)(feed|rss|atom|calendar|[^/]+\.(atom|rss|ics))/?$|^/(feed|rss|atom)\.xml$", re.IGNORECASE)
# The name of a rule is what the screen of probes says: `screens/addresses/probes.py` has its translation.
_PROBES = [
    ("WordPress", re.compile(
        r"/wp-(admin|content|includes|json|login|config|cron|trackback|signup|links|mail|load|settings)(/|\.|-sample|$)|"
        r"^/+(wordpress|wp|blog/wp|old/wp)(/|$)|/xmlrpc\.php|/wlwmanifest\.xml", re.IGNORECASE)),
    ("secrets", re.compile(
        r"/\.(?!well-known(/|$))[a-z_]|^/+(config|secrets?|credentials|settings|appsettings|database|service-?account|"
        r"serverless|docker-compose|web|id_rsa|parameters|composer|package)\.(json|ya?ml|env|ini|config|lock|toml)$|"
        r"/(id_rsa|id_ed25519|credentials\.csv|secrets\.yml|aws\.json)$", re.IGNORECASE)),
    ("backup", re.compile(
        r"\.(sql|bak|old|orig|save|swp|tar|tgz|rar|7z|sqlite3?|mdb|dump)(\.(gz|zip|bz2|xz))?$|\.(py|php|html?)~$|"
        r"^/+[^/]+\.(zip|gz|bz2|xz)$|^/+(backups?|dumps?|bak|bkp|sql)/?$", re.IGNORECASE)),
    ("database", re.compile(r"^/+([^/]+/)?(phpmyadmin|pma|adminer|mysql|myadmin|dbadmin|pgadmin|sqlweb)[\d.-]*([/.]|$)", re.IGNORECASE)),
    ("script", re.compile(r"\.(php\d?|phtml|aspx?|ashx|asmx|jspx?|cgi|cfm|pl|do|action|dll|exe|env)(/|;|$)|/cgi-bin/", re.IGNORECASE)),
    ("traversal", re.compile(r"\.\./|\.\.%2f|%2e%2e|\.\.\\|%c0%ae|/etc/(passwd|shadow|hosts)|/proc/self|win\.ini", re.IGNORECASE)),
    ("injection", re.compile(
        r"union(\s|%20|\+|/\*)+(all\b.{0,5})?select|<script|%3cscript|\$(\{|%7b)jndi|\b(pg_)?sleep(\(|%28)\d|"
        r"\bor\b.{1,6}1(=|%3d)1|(\{|%7b){2}.{0,80}(\}|%7d){2}|;\s*(wget|curl)\b|%00|think\\app", re.IGNORECASE)),
    ("appliance", re.compile(
        r"^/+(boaform|HNAP1|GponForm|setup\.cgi|actuator|solr|jenkins|manager/(html|text)|owa|ecp|autodiscover|remote/(login|fgt_lang)|"
        r"sslvpn|dana-na|dana-cached|global-protect|geoserver|telescope|_ignition|_profiler|server-status|server-info|nginx_status|"
        r"graphql|swagger|swagger-ui|v2/_catalog|api/v1/pods|sdk|evox|nmaplowercheck\d*|login\.(htm|asp|cgi)|hudson|druid|nacos|"
        r"cgi|webui|luci|goform|onvif|ISAPI|mgmt|phpunit|vendor/phpunit|debug/default)(/|\.|$)", re.IGNORECASE)),
]  # fmt: skip


def kind_of(path: str) -> tuple[str, str]:
    """(a `Path.Kind`, the rule that says so: for probes only)."""
    if not path.startswith("/"):
        return Path.Kind.PROBE, "proxy" if path else "no request"
    for rule, pattern in _PROBES:
        if pattern.search(path):
            return Path.Kind.PROBE, rule
    if _SIGN_IN.search(path):
        return Path.Kind.SIGN_IN, ""
    if _ADMIN.match(path):
        return Path.Kind.ADMIN, ""
    if _FEED.search(path):
        return Path.Kind.FEED, ""
    if _ASSET.search(path):
        return Path.Kind.ASSET, ""
    return Path.Kind.PAGE, ""
