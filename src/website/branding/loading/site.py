"""One load of a brand: everything in one transaction, or nothing."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils import translation
from wagtail.models import Page, Site

from website.branding.loaded import LoadedBrand
from website.branding.models import BrandingSettings

from .company import asked_brand, make_brand, make_company
from .menus import check_menus, make_menus
from .pages import check_pages, make_pages
from .photos import load_photos
from .replacing import clear_away
from .scope import Memory, Report, Scope
from .source import BrandError, Folder, Mistakes

WELCOME = "Welcome to your new Wagtail site!"
TABLES = ["company", "site", "brand", "hours", "places", "menus"]


@dataclass
class Loaded:
    """What came of it. `is_new`: the brand was not here before."""

    name: str
    pages: int
    photos: int
    languages: list[str]
    address: str = ""
    is_new: bool = True
    report: Report = field(default_factory=Report)


class _DryRunError(Exception):
    """Ends the transaction of a dry run."""


def load(
    path: Path, say: Callable[[str], None] = lambda line: None, *, dry_run: bool = False, replace: bool = False
) -> Loaded:
    """Bring the site of the brand in the folder `path` to where the folder wants it.

    The first load builds it. A later one changes what the folder changed since and leaves what an editor changed:
    `Loaded.report` says both. `replace` first clears away another brand's site. Raises BrandError for mistakes in the
    folder and for a site that has other content; then, and after a `dry_run`, the database and the stored files are
    as before.
    """
    folder = Folder(path)
    languages = _languages(folder)
    scope = Scope(folder, languages, languages[0], say=say)
    loaded: list[Loaded] = []
    try:
        # In English: what a model says about a value becomes part of our own sentence.
        with transaction.atomic(), translation.override("en"):
            loaded.append(_load(scope, replace))
            if dry_run:
                raise _DryRunError
            transaction.on_commit(partial(_delete, scope.replaced_files))
    except _DryRunError:
        _take_back(scope.files)
    except BaseException:
        _take_back(scope.files)
        raise
    return loaded[0]


def _load(scope: Scope, replace: bool) -> Loaded:
    # The lock makes a second load wait and then find this one's work.
    root = Page.objects.select_for_update().get(depth=1)
    name = scope.folder.brand.child("company").get("name", str)
    if replace:
        clear_away(LoadedBrand.objects.exclude(slug=scope.folder.slug), scope)
    memory = LoadedBrand.objects.filter(slug=scope.folder.slug).first()
    if memory:
        scope.before = Memory(memory.records, memory.entries)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    welcome = None if memory else _welcome(site, scope)
    _read(scope, site)
    homes = make_pages(scope, root)
    if not memory and scope.languages[0] in homes:
        _point(site, homes[scope.languages[0]], name)
    if welcome:
        Page.objects.get(pk=welcome.pk).delete()
    make_brand(scope, site)
    make_menus(scope, site)
    _remember(memory, scope)
    return Loaded(
        name,
        len(scope.folder.pages),
        len(scope.folder.photos.data),
        scope.languages,
        homes[scope.languages[0]].full_url or "" if scope.languages[0] in homes else "",
        memory is None,
        scope.report,
    )


def _read(scope: Scope, site: Site) -> None:
    """The company and the photographs, and a first look at the pages: all mistakes are said together."""
    mistakes = Mistakes()
    with mistakes.gather():
        make_company(scope)
    with mistakes.gather():
        asked_brand(BrandingSettings(site=site), scope)
    with mistakes.gather():
        check_menus(scope, site)
    with mistakes.gather():
        scope.photos = load_photos(scope)
        check_pages(scope)
    mistakes.raise_any()


def _remember(memory: LoadedBrand | None, scope: Scope) -> None:
    """What the folder holds no longer stays in the site, and is said once."""
    for key in scope.before.records.keys() - scope.after.records.keys():
        record = scope.before.records[key]
        if not record.get("dropped"):
            scope.report.kept.append(f"{key} is no longer in the folder; it was left in place")
        scope.after.records[key] = {**record, "dropped": True}
    after = {"records": scope.after.records, "entries": scope.after.entries}
    if memory is None:
        LoadedBrand.objects.create(slug=scope.folder.slug, **after)
    elif (memory.records, memory.entries) != (after["records"], after["entries"]):
        memory.records, memory.entries = after["records"], after["entries"]
        memory.save()


def _languages(folder: Folder) -> list[str]:
    mistakes = Mistakes()
    languages: list[str] = []
    with mistakes.gather():
        folder.brand.only(TABLES)
    with mistakes.gather():
        table = folder.brand.child("site")
        table.only(["languages", "form_recipient"])
        languages = table.get("languages", list)
        allowed = [code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES]
        if not languages or len(set(languages)) < len(languages) or not set(languages) <= set(allowed):
            raise table.error("languages", f"is {languages!r}. Allowed, each once: {', '.join(allowed)}")
    with mistakes.gather():
        folder.brand.child("company").get("name", str)
        folder.brand.child("brand")
    mistakes.raise_any()
    return languages


def _welcome(site: Site, scope: Scope) -> Page | None:
    """Wagtail's own first page, where nobody has touched it. Raises BrandError if the site has another home page."""
    if not site.pk or site.root_page.is_root():
        return None
    page = site.root_page
    if page.translation_key == scope.identity("page", "home"):
        return None  # made by this brand before it was remembered what its folder said
    untouched = page.title == WELCOME and page.specific_class is Page and not page.numchild
    if untouched and not page.revisions.exists():
        return page
    other = LoadedBrand.objects.first()
    hint = f" It is the site of the brand “{other.slug}”: --replace puts this one in its place." if other else ""
    raise BrandError(
        f"The site {site.hostname} already has a home page, “{page.title}”, which this brand did not make.{hint}"
        " Load a brand into an empty database."
    )


def _point(site: Site, home: Page, name: str) -> None:
    address = urlsplit(settings.SITE_URL)
    site.root_page, site.site_name, site.hostname = home, name, address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.save()


def _take_back(files: Iterable[FieldFile]) -> None:
    """Delete what was stored. A file not yet stored still has the name it came with: there is nothing to take back."""
    _delete(file for file in files if getattr(file, "_committed", False) and file.name)
    Site.clear_site_root_paths_cache()  # it may hold pages that never came to be


def _delete(files: Iterable[FieldFile]) -> None:
    for file in files:
        with suppress(OSError):
            file.storage.delete(file.name or "")
