"""What kind of thing a path is, and whether asking for it is probing for a hole."""

import re

from logging_app.models import Path

_ASSET = re.compile(
    r"^/(static|media)/|\.(css|js|mjs|map|json|xml|txt|ico|png|jpe?g|gif|svg|webp|avif|woff2?|ttf|eot|mp4|webm|mp3|pdf|zip)$",
    re.IGNORECASE,
)
_ADMIN = re.compile(r"^/(admin|django-admin)(/|$)")
_SIGN_IN = re.compile(r"^/(admin|django-admin|accounts)/login/?$|(^|/)(wp-login\.php|xmlrpc\.php)$")
_FEED = re.compile(r"(^|/)(feed|rss|atom|notizie\.atom|[^/]+\.(atom|rss|ics))/?$", re.IGNORECASE)
# Rules by name: the name is what the screen of probes says.
_PROBES = [
    ("WordPress", re.compile(r"/wp-|/wordpress|xmlrpc\.php|wlwmanifest", re.IGNORECASE)),
    ("secrets", re.compile(r"/\.(env|git|svn|hg|aws|ssh|htpasswd|htaccess|DS_Store|vscode)", re.IGNORECASE)),
    ("backup", re.compile(r"\.(sql|bak|old|swp|tar|tgz|rar|7z)(\.gz)?$|/(backup|dump)s?(/|\.|$)", re.IGNORECASE)),
    ("database", re.compile(r"/(phpmyadmin|pma|adminer|mysql|myadmin|dbadmin)", re.IGNORECASE)),
    ("script", re.compile(r"\.(php\d?|asp|aspx|jsp|cgi|do|action)(/|$)|/cgi-bin/", re.IGNORECASE)),
    ("traversal", re.compile(r"\.\./|%2e%2e|/etc/passwd|/proc/self|win\.ini", re.IGNORECASE)),
    ("injection", re.compile(r"union(\s|%20|\+)+select|<script|%3cscript|\$\{jndi:|sleep\(\d|\bor\b.{1,6}1=1", re.IGNORECASE)),
    ("appliance", re.compile(r"/(boaform|HNAP1|GponForm|setup\.cgi|actuator|solr|jenkins|manager/html|owa/)", re.IGNORECASE)),
]  # fmt: skip


def kind_of(path: str) -> tuple[str, str]:
    """(a `Path.Kind`, the rule that says so: for probes only)."""
    for rule, pattern in _PROBES:
        if pattern.search(path):
            return Path.Kind.PROBE, rule
    if not path.startswith("/"):
        return Path.Kind.PROBE, "proxy"
    if _SIGN_IN.search(path):
        return Path.Kind.SIGN_IN, ""
    if _ADMIN.match(path):
        return Path.Kind.ADMIN, ""
    if _FEED.search(path):
        return Path.Kind.FEED, ""
    if _ASSET.search(path):
        return Path.Kind.ASSET, ""
    return Path.Kind.PAGE, ""
