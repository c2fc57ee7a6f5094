"""The page trees: the first language's, and in each other language a linked translation."""

import re

from django.utils.text import slugify
from wagtail.models import Locale, Page, get_page_models
from wagtail.signal_handlers import disable_reference_index_auto_update

from website.pages.base import BasePage

from .fields import check, fill
from .scope import Scope
from .source import Table

BESIDES = ["type", "parent"]
HOME = "home"


def make_pages(scope: Scope, root: Page) -> dict[str, Page]:
    """Make and publish every page of the folder; returns the home page of each language.

    Twice over the files: a link needs the id of its page, so texts and blocks are filled once all pages exist.
    """
    if HOME not in scope.folder.pages:
        raise scope.folder.brand.error("site", "needs a home page: pages/00-home.toml is missing")
    locales = {language: Locale.objects.get_or_create(language_code=language)[0] for language in scope.languages}
    made: dict[tuple[str, str], int] = {}
    with disable_reference_index_auto_update():  # publishing will do it
        for name, table in scope.folder.pages.items():
            page = _first(name, table, scope, root, made, locales[scope.languages[0]])
            made[name, scope.languages[0]] = page.pk
            for language in scope.languages[1:]:
                copy = page.copy_for_translation(locales[language])
                _fill(copy, name, table, scope.into(language))
                copy.save()
                made[name, language] = copy.pk
    scope.pages = made
    homes = {}
    for (name, language), pk in made.items():
        page = Page.objects.get(pk=pk).specific
        _fill(page, name, scope.folder.pages[name], scope.into(language))
        page.save_revision().publish()
        if name == HOME:
            homes[language] = page
    return homes


def _first(name: str, table: Table, scope: Scope, root: Page, made: dict[tuple[str, str], int], locale: Locale) -> Page:
    """The page in the first language, under its parent."""
    model = _model(table)
    page = model(translation_key=scope.identity("page", name), locale=locale)
    page.show_in_menus = model.show_in_menus_default
    parent = root if name == HOME else _parent(table, scope, made)
    if type(parent) not in model.allowed_parent_page_models():
        allowed = ", ".join(
            _type_name(each) for each in model.allowed_parent_page_models() if issubclass(each, BasePage)
        )
        raise table.error(
            "parent", f"is {table.data.get('parent')!r}. Pages of type {_type_name(model)} stand under: {allowed}"
        )
    _fill(page, name, table, scope)
    parent.add_child(instance=page)
    return page


def _fill(page: Page, name: str, table: Table, scope: Scope) -> None:
    page.title = scope.text(table, "title")
    page.slug = scope.language if name == HOME else slugify(page.title)
    page.draft_title = page.title
    if hasattr(page, "to_address") and "form_recipient" in scope.folder.brand.child("site"):
        page.to_address = scope.folder.brand.child("site").get("form_recipient", str)
    fill(page, table, scope, BESIDES)
    check(page, table, exclude=["path", "depth", "content_type", "url_path"])


def _parent(table: Table, scope: Scope, made: dict[tuple[str, str], int]) -> Page:
    name = table.get("parent", str)
    if (name, scope.languages[0]) not in made:
        before = ", ".join(page for page, language in made if language == scope.languages[0])
        raise table.error("parent", f"is {name!r}. Allowed, for they come before this page: {before}")
    return Page.objects.get(pk=made[name, scope.languages[0]]).specific


def _type_name(model: type[Page]) -> str:
    """GalleryIndexPage → gallery_index"""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__.removesuffix("Page")).lower()


def _model(table: Table) -> type[BasePage]:
    models = {_type_name(model): model for model in get_page_models() if issubclass(model, BasePage)}
    name = table.get("type", str)
    if name not in models:
        raise table.error("type", f"is {name!r}. Allowed: {', '.join(sorted(models))}")
    return models[name]
