"""Lets one page of the site frame another host, where everybody else's pages may not.

While a page is drawn it names the origin; the middleware that writes the policy reads it afterwards.
"""

from django.http import HttpRequest


def allow_frame(request: HttpRequest, origin: str) -> None:
    """The answer to `request` may show frames of `origin`, such as `https://player.example`."""
    request.__dict__.setdefault("_frames", set()).add(origin)


def allowed_frames(request: HttpRequest) -> list[str]:
    return sorted(request.__dict__.get("_frames", ()))
