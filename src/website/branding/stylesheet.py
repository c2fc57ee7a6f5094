"""The brand as CSS: font faces and custom properties, and a name that changes when they do."""

from functools import lru_cache
from hashlib import sha256

from .fonts import PAIRS, FontPair
from .models import BrandingSettings
from .palette import palette


def stylesheet(brand: BrandingSettings) -> str:
    """The whole of /brand.css."""
    return _stylesheet(brand.fonts, brand.accent_colour, brand.second_colour)


def version(brand: BrandingSettings) -> str:
    """Short hash of the stylesheet."""
    return _version(stylesheet(brand))


@lru_cache(maxsize=64)
def _version(css: str) -> str:
    return sha256(css.encode()).hexdigest()[:12]


@lru_cache(maxsize=64)
def _stylesheet(fonts_name: str, accent: str, second: str) -> str:
    pair = PAIRS[FontPair(fonts_name)]
    faces = f"{pair.display.faces()}\n{pair.text.faces()}"
    fonts = (
        f'--font-display:"{pair.display.name}",{pair.fallback};'
        f'--font-text:"{pair.text.name}",system-ui,sans-serif;'
        f"--display-weight:{pair.display_weight};--display-tracking:{pair.tracking}em;"
    )
    light, dark = _colours(accent, second, dark=False), _colours(accent, second, dark=True)
    return (
        f"{faces}\n:root{{color-scheme:light dark;{fonts}{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
    )


def _colours(accent: str, second: str, dark: bool) -> str:
    tokens = palette(accent, second, dark)
    return "".join(f"--{name}:{value};" for name, value in tokens.items())
