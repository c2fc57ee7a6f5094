"""How far a source was read, as the whole number that GOLD remembers: a number that grows, or a moment."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from . import SourceAway

if TYPE_CHECKING:
    from pandas import DataFrame

COLUMN = "_watermark"  # beside the columns of the contract, which takes no notice of it
_START = datetime(1970, 1, 1, tzinfo=UTC)


def with_watermark(rows: "DataFrame", column: str) -> "DataFrame":
    """`rows` with `COLUMN`: what `column` holds where that is whole numbers, microseconds since 1970 where moments."""
    import pandas as pd

    if not len(rows):
        return rows
    if column not in rows.columns:
        raise SourceAway(
            _("The source gives no column “%(column)s”, by which new rows are told. There are: %(there)s.")
            % {"column": column, "there": ", ".join(map(str, rows.columns))}
        )
    try:
        found = rows[column]
        if pd.api.types.is_numeric_dtype(found.dtype):
            numbers = found.fillna(0).astype("int64")
        else:
            texts = isinstance(next(iter(found.dropna()), None), str)
            moments = pd.to_datetime(found, utc=True, format="ISO8601" if texts else None)
            numbers = moments.dt.as_unit("us").astype("int64").where(moments.notna(), 0)
    except (ValueError, TypeError, OverflowError):
        raise SourceAway(
            _("The column “%s”, by which new rows are told, holds neither whole numbers nor moments.") % column
        ) from None
    return rows.assign(**{COLUMN: numbers})


def moment(watermark: int) -> datetime:
    """The moment that a watermark of moments stands for."""
    return _START + timedelta(microseconds=watermark)
