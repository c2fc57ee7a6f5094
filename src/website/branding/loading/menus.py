"""The menus of `[menus]`: one record per language, whose entries name pages."""

from wagtail.models import Locale, Site

from website.navigation.models import Menus

from .fields import check, fill
from .records import deleted, existing, put
from .scope import Scope
from .source import Mistakes

KEY = "menus"


def check_menus(scope: Scope, site: Site) -> None:
    """Raises BrandError with what is wrong in the file, before any page is made."""
    if KEY in scope.folder.brand:
        table = scope.folder.brand.child(KEY)
        mistakes = Mistakes()
        for language in scope.languages:
            with mistakes.gather():
                fill(Menus(site=site), table, scope.into(language).at(KEY))
        mistakes.raise_any()


def make_menus(scope: Scope, site: Site) -> None:
    """Once the pages are there. Without `[menus]` the page tree makes the menu."""
    if KEY not in scope.folder.brand:
        return
    table = scope.folder.brand.child(KEY)
    for language in scope.languages:
        here, locale = scope.into(language).at(KEY), Locale.objects.get(language_code=language)
        asked = Menus(site=site, locale=locale, translation_key=scope.identity(KEY))
        own_key = f"{KEY}/{language}"
        found, is_deleted = existing(Menus, own_key, here, site=site, locale=locale)
        if found:
            asked.pk, asked._state.adding = found.pk, False
        names = fill(asked, table, here, is_new=not found)
        check(asked, table)
        if is_deleted:
            deleted(own_key, f"{table.where()}: the menus ({language})", here)
        else:
            put(asked, names, found, own_key, table, here)
