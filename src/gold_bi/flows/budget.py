"""Budget: targets by month, from a file that somebody keeps in a spreadsheet."""

from typing import TYPE_CHECKING

from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from gold_bi.contracts import Column, Contract, Kind
from gold_bi.loaders.rollups import Rollup
from gold_bi.models import FactTarget, TargetMonth
from gold_bi.models.budget import Measure
from gold_bi.sources import Files

from .registry import flow

if TYPE_CHECKING:
    from pandas import DataFrame

# What a file may call a measure, in any case.
WORDS = {
    "fatturato": Measure.REVENUE,
    "ricavi": Measure.REVENUE,
    "ordini": Measure.ORDERS,
    "clienti": Measure.CUSTOMERS,
    "contatti": Measure.LEADS,
    "richieste": Measure.LEADS,
    "visite": Measure.VISITS,
    **{measure.value: measure for measure in Measure},
}
WRITTEN = tuple(way for word in WORDS for way in (word, word.capitalize(), word.upper()))


@flow(
    name="budget",
    title=_("Budget"),
    description=_("Targets by month, from a file like the example that comes with the documentation."),
    owner=_("Management"),
    source=Files(folder="budget"),
    contract=Contract(
        columns=(
            Column("month", Kind.DAY, headers=("Mese", "Data", "Date"), meaning=_("Any day of the month.")),
            Column(
                "measure",
                Kind.TEXT,
                one_of=WRITTEN,
                headers=("Misura", "Voce", "Indicatore"),
                meaning=_("What the target is for, in Italian or in English."),
            ),
            Column(
                "target",
                Kind.NUMBER,
                minimum=0,
                headers=("Obiettivo", "Budget", "Importo", "Valore"),
                unit=_("currency, or how many"),
                meaning=_("What is to be reached in the month."),
            ),
        ),
        key=("month", "measure"),
    ),
    target=FactTarget,
    key=("measure",),
    rollups=(
        Rollup(
            TargetMonth,
            by={"month": "month", "measure": "measure"},
            measures={"target": Sum("target")},
            where=Q(counted=True),
        ),
    ),
    stale_after=None,
    notes=_(
        "A target has a month, no day, so there is no rollup by day. A line that says the same date and measure again "
        "is set aside; of two lines or files that give a target for the same month, the first counts, by the file’s "
        "name. Give a corrected file the same name: it takes the place of the one before."
    ),
)
def budget(lines: "DataFrame") -> "DataFrame":
    """Each line on the first day of its month, its measure by GOLD's own word."""
    import pandas as pd

    return pd.DataFrame(
        {
            "day": lines["month"] - pd.to_timedelta(lines["month"].dt.day - 1, unit="D"),
            "measure": lines["measure"].str.lower().map({word: measure.value for word, measure in WORDS.items()}),
            "target": lines["target"],
        },
        index=lines.index,
    )
