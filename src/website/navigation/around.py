"""What stands around a page: its site's menus, the pages above it, its translations, the pages it links to.

One query for all of them; what an editor arranged has come with the brand.
"""

from collections.abc import Collection, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from website.branding.models import BrandingSettings
from website.snippets.carried import unpacked

from .arranged import Arranged, in_language
from .menu import Column, Link, fold
from .models import Menus


@dataclass(frozen=True)
class Translation:
    """The same page, or else the home page, in one of the site's languages; `note`, in that language, says which."""

    code: str
    name: str
    url: str
    current: bool
    exact: bool
    note: str = ""


@dataclass(frozen=True)
class Around:
    """`small_print` are the pages right below home that no menu holds, such as privacy: the footer's last line.

    `original` is the page that is shown in its place while it is not translated: Wagtail calls it an alias.
    """

    home_url: str
    menu: list[Link]
    small_print: list[Link]
    breadcrumb: list[Link]
    languages: list[Translation]
    pages: dict[int, Page]
    language: str
    columns: list[Column] = field(default_factory=list)
    button: Link | None = None
    original: Page | None = None

    @property
    def fold(self) -> str:
        """Below which width the header shows the phone's menu instead."""
        return fold(self.menu, len(self.languages), self.button)

    @property
    def content_language(self) -> Translation | None:
        """The language of the page's content where that is not the reader's."""
        code = self.original.locale.language_code if self.original else self.language
        return next((each for each in self.languages if each.code == code != self.language), None)

    def counterpart(self, page: Page | None) -> Page | None:
        """`page` in the reader's language where that is live, else as it is; None when it is not live itself."""
        if page is None:
            return None
        same = [each for each in self.pages.values() if each.translation_key == page.translation_key]
        in_language = (each for each in same if each.locale.language_code == self.language)
        return next(in_language, None) or next((each for each in same if each.pk == page.pk), None)

    @property
    def canonical(self) -> str:
        """The address of the page that this one repeats, or empty."""
        return self.original.full_url or "" if self.original else ""

    @property
    def language_name(self) -> str:
        return _(str(get_language_info(self.language)["name"]))

    def find(self, pk: int) -> Page | None:
        """The live page of the reader's language that stands for the page `pk`; None where there is none."""
        page = self.counterpart(self.pages.get(pk))
        return page if page and page.locale.language_code == self.language else None

    def at(self, addresses: Mapping[str, str]) -> "Around":
        """The same around something that is no page and has these addresses, by language."""
        languages = [replace(each, url=addresses.get(each.code, each.url)) for each in self.languages]
        return replace(self, languages=languages)

    @property
    def alternates(self) -> list[Translation]:
        """For hreflang: real translations only."""
        return [language for language in self.languages if language.exact]


def around(request: HttpRequest, page: Page | None, linked: Collection[int] = ()) -> Around:
    """Pages that are live; `page` is None on an error page, which gets the menu of the reader's language.

    `linked` are the primary keys of the pages that `page` links to. The answer is kept for the request.
    """
    kept: dict[int | None, Around] = request.__dict__.setdefault("_around", {})
    key = page.pk if page else None
    if key not in kept:
        kept[key] = _look_around(request, page, linked)
        _served.set((request, kept[key]))
    return kept[key]


# What is being served, for code that Wagtail calls without a request: the links inside rich text.
_served: ContextVar[tuple[HttpRequest, Around] | None] = ContextVar("served", default=None)
request_finished.connect(lambda **_: _served.set(None), weak=False, dispatch_uid="website.navigation.around")


def url_nearby(pk: Any) -> str | None:
    """The address, for the reader of the page being served, of a live page that it links to; else None."""
    served = _served.get()
    if served is None or not str(pk).isdecimal():
        return None
    request, nearby = served
    page = nearby.counterpart(nearby.pages.get(int(pk)))
    return page.get_url(request) if page else None


def home_path(request: HttpRequest, page: Page) -> str:
    """What the path of every page in `page`'s language begins with."""
    site = Site.find_for_request(request)
    return str(page.path[: len(site.root_page.path)]) if site else ""


def _look_around(request: HttpRequest, page: Page | None, linked: Collection[int]) -> Around:
    site = Site.find_for_request(request)
    language = get_language() or settings.LANGUAGE_CODE
    if site is None:
        return Around("/", [], [], [], [], {}, language)
    root = site.root_page
    home_path = page.path[: len(root.path)] if page else root.localized.path
    menus = _menus(request)
    pages = _neighbours(root, home_path, page, {*linked, *(pk for each in menus for pk in each.linked)})
    if page:
        own = next((each for each in pages if each.pk == page.pk), page)
        language = own.locale.language_code
    path = page.path if page else ""
    above = [
        each for each in pages if path.startswith(each.path) and each.path != path and len(each.path) >= len(home_path)
    ]
    by_key = {each.pk: each for each in pages}
    top = [each for each in pages if _stands_below(each, home_path)]
    found = Around(
        home_url=_url(next((each for each in pages if each.path == home_path), root), request),
        menu=[_link(each, path, request) for each in top if each.show_in_menus],
        small_print=[_link(each, path, request) for each in top if not each.show_in_menus],
        breadcrumb=[_link(each, path, request) for each in above] if len(above) > 1 else [],
        languages=_languages(pages, root, page, language, request),
        pages=by_key,
        language=language,
        original=by_key.get(page.alias_of_id) if page and page.alias_of_id else None,
    )
    chosen = in_language(menus, language)
    if chosen is None:
        return found
    return _with_menus(found, Arranged(chosen, language, found.find, lambda each: _link(each, path, request)))


def _menus(request: HttpRequest) -> list[Menus]:
    """In all languages."""
    if hasattr(request, "_menus"):  # a preview brings its own
        return [request._menus]
    return unpacked(Menus.objects.all(), BrandingSettings.for_request(request).menus_rows, None)


def _with_menus(found: Around, arranged: Arranged) -> Around:
    """`found` with what an editor arranged instead of the tree's menu."""
    header, columns, button = arranged.header, arranged.columns, arranged.button
    held = {link.url for entry in (*header, *(link for column in columns for link in column.links)) for link in entry}
    rest = [link for link in found.small_print if link.url not in held]
    return replace(found, menu=header, columns=columns, button=button, small_print=rest)


def _neighbours(root: Page, home_path: str, page: Page | None, linked: Collection[int]) -> list[Page]:
    wanted = Q(path__startswith=home_path, depth=root.depth + 1)
    wanted |= Q(translation_key=root.translation_key)
    if page:
        step = Page.steplen
        wanted |= Q(path__in=[page.path[:end] for end in range(len(home_path), len(page.path) + 1, step)])
        wanted |= Q(translation_key=page.translation_key)
    if linked:
        wanted |= Q(translation_key__in=Page.objects.filter(pk__in=linked).values("translation_key"))
    return list(Page.objects.live().filter(wanted).select_related("locale").order_by("path"))


def _stands_below(page: Page, home_path: str) -> bool:
    return bool(page.path.startswith(home_path) and len(page.path) == len(home_path) + Page.steplen)


def _link(page: Page, path: str, request: HttpRequest) -> Link:
    below = path.startswith(page.path) and page.path != home_path(request, page)  # every page stands below home
    current = "page" if page.path == path else "true" if below else ""
    return Link(page.title, _url(page, request), current)


def _url(page: Page, request: HttpRequest) -> str:
    return page.get_url(request) or "/"


def _languages(
    pages: list[Page], root: Page, page: Page | None, language: str, request: HttpRequest
) -> list[Translation]:
    homes = {each.locale.language_code: each for each in pages if each.translation_key == root.translation_key}
    key = page.translation_key if page else None
    # An alias only repeats another language's words.
    same = {each.locale.language_code: each for each in pages if each.translation_key == key and not each.alias_of_id}
    return [
        Translation(
            code,
            _own_name(code),
            _url(same.get(code) or homes[code], request),
            current=code == language,
            exact=code in same,
            note="" if code in same or code == language or not page else _to_the_first_page(code),
        )
        for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES
        if code in same or code in homes
    ]


def _to_the_first_page(code: str) -> str:
    with override(code):
        return _("not this page: to the first page")


def _own_name(code: str) -> str:
    """A language's name in that language, as its speakers look for it."""
    return str(get_language_info(code)["name_local"]).capitalize()
