"""Colours as numbers: #rrggbb to OKLCH and back, and the contrast WCAG measures.

Source of the matrices: Björn Ottosson, “A perceptual color space for image processing” (2020).
Source of the contrast formula: WCAG 2.2, “relative luminance” and “contrast ratio”.
"""

import math
from typing import NamedTuple


class Oklch(NamedTuple):
    """Lightness 0–1, chroma 0–0.4, hue in degrees."""

    lightness: float
    chroma: float
    hue: float


def _to_linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _to_gamma(channel: float) -> float:
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _linear(colour: str) -> tuple[float, float, float]:
    red, green, blue = (_to_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return red, green, blue


def from_hex(colour: str) -> Oklch:
    """`colour` is #rrggbb."""
    r, g, b = _linear(colour)
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    bb = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, bb), math.degrees(math.atan2(bb, a)) % 360)


def to_hex(colour: Oklch) -> str:
    """#rrggbb; a colour the screen cannot show loses chroma, never lightness or hue."""
    chroma = colour.chroma
    while True:
        channels = _channels(colour._replace(chroma=chroma))
        if chroma < 0.002 or all(-0.0005 <= channel <= 1.0005 for channel in channels):
            break
        chroma *= 0.94
    eight_bit = (round(_to_gamma(min(max(channel, 0), 1)) * 255) for channel in channels)
    return "#" + "".join(f"{channel:02x}" for channel in eight_bit)


def _channels(colour: Oklch) -> tuple[float, float, float]:
    a = colour.chroma * math.cos(math.radians(colour.hue))
    b = colour.chroma * math.sin(math.radians(colour.hue))
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def relative_luminance(red: float, green: float, blue: float) -> float:
    """WCAG's, of channels from 0 to 255."""
    return 0.2126 * _to_linear(red / 255) + 0.7152 * _to_linear(green / 255) + 0.0722 * _to_linear(blue / 255)
