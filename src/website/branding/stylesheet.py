"""The brand as CSS: font faces and custom properties, and a name that changes when they do."""

from functools import lru_cache

from .fonts import PAIRS, FontPair
from .looks import shape
from .models import BrandingSettings
from .palette import palette


def stylesheet(brand: BrandingSettings, theme: str = "") -> str:
    """What the brand adds to /site.css; `theme`, "light" or "dark", holds it to one of the two whatever the system."""
    colours = (brand.accent_colour, brand.second_colour)
    return _stylesheet(brand.look, brand.fonts, *colours, brand.corners, brand.density, theme)


@lru_cache(maxsize=64)
def _stylesheet(look: str, fonts_name: str, accent: str, second: str, corners: str, density: str, theme: str) -> str:
    pair = PAIRS[FontPair(fonts_name)]
    faces = "\n".join(family.faces() for family in dict.fromkeys((pair.display, pair.text)))
    fonts = {
        "font-display": pair.display.stack(pair.fallback),
        "font-text": pair.text.stack("system-ui,sans-serif"),
        "display-weight": str(pair.display_weight),
        "display-tracking": f"{pair.tracking}em",
    }
    shapes = fonts | shape(look, corners, density)
    light = _written(shapes | palette(accent, second, False, look))
    dark = _written(palette(accent, second, True, look))
    if theme:
        colours = dark if theme == "dark" else light
        return f"{faces}\n:root{{color-scheme:{theme};{_written(shapes)}{colours}}}\n"
    return f"{faces}\n:root{{color-scheme:light dark;{light}}}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"


def _written(tokens: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in tokens.items())
