"""Text of a file read into values, a column at a time."""

from typing import TYPE_CHECKING, Any

from gold_bi.contracts import Contract, Kind, Rejected, not_of_kind

from . import faults
from .model import Reading

if TYPE_CHECKING:
    from pandas import DataFrame

# Word → kinds it is a way of writing. `text` is every text's own.
WAYS = ("text", "decimal point", "decimal comma", "day first", "month first", "year first", "yes or no", "marked")
NOTHING = ("", "-", "–", "—", "n.d.", "nd", "n/d", "n/a", "#n/d", "#n/a", "null", "none", "nan")
YES = ("sì", "si", "s", "yes", "y", "vero", "true", "x", "1", "ok", "✓")
NO = ("no", "n", "falso", "false", "0")


def ways_of(kind: Kind) -> tuple[str, ...]:
    """The likeliest first."""
    if kind is Kind.TEXT:
        return ("text",)
    if kind in (Kind.WHOLE, Kind.NUMBER):
        return ("decimal point", "decimal comma")
    return ("yes or no",) if kind is Kind.FLAG else ("year first", "day first", "month first")


def read(texts: Any, kind: Kind, how: str) -> Any:
    """Arrow's values of Arrow's texts (trimmed); null for those that are none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from . import amounts, moments

    if kind is Kind.FLAG:
        low = [text.casefold() for text in texts.to_pylist()]
        return pa.array([True if one in YES else False if one in NO else None for one in low], pa.bool_())
    if kind in (Kind.WHOLE, Kind.NUMBER):
        values = amounts.read(texts, how)
        return amounts.whole(values) if kind is Kind.WHOLE else values
    values = moments.read(texts, how)
    return pc.floor_temporal(values, unit="day") if kind is Kind.DAY else values


def parsed(block: "DataFrame", reading: Reading, contract: Contract) -> tuple["DataFrame", list[Rejected]]:
    """`block`'s text as values of the contract's kinds; rows with a text that is none are left out and told.

    No text is no value (NA); whether that is a fault the contract says.
    """
    rejected: dict[int, Rejected] = {
        line: Rejected(line, fault.column, fault.value, fault.reason) for line, fault in faults.of(block).items()
    }
    values = block.copy()
    for one in reading.columns:
        if one.column is None:
            continue
        kind = contract.column(one.column).kind
        values[one.column], wrong = _column(block[one.column], kind, one.how)
        reason = not_of_kind(kind)
        for index, text in wrong.items():
            rejected.setdefault(index, Rejected(index, one.column, text, reason))
    for column in contract.columns:
        if column.name not in values.columns and not column.required:
            values[column.name] = None
    return values.drop(index=list(rejected)) if rejected else values, [rejected[index] for index in sorted(rejected)]


def _column(given: Any, kind: Kind, how: str) -> tuple[Any, Any]:
    """The values, and the texts that are none, by line."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    from . import amounts, moments

    texts = pc.utf8_trim_whitespace(pa.array(given, pa.large_string()))
    texts = pc.if_else(pc.equal(texts, ""), None, texts)
    if kind is Kind.TEXT:
        return pd.Series(pd.array(texts, dtype="str"), index=given.index), {}
    quick = None
    if kind is Kind.NUMBER:
        quick = amounts.quick(texts, how)
    elif kind is Kind.MOMENT:
        quick = moments.quick(texts)
    wrong: Any = {}
    if quick is None:
        encoded = texts.dictionary_encode()
        encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
        quick = pc.take(read(encoded.dictionary, kind, how), encoded.indices)
        nothing = pc.is_in(pc.utf8_lower(texts), pa.array(NOTHING, pa.large_string()))
        bad = pc.and_(pc.and_(pc.is_null(quick), pc.is_valid(texts)), pc.invert(nothing)).to_numpy(zero_copy_only=False)
        wrong = given[bad].str.strip() if bad.any() else {}
    if kind is Kind.MOMENT:
        quick = pc.assume_timezone(quick, "UTC")
    kinds = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()} if quick.null_count else {}
    values = quick.to_pandas(types_mapper=kinds.get)
    values.index = given.index
    return values, wrong


class Guess:
    """Which ways read a column: told piece by piece."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.ways = ways_of(kind)
        self.missed = dict.fromkeys(self.ways, 0)
        self.examples: dict[tuple[str, str], tuple[str, Any, Any]] = {}

    def add(self, texts: Any) -> None:
        import pyarrow.compute as pc

        if len(self.ways) == 1:
            return
        texts = pc.unique(pc.utf8_trim_whitespace(texts))
        texts = texts.filter(pc.not_equal(texts, ""))
        if not len(texts):
            return
        read_ = {way: read(texts, self.kind, way) for way in self.ways}
        most = pc.is_valid(pc.coalesce(*read_.values()))
        for way, values in read_.items():
            self.missed[way] += pc.sum(pc.and_(most, pc.is_null(values))).as_py() or 0
        for one in self.ways:
            for other in self.ways:
                if one < other and (one, other) not in self.examples:
                    differ = pc.not_equal(read_[one], read_[other]).to_pylist()
                    if True in differ:
                        at = differ.index(True)
                        self.examples[one, other] = (
                            texts[at].as_py(),
                            read_[one][at].as_py(),
                            read_[other][at].as_py(),
                        )

    def result(self) -> tuple[str, tuple[str, tuple[tuple[str, Any], ...]] | None]:
        """The way, and where two are possible an example with what it would be by each."""
        best = min(self.ways, key=lambda way: self.missed[way])
        possible = [way for way in self.ways if not self.missed[way]]
        for (one, other), (text, first, second) in self.examples.items():
            if one in possible and other in possible:
                return best, (text, ((one, first), (other, second)))
        return best, None
