"""How much shade a photograph needs behind words, measured on its pixels.

Every cell about as wide as a letter must be readable, not the mean and not 95 % of them: a photograph fails its
words where a lamp or a window stands behind three of them, and the mean does not see it. What is finer than a
cell is averaged into it, because a glint thinner than a letter hides none.
"""

from hashlib import sha256
from math import ceil, floor
from typing import NamedTuple

from django.core.cache import cache
from PIL import Image
from wagtail.images.models import AbstractImage

from .oklch import contrast, relative_luminance
from .palette import ON_PHOTO, SCRIM, TEXT

STEP = 5  # percent: scrim.css has a rule for each
CELLS = 128  # across the picture; on a desktop one is about as wide as a letter of running text
WEEK = 7 * 24 * 3600  # seconds


class Area(NamedTuple):
    """Where words lie, as shares of the picture's width and height."""

    left: float
    top: float
    right: float
    bottom: float


# With `object-fit: cover` only a middle part of the picture shows, so an area spans the axis along which it is cut.
AREAS = {
    "all": Area(0, 0, 1, 1),
    # The lower 60 % of the box: css/layout.css gives words no more than that.
    "bottom": Area(0, 0.4, 1, 1),
}


def least_scrim(picture: Image.Image, area: Area, text: str = ON_PHOTO, scrim: str = SCRIM) -> int:
    """The least opacity, in percent and in steps of 5, at which `scrim` over `picture` lets `text` reach 4.5:1.

    `text` and `scrim` are #rrggbb. Raises ValueError where they are too close to one another for any opacity.
    """
    if contrast(text, scrim) < TEXT:
        raise ValueError(f"{text} on {scrim} reaches {contrast(text, scrim):.2f}:1, and {TEXT}:1 is needed.")
    shade = _channels(scrim)
    limit, text_is_lighter = _limit(text, scrim)
    unreadable = _cells(picture, area, text_is_lighter)
    for percent in range(0, 100, STEP):
        unreadable = {
            cell
            for cell in unreadable
            if (relative_luminance(*_blend(cell, shade, percent / 100, text_is_lighter)) > limit) == text_is_lighter
        }
        if not unreadable:
            return percent
    return 100


def scrim_for(image: AbstractImage, cut: str, area: str = "bottom") -> int:
    """`least_scrim` of `image` cut as `cut` (a filter such as "fill-640x480"); measured once, then remembered.

    The file and its focal point name the answer, so a new photograph or a new crop is measured again.
    """
    focus = f"{image.focal_point_x},{image.focal_point_y},{image.focal_point_width},{image.focal_point_height}"
    name = f"{image.pk} {image.file.name} {focus} {cut} {area} {ON_PHOTO} {SCRIM}"
    key = f"scrim-{sha256(name.encode()).hexdigest()[:32]}"
    known: int | None = cache.get(key)
    if known is None:
        rendition = image.get_rendition(f"{cut}|format-jpeg")
        with rendition.file.storage.open(rendition.file.name) as file, Image.open(file) as picture:
            known = least_scrim(picture, AREAS[area])
        cache.set(key, known, WEEK)
    return known


Cell = tuple[int, int, int]


def _channels(colour: str) -> Cell:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _cells(picture: Image.Image, area: Area, text_is_lighter: bool) -> set[Cell]:
    """The distinct colours of the area, each moved by less than four in 256 towards the text, never away from it."""
    width, height = picture.size
    box = (area.left * width, area.top * height, area.right * width, area.bottom * height)
    across = max(1, min(CELLS, width))
    columns = max(1, round(across * (area.right - area.left)))
    rows = max(1, round(across * height / width * (area.bottom - area.top)))
    small = picture.convert("RGB").resize((columns, rows), Image.Resampling.BOX, box=box)
    low = 0b11
    data = small.tobytes()
    moved = bytes(value | low for value in data) if text_is_lighter else bytes(value & ~low for value in data)
    return set(zip(moved[0::3], moved[1::3], moved[2::3], strict=True))


def _limit(text: str, scrim: str) -> tuple[float, bool]:
    """The luminance that what lies behind `text` may not pass, and whether that is a ceiling."""
    own, ground = relative_luminance(*_channels(text)), relative_luminance(*_channels(scrim))
    if own > ground:
        return (own + 0.05) / TEXT - 0.05, True
    return (own + 0.05) * TEXT - 0.05, False


def _blend(cell: Cell, shade: Cell, opacity: float, text_is_lighter: bool) -> Cell:
    """As a browser lays a colour of some opacity over another: channel by channel, on the values as they are coded.

    Each is rounded towards the text: browsers differ in how they come to eight bits, and none may end below 4.5:1.
    """
    whole = ceil if text_is_lighter else floor
    red, green, blue = (whole(under + (over - under) * opacity) for under, over in zip(cell, shade, strict=True))
    return red, green, blue
