"""The three looks, and the corners and the density that any of them can have.

A look is a file of rules, `css/looks/<look>.css`, and the few values here that other choices may override.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Look(TextChoices):
    BOTTEGA = "bottega", _("Bottega: warm paper, large photographs, fine lines")
    STUDIO = "studio", _("Studio: white, a strict grid, small captions")
    VIVACE = "vivace", _("Vivace: bold fields of colour, round and cheerful")


class Corners(TextChoices):
    LOOK = "look", _("As the look has them")
    SQUARE = "square", _("Square")
    SOFT = "soft", _("Soft")
    ROUND = "round", _("Round")


class Density(TextChoices):
    COMPACT = "compact", _("Compact")
    CALM = "calm", _("Calm")
    GENEROUS = "generous", _("Generous")


@dataclass(frozen=True)
class Surface:
    """How a look colours what things stand on: lightness 0–1, chroma as a share of what the brand's colour allows."""

    paper: float
    raised: float
    sunk: float
    line: float
    chroma: float  # of paper, raised and sunk
    tint: float  # lightness of the quiet field
    tint_chroma: float
    deep: float
    deep_chroma: float


@dataclass(frozen=True)
class Manner:
    """What a look is apart from its rules in CSS."""

    light: Surface
    dark: Surface
    corners: dict[str, str]


# Radii, by token: of fields, of pictures, of cards and panels, of buttons.
RADII = ("radius", "radius-picture", "radius-panel", "radius-button")
CORNERS = {
    Corners.SQUARE: dict(zip(RADII, ("0px", "0px", "0px", "0px"), strict=True)),
    Corners.SOFT: dict(zip(RADII, ("4px", "6px", "10px", "8px"), strict=True)),
    Corners.ROUND: dict(zip(RADII, ("14px", "22px", "32px", "99px"), strict=True)),
}

# What a density multiplies: the room between sections, between columns, inside controls.
ROOM = ("room-section", "room-gap", "room-control")
DENSITIES = {
    Density.COMPACT: dict(zip(ROOM, ("0.62", "0.75", "0.88"), strict=True)),
    Density.CALM: dict(zip(ROOM, ("1", "1", "1"), strict=True)),
    Density.GENEROUS: dict(zip(ROOM, ("1.35", "1.3", "1.1"), strict=True)),
}

MANNERS = {
    Look.BOTTEGA: Manner(
        light=Surface(0.978, 0.992, 0.952, 0.875, 1, 0.925, 0.014, 0.29, 0.04),
        dark=Surface(0.19, 0.225, 0.165, 0.33, 1, 0.235, 0.014, 0.235, 0.028),
        corners=dict(zip(RADII, ("2px", "0px", "2px", "99px"), strict=True)),
    ),
    Look.STUDIO: Manner(
        light=Surface(1, 1, 0.967, 0.86, 0, 0.958, 0.004, 0.2, 0.006),
        dark=Surface(0.17, 0.205, 0.145, 0.36, 0, 0.215, 0.004, 0.13, 0.004),
        corners=CORNERS[Corners.SQUARE],
    ),
    Look.VIVACE: Manner(
        light=Surface(0.985, 0.998, 0.955, 0.87, 1.4, 0.905, 0.06, 0.31, 0.095),
        dark=Surface(0.205, 0.25, 0.175, 0.36, 1.8, 0.3, 0.055, 0.28, 0.075),
        corners=CORNERS[Corners.ROUND],
    ),
}


def shape(look: str, corners: str, density: str) -> dict[str, str]:
    """The tokens of corners and room, as CSS values."""
    wanted = Corners(corners)
    radii = MANNERS[Look(look)].corners if wanted == Corners.LOOK else CORNERS[wanted]
    return radii | DENSITIES[Density(density)]
