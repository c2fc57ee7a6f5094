"""A page and what its file changed: published at once, with an editor's draft laid on top again."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.models import Page

from .described import take
from .records import compare, remember
from .scope import Scope
from .source import Table
from .telling import tell


def bring_in(
    page: Any, asked: Page, names: set[str], key: str, table: Table, scope: Scope, *, made_now: bool = False
) -> None:
    """Bring into `page` what its file changed, in a new revision.

    - A live page is published. Where an editor has a draft of it, the draft gets the same changes and stays a draft.
    - A page that is not live stays so: the changes wait in its draft.
    - A page that waits for its hour or for a moderator, or that is locked, is left alone until the load after.
    """
    title = f"{table.where()} (“{page.title}”, {scope.language})"
    hidden = not page.live and not made_now
    draft = page.get_latest_revision_as_object() if not made_now and (hidden or page.has_unpublished_changes) else None
    target: Any = draft if hidden else page
    merged = compare(target, asked, names, key, scope, made_now=made_now)
    waiting = "" if made_now or not merged.changes else _waiting(page)
    if waiting:
        scope.after.records[key] = scope.before.records.get(key) or _record(page, {}, table)
        scope.report.kept.append(f"{title}: {waiting}; load again afterwards")
        return
    if made_now:
        scope.report.changed.append(f"{table.where()}: the page “{asked.title}” is new ({scope.language})")
    else:
        tell(merged, page.title, table, scope)
    if merged.changes or made_now:
        take(target, asked, merged)
        try:
            revision = target.save_revision(clean=not hidden)  # a draft may be unfinished
        except ValidationError as error:
            raise table.error("", f"and what editors wrote do not go together: {' '.join(error.messages)}") from error
        if hidden:
            scope.report.kept.append(f"{title}: not live, so the changes wait in its draft")
        else:
            revision.publish()
            if draft:
                _lay_on_top(draft, asked, names, key, scope)
    remember(page, asked, names, key, table, scope)
    scope.after.records[key] |= _of_the_file(table)


def _lay_on_top(draft: Any, asked: Page, names: set[str], key: str, scope: Scope) -> None:
    """The draft's own words win over the file's, as the live page's would."""
    merged = compare(draft, asked, names, key, scope)
    take(draft, asked, merged)
    draft.save_revision(clean=False)  # a draft may be unfinished


def _record(page: Page, fields: dict[str, Any], table: Table) -> dict[str, Any]:
    return {"pk": page.pk, "fields": fields, **_of_the_file(table)}


def _of_the_file(table: Table) -> dict[str, str]:
    """What the next load compares besides fields."""
    return {"type": table.data["type"], "parent": table.data.get("parent", "")}


def _waiting(page: Any) -> str:
    scheduled = page.scheduled_revision
    if scheduled:
        return f"left alone, for a version of it goes live on {scheduled.approved_go_live_at:%Y-%m-%d %H:%M} UTC"
    if page.workflow_in_progress:
        return "left alone, for a moderator is looking at it"
    if page.locked:
        return "left alone, for an editor has locked it"
    if page.alias_of_id:
        return "left alone, for it mirrors another page"
    return ""
