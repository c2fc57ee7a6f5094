"""Numbers as people write them: `1.234,56 €`, `1,234.56`, `1 234,56`, `1'234.56`, `(12,50)`, `12-`, `7,5 %`."""

import pyarrow as pa
import pyarrow.compute as pc

WAYS = ("decimal point", "decimal comma")

_SPACE = r"[ \x{00A0}\x{2009}\x{202F}]"
_CURRENCY = r"(?:[€$£¥]|(?i:euro?|usd|gbp|chf|jpy)\.?)"


def _body(thousands: str, decimal: str) -> str:
    # A number does not begin with the thousands 0: 0.123 can only be a decimal point.
    grouped = "|".join(rf"[1-9]\d{{0,2}}(?:{mark}\d{{3}})+" for mark in (thousands, _SPACE, "['’]"))
    return rf"(?:(?:{grouped}|\d+)(?:{decimal}\d*)?|{decimal}\d+)"


def _pattern(thousands: str, decimal: str) -> str:
    return (
        rf"^(?P<open>\(?){_SPACE}*(?P<sign>[-+−–]?){_SPACE}*{_CURRENCY}?{_SPACE}*(?P<inner>[-+−–]?){_SPACE}*"
        rf"(?P<body>{_body(thousands, decimal)})(?P<power>(?:[eE][-+]?\d{{1,3}})?)"
        rf"{_SPACE}*(?P<percent>%?){_SPACE}*{_CURRENCY}?{_SPACE}*(?P<trail>[-−–]?){_SPACE}*(?P<close>\)?)$"
    )


_PATTERNS = {"decimal point": _pattern(",", r"\."), "decimal comma": _pattern(r"\.", ",")}


def quick(texts: pa.Array, how: str) -> pa.Array | None:
    """Numbers of texts (or nulls) that are all written plainly, with a decimal point; else None."""
    if how != "decimal point":
        return None
    try:
        values = pc.cast(texts, pa.float64())
    except pa.ArrowInvalid:
        return None
    return values if pc.all(pc.is_finite(values)).as_py() is not False else None


def read(texts: pa.Array, how: str) -> pa.Array:
    """A number for each text; null where it is none."""
    none = pa.scalar("", texts.type)
    parts = pc.extract_regex(texts, _PATTERNS[how])
    part = {
        name: pc.struct_field(parts, name)
        for name in ("open", "sign", "inner", "body", "power", "percent", "trail", "close")
    }
    signs = pc.binary_join_element_wise(part["sign"], part["inner"], part["trail"], none)
    bracketed = pc.not_equal(part["open"], "")
    closed = pc.equal(bracketed, pc.not_equal(part["close"], ""))
    single = pc.less_equal(pc.utf8_length(signs), pc.if_else(bracketed, 0, 1))
    whole = pc.or_(pc.equal(part["percent"], ""), pc.equal(part["power"], ""))
    right = pc.and_(pc.and_(closed, single), whole)
    plain = pc.replace_substring_regex(
        part["body"], rf"[.'’]|{_SPACE}" if how == "decimal comma" else rf"[,'’]|{_SPACE}", ""
    )
    if how == "decimal comma":
        plain = pc.replace_substring(plain, ",", ".")
    power = pc.if_else(pc.equal(part["percent"], "%"), pa.scalar("e-2", texts.type), part["power"])
    plain = pc.binary_join_element_wise(plain, power, none)
    values = pc.cast(pc.if_else(right, plain, None), pa.float64())
    negative = pc.or_(bracketed, pc.is_in(signs, pa.array(["-", "−", "–"], signs.type)))
    values = pc.if_else(negative, pc.negate(values), values)
    return pc.if_else(pc.is_finite(values), values, None)


def whole(values: pa.Array) -> pa.Array:
    """Whole numbers of numbers; null where there are decimals."""
    exact = pc.and_(pc.equal(pc.floor(values), values), pc.less_equal(pc.abs(values), 2.0**53))
    return pc.cast(pc.if_else(exact, values, None), pa.int64())
