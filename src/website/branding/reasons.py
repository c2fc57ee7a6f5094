"""Why a colour of the site is not quite the one the brand named, in words and figures."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .models import BrandingSettings
from .oklch import contrast
from .palette import READABLE, TEXT, palette

# How a theme's sentences call it, in the order the settings screen lists them.
LIGHT, DARK = False, True


def reasons(brand: BrandingSettings, dark: bool) -> list[str]:
    """One sentence each on links, bold fields and the footer, in the light or in the dark."""
    tokens = palette(brand.accent_colour, brand.second_colour, dark, brand.look)
    return [_accent(brand, tokens), _field(brand, tokens), _footer(brand, tokens)]


def _accent(brand: BrandingSettings, tokens: dict[str, str]) -> str:
    # The paper is what the reader knows; a deeper surface is named only where it is the one that fails.
    grounds = sorted((tokens[name] for name in READABLE["accent"]), key=lambda one: contrast(brand.accent_colour, one))
    ground = tokens["paper"] if contrast(brand.accent_colour, tokens["paper"]) < TEXT else grounds[0]
    values = {
        "given": brand.accent_colour.lower(),
        "ground": ground,
        "reached": _ratio(brand.accent_colour, ground),
        "used": tokens["accent"],
        "ratio": _ratio(tokens["accent"], ground),
        "wanted": number_format(TEXT, 1),
    }
    if contrast(brand.accent_colour, ground) >= TEXT:
        return _("Links and buttons: the accent %(given)s as it is; on %(ground)s it reaches %(reached)s:1.") % values
    return (
        _(
            "Links and buttons: the accent %(given)s on %(ground)s reaches %(reached)s:1, and text needs %(wanted)s:1. "
            "We use %(used)s: %(ratio)s:1."
        )
        % values
    )


def _field(brand: BrandingSettings, tokens: dict[str, str]) -> str:
    values = {
        "given": brand.accent_colour.lower(),
        "used": tokens["field"],
        "words": tokens["on-field"],
        "ratio": _ratio(tokens["on-field"], tokens["field"]),
    }
    if tokens["field"] == brand.accent_colour.lower():
        return _("Bold fields: %(given)s as it is, with words in %(words)s: %(ratio)s:1.") % values
    return _("Bold fields: %(used)s instead of %(given)s, so that words in %(words)s reach %(ratio)s:1.") % values


def _footer(brand: BrandingSettings, tokens: dict[str, str]) -> str:
    values = {
        "given": brand.second_colour.lower(),
        "used": tokens["deep"],
        "ratio": _ratio(tokens["on-deep"], tokens["deep"]),
    }
    return _("Footer: the hue of %(given)s, deep enough for words: %(used)s, %(ratio)s:1.") % values


def _ratio(one: str, other: str) -> str:
    """Rounded down, so that no figure promises more than is there."""
    return number_format(int(contrast(one, other) * 10) / 10, 1)
