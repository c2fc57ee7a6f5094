"""What there is to say of a flow, from its own declaration: for its page in the admin and its page in the docs."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Field, Model
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from base.lib.schedule.words import in_words
from gold_bi.contracts import Column, Kind
from gold_bi.flows.registry import Flow
from gold_bi.loaders.rollups import Rollup
from gold_bi.models import FactOfFile
from gold_bi.sources import Files, Rows

OF_THE_LOADER = {field.name for field in FactOfFile._meta.local_fields} - {"day"} | {"id", "pk"}


@dataclass(frozen=True)
class Described:
    """One column in words."""

    name: str
    kind: str
    unit: str
    meaning: str
    checks: str = ""


@dataclass(frozen=True)
class DescribedRollup:
    table: str
    by: str
    columns: list[Described]
    made_of: str


def columns(flow: Flow) -> list[Described]:
    """What the contract expects of the source."""
    return [
        Described(one.name, kind_in_words(one.kind), str(one.unit), str(one.meaning), checks(one))
        for one in flow.contract.columns
    ]


def checks(column: Column) -> str:
    said = [_("needed") if column.required else _("may be empty")]
    if column.minimum is not None:
        said.append(_("from %s") % number_format(column.minimum, force_grouping=True))
    if column.maximum is not None:
        said.append(_("up to %s") % number_format(column.maximum, force_grouping=True))
    if column.longest is not None:
        said.append(_("at most %s characters") % column.longest)
    if column.one_of:
        said.append(_("one of %s") % ", ".join(map(str, _said_once(column.one_of))))
    if column.headers:
        said.append(_("headed %s") % ", ".join(f"“{word}”" for word in column.headers))
    return "; ".join(said)


def _said_once(words: tuple[object, ...]) -> list[object]:
    """Of ways to write a word that differ in case only, the first."""
    return list({str(word).casefold(): word for word in reversed(words)}.values())[::-1]


def rules(flow: Flow) -> list[str]:
    """What is checked of the rows together."""
    key = ", ".join(flow.contract.key)
    if isinstance(flow.source, Files) and not flow.contract.repeats_are_faults:
        repeated = _("Lines that are there more than once are kept, and counted once.")
    else:
        repeated = _("A row is set aside where another of the same read has the same %s.") % key
    share = number_format(100 * flow.threshold, 0)
    return [
        _("A row that breaks a check is set aside with its reason; the others are loaded."),
        repeated,
        _("With more than %s %% of the rows set aside, nothing is loaded.") % share,
    ]


def target(flow: Flow) -> list[Described]:
    """The facts, but for what the loader adds to them."""
    return list(_fields(flow, flow.target, OF_THE_LOADER))


def rollups(flow: Flow) -> list[DescribedRollup]:
    return [_rollup(flow, rollup) for rollup in flow.rollups]


def _rollup(flow: Flow, rollup: Rollup) -> DescribedRollup:
    made_of = (rollup.of or flow.target).__name__
    by = ", ".join(str(rollup.model._meta.get_field(name).verbose_name) for name in rollup.by)  # type: ignore[union-attr]
    return DescribedRollup(rollup.model.__name__, by, list(_fields(flow, rollup.model, {"pk"})), made_of)


def _fields(flow: Flow, model: type[Model], but: set[str]) -> Iterator[Described]:
    declared = {column.name: column for column in flow.contract.columns}
    for field in model._meta.local_concrete_fields:
        if field.name in but:
            continue
        column = declared.get(field.name)
        unit = str(column.unit) if column else ""
        yield Described(field.name, type_in_words(field), unit, _meaning(field, column))


def _meaning(field: "Field[object, object]", column: Column | None) -> str:
    help_text = str(field.help_text) or str(column.meaning if column else "")
    name = str(field.verbose_name)
    return f"{name[:1].upper()}{name[1:]}. {help_text}".strip() if help_text else f"{name[:1].upper()}{name[1:]}."


def lineage(flow: Flow) -> list[tuple[str, str]]:
    """(what, which): from where rows arise to what the charts read."""
    return [
        (_("Source"), source_in_words(flow)),
        (_("Contract"), ", ".join(column.name for column in flow.contract.columns)),
        (_("Transform"), f"{flow.transform.__module__}.{flow.transform.__name__}"),
        (_("Facts"), flow.target.__name__),
        (_("Rollups"), ", ".join(rollup.model.__name__ for rollup in flow.rollups) or "–"),
    ]


def source_in_words(flow: Flow) -> str:
    source = flow.source
    if isinstance(source, Rows):
        if source.tables:
            return _("the site’s tables %s, read by a connection that cannot write") % ", ".join(source.tables)
        return _("rows that are asked for at each run")
    if source.folder and source.fetch:
        return _("files of the folder “%s”, uploaded in the admin, or fetched at each run") % source.folder
    if source.folder:
        return _("files of the folder “%s”, or uploaded in the admin") % source.folder
    return _("files fetched at each run, or uploaded in the admin")


def running(flow: Flow) -> list[tuple[str, str]]:
    """(what, which): when it runs, whose it is, what happens when it cannot."""
    waits = ", ".join(minutes(wait.total_seconds()) for wait in flow.retries)
    late = _("no regular load is expected")
    if flow.stale_after:
        late = _("after %s without a load") % minutes(flow.stale_after.total_seconds())
    watermark = ""
    if isinstance(flow.source, Rows):
        watermark = flow.source.watermark or _("none: every run reads all, and changes what differs")
    said = [
        (_("Schedule"), in_words(flow.cron)),
        (_("Owner"), str(flow.owner) or "–"),
        (_("Watermark"), watermark),
        (_("Time limit"), minutes(flow.time_limit.total_seconds())),
        (_("Tried again after"), waits or "–"),
        (_("Called late"), late),
    ]
    return [(what, which) for what, which in said if which]


def minutes(seconds: float) -> str:
    if seconds % 86400 == 0:
        return _("%s days") % round(seconds / 86400)
    return _("%s minutes") % round(seconds / 60) if seconds != 60 else _("1 minute")


def kind_in_words(kind: Kind) -> str:
    return {
        Kind.TEXT: _("text"),
        Kind.WHOLE: _("whole number"),
        Kind.NUMBER: _("number"),
        Kind.DAY: _("date"),
        Kind.MOMENT: _("date with a time"),
        Kind.FLAG: _("yes or no"),
    }[kind]


def type_in_words(field: "Field[object, object]") -> str:
    kinds = {
        "CharField": Kind.TEXT, "TextField": Kind.TEXT, "DateField": Kind.DAY, "DateTimeField": Kind.MOMENT,
        "DecimalField": Kind.NUMBER, "FloatField": Kind.NUMBER, "BooleanField": Kind.FLAG,
    }  # fmt: skip
    return kind_in_words(kinds.get(field.get_internal_type(), Kind.WHOLE))


def markdown(flow: Flow) -> str:
    """The flow's page of the docs, in the language that is active."""
    parts = [
        f"---\ntitle: {flow.title}\n---\n<!-- Written by “manage.py flow docs”. -->\n# {flow.title}",
        f"{flow.description}\n\n`{flow.name}`",
        *([str(flow.notes)] if flow.notes else []),
        f"## {_('From source to chart')}\n" + _table(("", ""), lineage(flow)),
        f"## {_('How it runs')}\n" + _table(("", ""), running(flow)),
        f"## {_('What is read')}\n" + _columns(columns(flow), checked=True),
        f"## {_('Checks')}\n" + "\n".join(f"- {rule}" for rule in rules(flow)),
        f"## {_('Facts')}: {flow.target.__name__}\n" + _columns(target(flow)),
        *(
            f"## {_('Rollup')}: {one.table}\n"
            + _("One row for each %(by)s; added up from %(table)s.") % {"by": one.by, "table": one.made_of}
            + "\n\n"
            + _columns(one.columns)
            for one in rollups(flow)
        ),
    ]
    return "\n\n".join(parts) + "\n"


def index(flows: list[Flow]) -> str:
    """The docs' list of the flows."""
    lines = [f"- [{flow.title}]({flow.name}.md): {flow.description}" for flow in flows]
    title = _("Flows")
    head = f"---\ntitle: {title}\n---\n<!-- Written by “manage.py flow docs”. -->\n# {title}"
    return "\n\n".join([head, "\n".join(lines)]) + "\n"


def _columns(described: list[Described], checked: bool = False) -> str:
    headings = [_("column"), _("holds"), _("unit"), _("meaning"), *([_("checks")] if checked else [])]
    rows = [(f"`{one.name}`", one.kind, one.unit, one.meaning, *([one.checks] if checked else [])) for one in described]
    return _table(headings, rows)


def _table(headings: "list[str] | tuple[str, ...]", rows: "list[tuple[str, ...]] | list[tuple[str, str]]") -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
