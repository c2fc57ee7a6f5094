"""Files on their way into a flow: kept, looked at, asked about, compared, loaded at somebody's word.

What is dropped into a flow's folder, or fetched, is loaded at once unless something has to be asked first.
"""

import logging
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from gold_bi import runner
from gold_bi.contracts import ContractBroken
from gold_bi.files import store
from gold_bi.flows.registry import Flow, find
from gold_bi.models import FlowRun, RememberedReading, SourceFile
from gold_bi.reading import FileRefused, Inspection, Question, Reading, inspect, members
from gold_bi.reading.values import ways_of
from gold_bi.sources import Files

logger = logging.getLogger(__name__)


def give(flow: Flow, name: str, file: BinaryIO, by: str) -> list[SourceFile]:
    """Keep a file for `flow`, of a zip each file in it. Nothing is read yet but a zip's list. Raises FileRefused."""
    digest, size = store.keep(file)
    inside = members(store.path_of(digest))
    if not inside:
        return [SourceFile.objects.create(flow=flow.name, name=name, sha256=digest, size=size, given_by=by)]
    given = []
    for inner, opener in inside:
        with opener() as content:
            digest, size = store.keep(content)  # type: ignore[arg-type] # a zip's member reads bytes like a file
        given.append(SourceFile.objects.create(flow=flow.name, name=inner, sha256=digest, size=size, given_by=by))
    return given


def look(pk: int) -> SourceFile:
    """Find out how the file is to be read, and what loading it would change; or what has to be asked, or why not."""
    file = SourceFile.objects.get(pk=pk)
    flow = find(file.flow)
    try:
        found = inspect(store.path_of(file.sha256), flow.contract, _remembered(flow))
        if found.missing:
            raise FileRefused(_missing(flow, found))
    except FileRefused as refused:
        return _refuse(file, str(refused))
    file.reading = found.reading.as_json()
    file.questions = [_question(one) for one in found.questions]
    file.preview = found.preview[:20]
    file.state = SourceFile.State.ASKING if found.questions else SourceFile.State.READY
    file.save()
    return file if found.questions else compare(file)


class NotOffered(ValueError):
    """An answer that was not among those offered, or one that is missing. Says of which column."""


def answer(file: SourceFile, answers: dict[str, str], by: str) -> None:
    """Take the answers (column → way) into the file's reading, and remember them for files with the same headings.

    As long as nothing is loaded, any column may be read in another way, asked about or not. Raises NotOffered.
    """
    if file.state not in (SourceFile.State.ASKING, SourceFile.State.READY):
        raise NotOffered(_("The file is past questions: it is no longer waiting."))
    contract, reading = find(file.flow).contract, Reading.from_json(file.reading or {})
    asked = {one["column"]: one for one in file.questions}
    for one in reading.columns:
        offered = [way for way, _shown in asked[one.column]["answers"]] if one.column in asked else []
        if one.column in asked and one.column not in answers:
            raise NotOffered(_("Say how “%s” is to be read.") % one.heading)
        if one.column in answers and answers[one.column] not in (offered or ways_of(contract.column(one.column).kind)):
            raise NotOffered(_("“%s” cannot be read like that. Choose one of those offered.") % one.heading)
    columns = tuple(replace(one, how=answers.get(one.column or "", one.how)) for one in reading.columns)
    reading = replace(reading, columns=columns)
    file.reading, file.questions, file.state = reading.as_json(), [], SourceFile.State.READY
    file.difference = None
    file.save()
    RememberedReading.objects.update_or_create(
        flow=file.flow, headings=reading.headings, defaults={"reading": reading.as_json(), "answered_by": by}
    )


def compare(file: SourceFile) -> SourceFile:
    """Rehearse the load, so that somebody sees what it would change before saying so."""
    try:
        file.difference = runner.rehearse(file.pk).as_json()
    except (ContractBroken, FileRefused) as wrong:
        return _refuse(file, str(wrong))
    file.save()
    return file


def discard(file: SourceFile) -> bool:
    """Put a file away that was not loaded; whether it was still waiting."""
    waiting = SourceFile.objects.filter(
        pk=file.pk, state__in=[SourceFile.State.GIVEN, SourceFile.State.ASKING, SourceFile.State.READY]
    )
    return bool(waiting.update(state=SourceFile.State.DISCARDED))


def take_up(flow: Flow, by: str) -> FlowRun | None:
    """Load what was dropped into the flow's folder or can be fetched; the last run, None where nothing was new.

    A file that needs an answer waits for it; one that is refused stays where it is, with its reason in the list.
    """
    if not isinstance(flow.source, Files):
        raise TypeError(f"The flow {flow.name} asks for rows; it takes no files.")
    run = None
    if flow.source.folder:
        folder = Path(settings.FLOW_FILES_DIR) / flow.source.folder
        folder.mkdir(parents=True, exist_ok=True)
        found = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
        run = _take(flow, [(path.name, path) for path in found], by)
    if flow.source.fetch:
        with TemporaryDirectory() as empty:
            fetched = [(one.name, one.path) for one in flow.source.fetch(Path(empty))]
            run = _take(flow, fetched, by) or run
    return run


def _take(flow: Flow, paths: Iterable[tuple[str, Path]], by: str) -> FlowRun | None:
    run = None
    for name, path in paths:
        newest = SourceFile.objects.of(flow.name).filter(name=name).order_by("-pk").first()
        if newest and newest.size == path.stat().st_size and newest.sha256 == store.digest_of(path):
            continue
        with path.open("rb") as content:
            try:
                given = give(flow, name, content, by)
            except FileRefused as refused:
                logger.error("%s: %s", name, refused)
                continue
        for file in given:
            if look(file.pk).state == SourceFile.State.READY:
                run = runner.load_file(file.pk, by)
    return run


def _remembered(flow: Flow) -> Reading | None:
    newest = RememberedReading.objects.filter(flow=flow.name).order_by("-answered_at").first()
    return Reading.from_json(newest.reading) if newest else None


def _missing(flow: Flow, found: Inspection) -> str:
    column = flow.contract.column(found.missing[0])
    return _("No column of the file is the flow's “%(column)s”. It may be headed: %(headings)s.") % {
        "column": column.name,
        "headings": ", ".join((column.name, *column.headers)),
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "column": question.column, "heading": question.heading, "example": question.example,
        "answers": [list(one) for one in question.answers],
    }  # fmt: skip


def _refuse(file: SourceFile, reason: str) -> SourceFile:
    file.state, file.reason = SourceFile.State.REFUSED, reason
    file.save()
    return file
