"""A file behind an address: a sheet that is published as CSV, an export that another system leaves somewhere.

What the server said of its version is kept beside the files, so that it is asked only for what is newer.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.utils.translation import gettext as _

from gold_bi.files.store import digest_of
from gold_bi.models import SourceFile

from . import Fetched, SourceAway, web
from .secret import FromEnvironment, value_of

Fetch = Callable[[Path], Iterator[Fetched]]


@dataclass(frozen=True)
class _Version:
    """What a server said of the file that was fetched last, and that file's SHA-256."""

    etag: str = ""
    last_modified: str = ""
    sha256: str = ""


def published(
    address: str | FromEnvironment, name: str, limits: web.Limits = web.USUAL, key: FromEnvironment | None = None
) -> Fetch:
    """What `Files(fetch=…)` takes. `name` is the file's, by which a later version replaces an earlier one.

    `key` goes into the header Authorization, with the word before it that the server wants ("Bearer …").
    """

    def fetch(folder: Path) -> Iterator[Fetched]:
        where = value_of(address)
        note = Path(settings.FLOW_FILES_DIR) / "fetched" / f"{sha256(where.encode()).hexdigest()}.json"
        path = folder / Path(name).name
        with path.open("wb") as body:
            private = {"Authorization": key.value()} if key else {}
            answer = web.get(where, body, _unless_known(note, name), private, limits)
        if answer.status == 304:
            return
        if answer.status != 200:
            raise SourceAway(_status_in_words(answer, key))
        _refuse_web_page(path, answer)
        headers = answer.headers
        version = _Version(headers.get("ETag") or "", headers.get("Last-Modified") or "", digest_of(path))
        _write(note, version)
        yield Fetched(name, path)

    return fetch


def _unless_known(note: Path, name: str) -> dict[str, str]:
    """Headers that ask for the file only if it is another one than GOLD has by that name."""
    try:
        known = _Version(**json.loads(note.read_text()))
    except (OSError, ValueError, TypeError):
        return {}
    newest = SourceFile.objects.filter(name=name).order_by("-pk").first()
    if newest is None or newest.sha256 != known.sha256:
        return {}
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {header: value for header, value in headers.items() if value and value.isascii() and value.isprintable()}


def _write(note: Path, version: _Version) -> None:
    note.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile("w", dir=note.parent, delete=False) as file:
        json.dump(version.__dict__, file)
    os.replace(file.name, note)


def _refuse_web_page(path: Path, answer: web.Answer) -> None:
    with path.open("rb") as file:
        start = file.read(1000).lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if not start:
        raise SourceAway(_("The file at “%s” is empty.") % answer.host)
    # Some servers call a CSV text/html all the same; a page begins like one.
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<script", b"<!--")):
        raise SourceAway(
            _(
                "“%s” answers with a web page instead of a file: most often one to sign in. "
                "Publish the sheet on the web as CSV, for everybody who has the address, and give that address."
            )
            % answer.host
        )


def _status_in_words(answer: web.Answer, key: FromEnvironment | None) -> str:
    told = {"host": answer.host, "status": answer.status}
    if answer.status in (401, 403):
        if key:
            told["variable"] = key.variable
            return _("“%(host)s” does not accept the key in %(variable)s (%(status)s). Write a valid one there.") % told
        return (
            _("“%(host)s” does not give the file to everybody (%(status)s). Publish it, or name the key in the flow.")
            % told
        )
    if answer.status in (404, 410):
        return _("“%(host)s” knows nothing at that address (%(status)s). Check the address in the flow.") % told
    if answer.status == 429 or answer.status >= 500:
        return _("“%(host)s” has a fault of its own (%(status)s). The next run tries again.") % told
    return _("“%(host)s” answered with the status %(status)s instead of a file.") % told
