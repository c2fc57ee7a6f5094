"""Whose films and tours a page may show, and what an address of theirs means. Nothing here asks them anything."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit


@dataclass(frozen=True)
class Provider:
    """`name` is what visitors know it by; `company` is who learns of a visitor that plays something."""

    name: str
    company: str
    origin: str
    example: str


@dataclass(frozen=True)
class Recording:
    """One film or tour: where a frame finds it, and where a link does."""

    provider: Provider
    frame: str
    link: str


YOUTUBE = Provider(
    "YouTube", "Google", "https://www.youtube-nocookie.com", "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
)
VIMEO = Provider("Vimeo", "Vimeo", "https://player.vimeo.com", "https://vimeo.com/1084537")
MATTERPORT = Provider(
    "Matterport", "Matterport", "https://my.matterport.com", "https://my.matterport.com/show/?m=SxQL3iGyoDo"
)
PROVIDERS = [YOUTUBE, VIMEO, MATTERPORT]


def recording(address: str) -> Recording | None:
    """What `address`, copied from a browser or a "share" button, shows; None when it is nobody's we know."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return None
    reader = _READERS.get(host)
    return reader(parts) if reader and parts.scheme in ("http", "https") else None


def _youtube(parts: SplitResult) -> Recording | None:
    query = parse_qs(parts.query)
    if parts.hostname == "youtu.be":
        found = re.fullmatch(r"/([\w-]{11})/?", parts.path)
    else:
        found = re.fullmatch(r"/(?:embed|shorts|live)/([\w-]{11})/?", parts.path)
    name = found[1] if found else query.get("v", [""])[0]
    if not re.fullmatch(r"[\w-]{11}", name):
        return None
    start = _seconds(query.get("t", query.get("start", [""]))[0])
    return Recording(
        YOUTUBE,
        f"{YOUTUBE.origin}/embed/{name}?autoplay=1&rel=0" + (f"&start={start}" if start else ""),
        f"https://www.youtube.com/watch?v={name}" + (f"&t={start}s" if start else ""),
    )


def _vimeo(parts: SplitResult) -> Recording | None:
    # The second part, or the parameter h, is the key of a film that is not listed.
    found = re.fullmatch(r"(?:/video|/channels/[\w-]+)?/(\d{5,12})(?:/([0-9a-f]{6,20}))?/?", parts.path)
    if not found:
        return None
    key = found[2] or parse_qs(parts.query).get("h", [""])[0]
    if not re.fullmatch(r"[0-9a-f]*", key):
        return None
    return Recording(
        VIMEO,
        f"{VIMEO.origin}/video/{found[1]}?autoplay=1&dnt=1" + (f"&h={key}" if key else ""),
        f"https://vimeo.com/{found[1]}" + (f"/{key}" if key else ""),
    )


def _matterport(parts: SplitResult) -> Recording | None:
    name = parse_qs(parts.query).get("m", [""])[0]
    if parts.path.rstrip("/") != "/show" or not re.fullmatch(r"[A-Za-z0-9]{11}", name):
        return None
    link = f"{MATTERPORT.origin}/show/?m={name}"
    return Recording(MATTERPORT, f"{link}&play=1", link)


def _seconds(words: str) -> int:
    """`90`, `90s`, `1m30s` and `1h2m3s` as YouTube writes them; 0 when it is none of these."""
    found = re.fullmatch(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?", words)
    if not found:
        return 0
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


_READERS: dict[str, Callable[[SplitResult], Recording | None]] = {
    "youtube.com": _youtube,
    "youtube-nocookie.com": _youtube,
    "youtu.be": _youtube,
    "vimeo.com": _vimeo,
    "player.vimeo.com": _vimeo,
    "my.matterport.com": _matterport,
}
