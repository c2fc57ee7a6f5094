"""People of the folder's team pages, whom other pages name."""

from website.pages.team import TeamMember

from .scope import Scope
from .source import Gone, Table


def person(table: Table, key: str, scope: Scope) -> int | None:
    """The id in this language of the person `key` names; None while pages are still being made."""
    name, known = table.get(key, str), []
    for page_name, page in scope.folder.pages.items():
        if page.data.get("type") != "team":
            continue
        identities = scope.at(f"page/{page_name}").ids(page, "members")
        for member, identity in zip(page.children("members"), identities, strict=True):
            if not isinstance(member, Table):
                continue
            known.append(member.text("name", scope.language, scope.languages))
            if known[-1] == name:
                return _stored(identity, table, key, scope)
    raise table.error(key, f"names {name!r}. The team pages hold: {', '.join(known) or 'nobody'}")


def _stored(identity: str, table: Table, key: str, scope: Scope) -> int | None:
    if scope.pages is None:
        return None
    people = TeamMember.objects.filter(translation_key=identity, locale__language_code=scope.language)
    pk = people.values_list("pk", flat=True).first()
    if pk is None:
        raise table.error(key, f"names {table.data[key]!r}, who was deleted in the admin", Gone)
    return pk
