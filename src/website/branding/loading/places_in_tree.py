"""Where a page stands: under which parent, after which sibling."""

from wagtail.models import Page

from .scope import Scope
from .source import Table


def page_key(name: str, language: str) -> str:
    return f"page/{name}/{language}"


def previous_sibling(parent: Page, scope: Scope, made: dict[tuple[str, str], int]) -> Page | None:
    """Of the pages under `parent`, the one that comes last in the folder among those before this one."""
    earlier = [pk for (_, language), pk in made.items() if language == scope.language]
    siblings = parent.get_children().filter(pk__in=earlier)
    return max(siblings, key=lambda sibling: earlier.index(sibling.pk), default=None)


def move(page: Page, name: str, table: Table, scope: Scope, made: dict[tuple[str, str], int]) -> None:
    """Put `page` under the parent that its file now names, unless an editor has put it elsewhere: then say so."""
    wanted_name = table.get("parent", str)
    wanted = Page.objects.filter(pk=made.get((wanted_name, scope.language))).first()
    known_name = scope.before.records.get(page_key(name, scope.language), {}).get("parent")
    now = page.get_parent()
    if known_name == wanted_name or (wanted and wanted.pk == now.pk):
        return
    place = f"{table.where('parent')} (“{page.title}”, {scope.language})"
    if not wanted:
        scope.report.kept.append(f"{place}: left under “{now.title}”, for {wanted_name!r} was deleted in the admin")
    elif now.pk != made.get((known_name or "", scope.language)):
        scope.report.kept.append(
            f"{place}: kept under “{now.title}”, where an editor put it; the file says “{wanted.title}”"
        )
    elif wanted.is_descendant_of(page):
        scope.report.kept.append(f"{place}: left under “{now.title}”, for “{wanted.title}” stands below it")
    elif not Page._slug_is_available(page.slug, wanted, page):
        raise table.error("parent", f"is {wanted_name!r}, which has another page with the address “{page.slug}”")
    else:
        previous = previous_sibling(wanted, scope, made)
        page.specific.move(previous or wanted, pos="right" if previous else "first-child")
        scope.report.changed.append(f"{place}: “{now.title}” → “{wanted.title}”")
