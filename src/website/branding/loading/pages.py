"""The page trees: the first language's, and in each other language a linked translation."""

import re
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from wagtail.models import Locale, Page, get_page_models
from wagtail.signal_handlers import disable_reference_index_auto_update

from website.pages.base import BasePage
from website.pages.team import TeamPage

from .described import take
from .fields import check, fill
from .places_in_tree import move, page_key, previous_sibling
from .publishing import bring_in
from .records import compare, deleted, existing
from .scope import Report, Scope
from .source import BrandError, Gone, Mistakes, Table

BESIDES = ["type", "parent"]
HOME = "home"
NOT_OURS = ["path", "depth", "content_type", "url_path"]
TOLD_EVERY = 10


def check_pages(scope: Scope) -> None:
    """Raises BrandError with all that is wrong in the pages' files, before any page is made."""
    scope = replace(scope, report=Report())  # the second reading will say the same again
    mistakes = Mistakes()
    for at, (name, table) in enumerate(scope.folder.pages.items()):
        with mistakes.gather():
            model = _model(table)
            _check_type(name, table, model, scope)
            if name != HOME:
                _check_parent(table, model, list(scope.folder.pages)[:at], scope)
            for language in scope.languages:
                here = scope.into(language).at(f"page/{name}")
                is_new = page_key(name, language) not in scope.before.records
                with mistakes.gather():
                    try:
                        asked_page(name, table, here, model(locale=_locale(language)), is_new=is_new)
                    except Gone as gone:
                        raise BrandError(str(gone)) from gone
    with mistakes.gather():
        if HOME not in scope.folder.pages:
            raise scope.folder.brand.error("site", "needs a home page: pages/00-home.toml is missing")
    mistakes.raise_any()


def make_pages(scope: Scope, root: Page) -> dict[str, Page]:
    """Make or update every page of the folder, and publish it; returns the home page of each language.

    Twice over the files: a link needs the id of its page, so texts and blocks are filled once all pages exist.
    """
    made: dict[tuple[str, str], int] = {}
    new: set[int] = set()
    with disable_reference_index_auto_update():  # publishing will do it
        for name, table in scope.folder.pages.items():
            for language in scope.languages:
                page, is_new = _find_or_make(name, table, scope.into(language).at(f"page/{name}"), root, made)
                if page:
                    if not is_new and name != HOME:
                        move(page, name, table, scope.into(language), made)
                    made[name, language] = page.pk
                    new |= {page.pk} if is_new else set()
    scope.pages = made
    homes = {}
    # A page may name people of a team page, which have to be there by then.
    teams_first = sorted(made.items(), key=lambda each: _model(scope.folder.pages[each[0][0]]) is not TeamPage)
    for number, ((name, language), pk) in enumerate(teams_first, start=1):
        page = Page.objects.get(pk=pk).specific
        table, here = scope.folder.pages[name], scope.into(language).at(f"page/{name}")
        asked, names = asked_page(name, table, here, _stand_in(page, here), is_new=False)
        bring_in(page, asked, names, page_key(name, language), table, here, made_now=pk in new)
        if name == HOME:
            homes[language] = page
        if number % TOLD_EVERY == 0 or number == len(made):
            scope.say(f"Pages: {number} of {len(made)}")
    return homes


def asked_page(name: str, table: Table, scope: Scope, page: Page, *, is_new: bool) -> tuple[Page, set[str]]:
    """`page` as the file wants it, and the names of the fields that the file has a say in."""
    page.title = scope.text(table, "title")
    if not page.slug:
        page.slug = scope.language if name == HOME else slugify(page.title)
    page.draft_title = page.title
    names = fill(page, table, scope, BESIDES, is_new)
    site = scope.folder.brand.child("site")
    if hasattr(page, "to_address") and "to_address" not in table and "form_recipient" in site:
        page.to_address = site.get("form_recipient", str)
        names.add("to_address")
    check(page, table, exclude=NOT_OURS)
    return page, names


def _stand_in(page: Page, scope: Scope) -> Page:
    """An empty page in the place of `page`: what is unique may be so twice."""
    empty: Page = type(page)(id=page.pk, page_ptr_id=page.pk, locale=page.locale, translation_key=page.translation_key)
    empty.path, empty.depth, empty.numchild, empty.slug = page.path, page.depth, page.numchild, page.slug
    empty._state.adding = False
    return empty


def _find_or_make(
    name: str, table: Table, scope: Scope, root: Page, made: dict[tuple[str, str], int]
) -> tuple[Page | None, bool]:
    """The page, and whether it was made now; None where an editor has deleted it."""
    key, locale = page_key(name, scope.language), _locale(scope.language)
    identity = scope.identity("page", name)
    page, is_deleted = existing(Page, key, scope, translation_key=identity, locale=locale)
    if is_deleted:
        deleted(key, f"{table.where()}: the page {name!r} ({scope.language})", scope)
        if scope.language == scope.languages[0]:
            scope.deleted_pages.add(name)
        return None, False
    if page:
        return page, False
    try:
        if scope.language == scope.languages[0]:
            return _make(name, table, scope, root, made), True
        return _translate(name, table, scope, made), True
    except ValidationError as error:
        raise table.error("", f"cannot be made: {' '.join(error.messages)}") from error


def _make(name: str, table: Table, scope: Scope, root: Page, made: dict[tuple[str, str], int]) -> Page:
    """The page in the first language, under its parent, after the page that stands before it in the folder."""
    model = _model(table)
    page = model(translation_key=scope.identity("page", name), locale=_locale(scope.language))
    page.show_in_menus = model.show_in_menus_default
    asked_page(name, table, scope, page, is_new=True)
    if name == HOME:
        root.add_child(instance=page)
        return page
    parent_name = table.get("parent", str)
    if (parent_name, scope.language) not in made:
        raise table.error("parent", f"is {parent_name!r}, which was deleted in the admin", Gone)
    parent = Page.objects.get(pk=made[parent_name, scope.language])
    previous = previous_sibling(parent, scope, made)
    if previous:
        previous.add_sibling(pos="right", instance=page)
    else:
        parent.add_child(instance=page)
    return page


def _translate(name: str, table: Table, scope: Scope, made: dict[tuple[str, str], int]) -> Page | None:
    parent = table.data.get("parent")
    if (name, scope.languages[0]) not in made or (name != HOME and (parent, scope.language) not in made):
        what = f"{table.where()}: the page {name!r}"
        scope.report.kept.append(f"{what} was not made in {scope.language}, for its parent {parent!r} was deleted")
        return None
    first = Page.objects.get(pk=made[name, scope.languages[0]]).specific
    copy = first.copy_for_translation(_locale(scope.language))
    blank = type(first)(locale=copy.locale)
    asked, names = asked_page(name, table, scope, blank, is_new=True)
    take(copy, asked, compare(copy, asked, {*names, "slug"}, "", scope, made_now=True))
    copy.draft_title = copy.title
    copy.save()
    previous = previous_sibling(copy.get_parent(), scope, made)
    if previous and previous != copy.get_prev_sibling():
        copy.move(previous, pos="right")
    return Page.objects.get(pk=copy.pk)


def _check_type(name: str, table: Table, model: type[BasePage], scope: Scope) -> None:
    known = scope.before.records.get(page_key(name, scope.languages[0]), {}).get("type", _type_name(model))
    if known != _type_name(model):
        raise table.error(
            "type",
            f"is {_type_name(model)!r}, but the page is of type {known}. Name the new page's file anew",
        )


def _check_parent(table: Table, model: type[BasePage], before: list[str], scope: Scope) -> None:
    name = table.get("parent", str)
    if name not in before:
        raise table.error("parent", f"is {name!r}. Allowed, for they come before this page: {', '.join(before)}")
    allowed = [each for each in model.allowed_parent_page_models() if issubclass(each, BasePage)]
    if _model(scope.folder.pages[name]) not in allowed:
        names = ", ".join(_type_name(each) for each in allowed)
        raise table.error("parent", f"is {name!r}. Pages of type {_type_name(model)} stand under: {names}")


def _locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def _type_name(model: type[Page]) -> str:
    """GalleryIndexPage → gallery_index"""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__.removesuffix("Page")).lower()


def _model(table: Table) -> type[BasePage]:
    models = {_type_name(model): model for model in get_page_models() if issubclass(model, BasePage)}
    name = table.get("type", str)
    if name not in models:
        raise table.error("type", f"is {name!r}. Allowed: {', '.join(sorted(models))}")
    return models[name]
