"""The font pairs a brand chooses from, each served from static/website/vendor/fonts/."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from .stand_ins import SANS, SERIF, Metrics, StandIn

LATIN = (
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,"
    "U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"
)
LATIN_EXT = (
    "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,"
    "U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF"
)


class FontPair(TextChoices):
    WARM = "warm", _("Warm: Instrument Serif and Instrument Sans")
    ELEGANT = "elegant", _("Elegant: Bodoni Moda and Figtree")
    LITERARY = "literary", _("Literary: Newsreader and Public Sans")
    MODERN = "modern", _("Modern: Bricolage Grotesque and Hanken Grotesk")
    EXACT = "exact", _("Exact: Schibsted Grotesk and Geist")
    LIVELY = "lively", _("Lively: Fraunces and Figtree")
    PLAYFUL = "playful", _("Playful: Gabarito and Nunito")


@dataclass(frozen=True)
class Family:
    """One font family: `axis` and `styles` name its files as its package does.

    `metrics` are the upright letters' at the weight their role has.
    """

    name: str
    folder: str
    axis: str
    weights: str
    metrics: Metrics
    styles: tuple[str, ...] = ("normal",)
    stand_ins: tuple[StandIn, ...] = SANS

    def file(self, subset: str, style: str = "normal") -> str:
        """The address of one file."""
        return static(self.path(subset, style))

    def path(self, subset: str, style: str = "normal") -> str:
        """One file among the static ones."""
        return f"website/vendor/fonts/{self.folder}/{self.folder}-{subset}-{self.axis}-{style}.woff2"

    def faces(self) -> str:
        """The @font-face rules, its stand-ins' last."""
        rules = [
            f'@font-face{{font-family:"{self.name}";font-style:{style};font-weight:{self.weights};font-display:swap;'
            f'src:url("{self.file(subset, style)}") format("woff2");unicode-range:{letters}}}'
            for style in self.styles
            for subset, letters in (("latin", LATIN), ("latin-ext", LATIN_EXT))
        ]
        return "\n".join(rules + [stand_in.face(self.name, self.metrics) for stand_in in self.stand_ins])

    def stack(self, fallback: str) -> str:
        """The value of `font-family`."""
        own = [self.name, *(stand_in.family(self.name) for stand_in in self.stand_ins)]
        return ",".join([*(f'"{name}"' for name in own), fallback])


@dataclass(frozen=True)
class Pair:
    """Headings and text. `display_weight` and `tracking` (em) belong to the heading font; `fallback` ends its stack."""

    display: Family
    text: Family
    display_weight: int
    tracking: float
    fallback: str


BOTH = ("normal", "italic")
FIGTREE = Family("Figtree", "figtree", "wght", "300 900", Metrics(950, 250, 433))
PAIRS = {
    FontPair.WARM: Pair(
        Family("Instrument Serif", "instrument-serif", "400", "400", Metrics(990, 310, 319), BOTH, SERIF),
        Family("Instrument Sans", "instrument-sans", "wght", "400 700", Metrics(970, 250, 436)),
        display_weight=400,
        tracking=-0.015,
        fallback='"Iowan Old Style","Palatino Linotype",Palatino,Georgia,serif',
    ),
    FontPair.ELEGANT: Pair(
        Family("Bodoni Moda", "bodoni-moda", "opsz", "400 900", Metrics(1125, 400, 440), BOTH, SERIF),
        FIGTREE,
        display_weight=420,
        tracking=-0.02,
        fallback='Didot,"Bodoni MT",Georgia,serif',
    ),
    FontPair.LITERARY: Pair(
        Family("Newsreader", "newsreader", "wght", "200 800", Metrics(735, 265, 406), BOTH, SERIF),
        Family("Public Sans", "public-sans", "wght", "100 900", Metrics(950, 225, 446)),
        display_weight=420,
        tracking=-0.02,
        fallback="Charter,Cambria,Georgia,serif",
    ),
    FontPair.MODERN: Pair(
        Family("Bricolage Grotesque", "bricolage-grotesque", "wght", "200 800", Metrics(930, 270, 459)),
        Family("Hanken Grotesk", "hanken-grotesk", "wght", "100 900", Metrics(1000, 303, 434)),
        display_weight=600,
        tracking=-0.03,
        fallback="system-ui,sans-serif",
    ),
    FontPair.EXACT: Pair(
        Family("Schibsted Grotesk", "schibsted-grotesk", "wght", "400 900", Metrics(977, 258, 456)),
        Family("Geist", "geist", "wght", "100 900", Metrics(1005, 295, 440)),
        display_weight=560,
        tracking=-0.035,
        fallback="system-ui,sans-serif",
    ),
    FontPair.LIVELY: Pair(
        Family("Fraunces", "fraunces", "wght", "100 900", Metrics(978, 255, 464), BOTH, SERIF),
        FIGTREE,
        display_weight=640,
        tracking=-0.025,
        fallback="Georgia,serif",
    ),
    FontPair.PLAYFUL: Pair(
        Family("Gabarito", "gabarito", "wght", "400 900", Metrics(940, 260, 434)),
        Family("Nunito", "nunito", "wght", "200 1000", Metrics(1011, 353, 436)),
        display_weight=720,
        tracking=-0.02,
        fallback="system-ui,sans-serif",
    ),
}
