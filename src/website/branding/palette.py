"""From a brand's two colours, every colour of the site, readable in the light and in the dark."""

from .looks import MANNERS, Look, Surface
from .oklch import Oklch, contrast, from_hex, to_hex

TEXT = 4.5  # WCAG 2.2 AA: text against what it stands on
CONTROL = 3.0  # and the edges of controls

# Words on a photograph, and the shade between them and it: the same for every brand, in the light and in the dark.
ON_PHOTO = "#ffffff"
SCRIM = "#0e0c0b"

# Which token must be readable on which: the promise the tests hold every brand to.
READABLE = {
    "ink": ("paper", "paper-raised", "paper-sunk", "tint"),
    "ink-soft": ("paper", "paper-raised", "paper-sunk", "tint"),
    "accent": ("paper", "paper-raised", "paper-sunk", "tint"),
    "accent-strong": ("paper", "paper-raised", "paper-sunk", "tint"),
    "on-accent": ("accent", "accent-strong"),
    "on-deep": ("deep",),
    "on-deep-soft": ("deep",),
    "on-field": ("field",),
    "notice": ("paper", "paper-raised"),
}
VISIBLE = {"edge": ("paper", "paper-raised", "paper-sunk")}


def palette(accent: str, second: str, dark: bool, look: str = Look.BOTTEGA) -> dict[str, str]:
    """The colour tokens, as #rrggbb; `accent` and `second` are #rrggbb."""
    brand, other = from_hex(accent), from_hex(second)
    manner = MANNERS[Look(look)]
    surface = manner.dark if dark else manner.light
    hue = _paper_hue(brand, look)
    tokens = _surfaces(brand, other, surface, hue) | _field(brand, dark)
    grounds = [tokens[name] for name in READABLE["ink"]]
    step = 0.01 if dark else -0.01
    warmth = min(surface.chroma, 1)
    tokens["ink"] = _readable(Oklch(0.93 if dark else 0.24, min(brand.chroma, 0.014) * warmth, hue), grounds, 7, step)
    soft = Oklch(0.74 if dark else 0.47, min(brand.chroma, 0.018) * warmth, hue)
    tokens["ink-soft"] = _readable(soft, grounds, TEXT, step)
    tokens["accent"] = _readable(brand, grounds, TEXT, step)
    strong = from_hex(tokens["accent"])
    tokens["accent-strong"] = to_hex(strong._replace(lightness=strong.lightness + step * 7))
    # Darkening (or lightening) past the accent keeps its contrast, so one text colour serves both.
    tokens["on-accent"] = _readable(
        Oklch(0.16 if dark else 0.99, 0.01, brand.hue), [tokens["accent"], tokens["accent-strong"]], TEXT, -step
    )
    tokens["on-deep"] = _readable(Oklch(0.95, 0.012, other.hue), [tokens["deep"]], 7, 0.01)
    tokens["on-deep-soft"] = _readable(Oklch(0.78, 0.02, other.hue), [tokens["deep"]], TEXT, 0.01)
    tokens["notice"] = _readable(Oklch(0.5, 0.17, 27), grounds, TEXT, step)
    tokens["edge"] = _readable(Oklch(0.62, min(brand.chroma, 0.02) * warmth, hue), grounds, CONTROL, step)
    return tokens


def _surfaces(brand: Oklch, other: Oklch, surface: Surface, hue: float) -> dict[str, str]:
    """What things stand on: paper tinted with `hue`, and two fields of the second colour, quiet and deep."""
    warmth = min(brand.chroma, 0.1) / 0.1
    papers = {
        "paper": (surface.paper, 0.01 * surface.chroma),
        "paper-raised": (surface.raised, 0.006 * surface.chroma),
        "paper-sunk": (surface.sunk, 0.016 * surface.chroma),
        "line": (surface.line, 0.02 * surface.chroma),
    }
    tokens = {name: to_hex(Oklch(lightness, chroma * warmth, hue)) for name, (lightness, chroma) in papers.items()}
    tokens["tint"] = to_hex(Oklch(surface.tint, min(other.chroma, surface.tint_chroma), other.hue))
    tokens["deep"] = to_hex(Oklch(surface.deep, min(other.chroma, surface.deep_chroma), other.hue))
    tokens["deep-line"] = to_hex(Oklch(surface.deep + 0.13, min(other.chroma, surface.deep_chroma), other.hue))
    return tokens


def _field(brand: Oklch, dark: bool) -> dict[str, str]:
    """A bold field as near to the brand's own colour as words on it allow, and those words."""
    lightness = min(max(brand.lightness, 0.3), 0.42) if dark else min(max(brand.lightness, 0.4), 0.86)
    field = brand._replace(lightness=lightness, chroma=min(brand.chroma, 0.14) if dark else brand.chroma)
    ground = to_hex(field)
    light, ink = to_hex(Oklch(0.985, 0.012, brand.hue)), to_hex(Oklch(0.19, 0.03, brand.hue))
    words = max(light, ink, key=lambda colour: contrast(colour, ground))
    return {"field": _readable(field, [words], TEXT, -0.01 if words == light else 0.01), "on-field": words}


def _paper_hue(brand: Oklch, look: str) -> float:
    """The brand's hue; reds and oranges move towards yellow, or their paper would be pink.

    Bottega's paper is warm whatever the brand: beside a blue, cream and not ice.
    """
    warm = 82
    distance = warm - brand.hue
    if abs(distance) < 75:
        return brand.hue + distance * 0.75
    return warm if look == Look.BOTTEGA else brand.hue


def _readable(colour: Oklch, grounds: list[str], wanted: float, step: float) -> str:
    """`colour`, moved in lightness by `step` until it stands out from every ground by `wanted`."""
    lightness = colour.lightness
    while 0 < lightness < 1:
        candidate = to_hex(colour._replace(lightness=lightness))
        if all(contrast(candidate, ground) >= wanted for ground in grounds):
            return candidate
        lightness += step
    return "#ffffff" if step > 0 else "#000000"
