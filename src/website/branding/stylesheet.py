"""The brand as CSS: font faces and custom properties, and a name that changes when they do."""

from hashlib import sha256

from .fonts import PAIRS, FontPair
from .models import BrandingSettings
from .palette import palette


def stylesheet(brand: BrandingSettings) -> str:
    """The whole of /brand.css."""
    pair = PAIRS[FontPair(brand.fonts)]
    faces = f"{pair.display.faces()}\n{pair.text.faces()}"
    fonts = (
        f'--font-display:"{pair.display.name}",{pair.fallback};'
        f'--font-text:"{pair.text.name}",system-ui,sans-serif;'
        f"--display-weight:{pair.display_weight};--display-tracking:{pair.tracking}em;"
    )
    light, dark = _colours(brand, dark=False), _colours(brand, dark=True)
    return (
        f"{faces}\n:root{{color-scheme:light dark;{fonts}{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
    )


def version(brand: BrandingSettings) -> str:
    """Short hash of the stylesheet."""
    return sha256(stylesheet(brand).encode()).hexdigest()[:12]


def _colours(brand: BrandingSettings, dark: bool) -> str:
    tokens = palette(brand.accent_colour, brand.second_colour, dark)
    return "".join(f"--{name}:{value};" for name, value in tokens.items())
