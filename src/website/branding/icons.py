"""Every icon a browser or a phone asks for, drawn from the one an editor uploaded, or from the name's first letter."""

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from io import BytesIO

import resvg_py
from django.contrib.staticfiles.finders import find
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError

from .fonts import PAIRS, FontPair
from .models import BrandingSettings
from .palette import palette

TAB, PHONE, LARGEST = 32, 180, 512  # pixels
SAFE = 0.72  # of a maskable icon's side: a phone may cut the rest to a circle


def icon(brand: BrandingSettings, name: str) -> bytes:
    """The file called `name`, one of ICONS."""
    return _icon(*_source(brand), name)


def icon_version(brand: BrandingSettings) -> str:
    """Changes with anything the icons are drawn from."""
    return sha256("\n".join(_source(brand)).encode()).hexdigest()[:12]


def _source(brand: BrandingSettings) -> tuple[str, str, str, str]:
    """What the icons are drawn from: an uploaded file, and a letter, its colour and its fonts where there is none."""
    letter = next((character for character in brand.site_name if character.isalnum()), "•").upper()
    return brand.favicon.name or "", letter, brand.accent_colour, brand.fonts


@lru_cache(maxsize=32)
def _icon(upload: str, letter: str, colour: str, fonts: str, name: str) -> bytes:
    def art(side: int) -> Image.Image:
        return _uploaded(upload, side) or _drawn(letter, colour, fonts, side)

    file = BytesIO()
    ICONS[name](art).save(file, "ICO" if name.endswith(".ico") else "PNG")
    return file.getvalue()


def _uploaded(upload: str, side: int) -> Image.Image | None:
    """The upload as a square of `side` pixels; None without one, or where its file has gone."""
    if not upload:
        return None
    try:
        with default_storage.open(upload) as file:
            data = file.read()
        if upload.lower().endswith(".svg"):
            data = resvg_py.svg_to_bytes(svg_string=data.decode(), width=side, height=side, skip_system_fonts=True)
        picture = Image.open(BytesIO(data)).convert("RGBA")
    except (OSError, ValueError, UnidentifiedImageError):
        return None
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (side, side))
    square.paste(picture, ((side - picture.width) // 2, (side - picture.height) // 2))
    return square


def _drawn(letter: str, colour: str, fonts: str, side: int) -> Image.Image:
    """The letter in the heading font, in words' colour on the accent field."""
    tokens = palette(colour, colour, dark=False)
    pair = PAIRS[FontPair(fonts)]
    font = ImageFont.truetype(find(pair.display.path("latin")) or "", round(LARGEST * 0.66))
    if pair.display.axis != "400":
        axes = font.get_variation_axes()
        font.set_variation_by_axes(
            [pair.display_weight if axis["name"] == b"Weight" else axis["default"] for axis in axes]
        )
    picture = Image.new("RGBA", (LARGEST, LARGEST))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((0, 0, LARGEST - 1, LARGEST - 1), LARGEST // 5, fill=tokens["field"])
    left, top, right, bottom = draw.textbbox((0, 0), letter, font=font)
    place = ((LARGEST - left - right) / 2, (LARGEST - top - bottom) / 2)
    draw.text(place, letter, font=font, fill=tokens["on-field"])
    return picture.resize((side, side), Image.Resampling.LANCZOS)


Art = Callable[[int], Image.Image]


def _plain(side: int) -> Callable[[Art], Image.Image]:
    return lambda art: art(side)


def _on_ground(side: int, share: float) -> Callable[[Art], Image.Image]:
    """Without transparency: `share` of the side on a ground that goes on from the picture's own edge."""

    def draw(art: Art) -> Image.Image:
        inner = art(round(side * share))
        edge = inner.getpixel((inner.width // 2, 1))
        solid = isinstance(edge, tuple) and edge[3] > 250
        ground = Image.new("RGBA", (side, side), edge if solid else "#ffffff")
        ground.alpha_composite(inner, ((side - inner.width) // 2, (side - inner.height) // 2))
        return ground.convert("RGB")

    return draw


ICONS: dict[str, Callable[[Art], Image.Image]] = {
    "favicon.ico": _plain(TAB),
    "icon-192.png": _plain(192),
    "icon-512.png": _plain(LARGEST),
    "apple-touch-icon.png": _on_ground(PHONE, 0.9),
    "icon-maskable-512.png": _on_ground(LARGEST, SAFE),
}
