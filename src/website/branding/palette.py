"""From a brand's two colours, every colour of the site, readable in the light and in the dark."""

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
    "notice": ("paper", "paper-raised"),
}
VISIBLE = {"edge": ("paper", "paper-raised", "paper-sunk")}


def palette(accent: str, second: str, dark: bool) -> dict[str, str]:
    """The colour tokens, as #rrggbb; `accent` and `second` are #rrggbb."""
    brand, other = from_hex(accent), from_hex(second)
    tokens = _surfaces(brand, other, dark)
    grounds = [tokens[name] for name in READABLE["ink"]]
    step = 0.01 if dark else -0.01
    hue = _paper_hue(brand)
    tokens["ink"] = _readable(Oklch(0.93 if dark else 0.24, min(brand.chroma, 0.014), hue), grounds, 7, step)
    soft = Oklch(0.74 if dark else 0.47, min(brand.chroma, 0.018), hue)
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
    tokens["edge"] = _readable(Oklch(0.62, min(brand.chroma, 0.02), hue), grounds, CONTROL, step)
    return tokens


def _surfaces(brand: Oklch, other: Oklch, dark: bool) -> dict[str, str]:
    """What things stand on: paper tinted with the brand's hue, and one deep field of the second colour."""
    warmth = min(brand.chroma, 0.1) / 0.1
    lightness = {
        "paper": 0.19 if dark else 0.978,
        "paper-raised": 0.225 if dark else 0.992,
        "paper-sunk": 0.165 if dark else 0.952,
        "line": 0.33 if dark else 0.875,
    }
    chroma = {"paper": 0.01, "paper-raised": 0.006, "paper-sunk": 0.016, "line": 0.02}
    tokens = {name: to_hex(Oklch(lightness[name], chroma[name] * warmth, _paper_hue(brand))) for name in lightness}
    tokens["tint"] = to_hex(Oklch(0.235 if dark else 0.925, min(other.chroma, 0.014), other.hue))
    tokens["deep"] = to_hex(Oklch(0.235 if dark else 0.29, min(other.chroma, 0.028 if dark else 0.04), other.hue))
    tokens["deep-line"] = to_hex(Oklch(0.36 if dark else 0.42, min(other.chroma, 0.04), other.hue))
    return tokens


def _paper_hue(brand: Oklch) -> float:
    """The brand's hue; reds and oranges move towards yellow, or their paper would be pink."""
    warm = 82
    distance = warm - brand.hue
    return brand.hue + distance * 0.75 if abs(distance) < 75 else brand.hue


def _readable(colour: Oklch, grounds: list[str], wanted: float, step: float) -> str:
    """`colour`, moved in lightness by `step` until it stands out from every ground by `wanted`."""
    lightness = colour.lightness
    while 0 < lightness < 1:
        candidate = to_hex(colour._replace(lightness=lightness))
        if all(contrast(candidate, ground) >= wanted for ground in grounds):
            return candidate
        lightness += step
    return "#ffffff" if step > 0 else "#000000"
