"""Fonts every device has, drawn to the size of the brand's own until those have come: nothing moves when they do."""

from dataclasses import dataclass

# What is measured: common words, so that the letters stand in Italian's own proportions.
SAMPLE = (
    "Quel vecchio banco di noce resiste al tempo: il legno si muove, la bottega lo segue. Oggi è aperto fino alle 19."
)


@dataclass(frozen=True)
class Metrics:
    """Thousandths of an em: above and below the line, and the mean advance of SAMPLE's letters."""

    ascent: int
    descent: int
    advance: int


@dataclass(frozen=True)
class StandIn:
    """A device's font, by the names it is installed under, with its mean advance over SAMPLE."""

    name: str
    installed_as: tuple[str, ...]
    advance: int

    def face(self, of: str, metrics: Metrics) -> str:
        """The @font-face rule that gives this font the measures of the family called `of`."""
        size = metrics.advance / self.advance
        sources = ",".join(f'local("{name}")' for name in self.installed_as)
        return (
            f'@font-face{{font-family:"{self.family(of)}";src:{sources};size-adjust:{size:.1%};'
            f"ascent-override:{metrics.ascent / 1000 / size:.1%};descent-override:{metrics.descent / 1000 / size:.1%};"
            "line-gap-override:0%}"
        )

    def family(self, of: str) -> str:
        """What the rule is called in a stack."""
        return f"{of} as {self.name}"


# Liberation Sans and Gelasio have the advances of Arial and Georgia. Android has neither, but Roboto and Noto Serif.
SANS = (StandIn("Arial", ("Arial", "Liberation Sans"), 434), StandIn("Roboto", ("Roboto",), 431))
SERIF = (StandIn("Georgia", ("Georgia", "Gelasio"), 423), StandIn("Noto", ("Noto Serif",), 457))
