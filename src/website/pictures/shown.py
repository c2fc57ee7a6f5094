"""A picture as a gallery shows it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .models import Picture

# What templates/website/pages/gallery.html and elements/portrait.html ask for, so that it is fetched in one query.
RENDITIONS = [
    "max-1920x1920|format-webp",
    *(f"format-{kind}|fill-{size}" for kind in ("avif", "webp", "jpeg") for size in ("400x500", "680x850", "800x1000")),
]
SOCIAL = "fill-1200x630|format-jpeg"  # of the first picture, see parts/head.html


@dataclass(frozen=True)
class Shown:
    image: Picture
    alt_text: str
    caption: str = ""

    @classmethod
    def of(cls, item: Any, number: int) -> "Shown":
        """`item` is a gallery's own picture or one of the library; `number` is its place, from 1.

        A picture is a link to its large version, which must have a name: where nobody wrote one, it is its number.
        """
        image = item if isinstance(item, Picture) else item.image
        words = getattr(item, "alt_text", "") or image.default_alt_text
        return cls(image, words or _("Picture %(number)s") % {"number": number}, getattr(item, "caption", ""))


@dataclass(frozen=True)
class Credit:
    """Whose a picture is."""

    name: str
    licence: str
    source: str


def credits_of(pictures: list[Shown]) -> list[Credit]:
    """Each credit once, in the order of the pictures."""
    all_of_them = (Credit(one.image.credit, one.image.licence, one.image.source) for one in pictures)
    return list(dict.fromkeys(credit for credit in all_of_them if credit.name or credit.licence))
