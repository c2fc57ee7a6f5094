"""What can be asked of this site: its pages, and the files a page brings along."""

from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from wagtail.images import get_image_model
from wagtail.models import Page

_PAGE_FILES = (".css", ".js", ".woff2", ".svg")
_IMAGES_FOLDER = "images"  # where Wagtail keeps renditions


@dataclass
class Addresses:
    """Paths by what they are; `pages` by language, each language's home first; `forms` are those to write to."""

    pages: dict[str, list[str]]
    static: list[str]
    images: list[str]
    forms: dict[str, str] = field(default_factory=dict)


def site_addresses() -> Addresses:
    """Read from the page tree and the storages as they are now."""
    return Addresses(_pages(), _static(), _images(), _forms())


def _pages() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for page in Page.objects.live().public().filter(depth__gt=1).order_by("path").select_related("locale"):
        parts = page.get_url_parts()
        if parts and parts[2]:
            found.setdefault(page.locale.language_code, []).append(parts[2])
    return {language: sorted(paths, key=lambda path: path.count("/")) for language, paths in found.items()}


def _forms() -> dict[str, str]:
    """Each language's page with a form, known by the name of its type."""
    pages = Page.objects.live().public().filter(content_type__model="contactpage").select_related("locale")
    parts = ((page.locale.language_code, page.get_url_parts()) for page in pages)
    return {language: found[2] for language, found in parts if found and found[2]}


def _static() -> list[str]:
    names = sorted({name for finder in get_finders() for name, _ in finder.list([]) if name.startswith("website/")})
    urls = []
    for name in [name for name in names if name.endswith(_PAGE_FILES)][:6]:
        try:
            urls.append(staticfiles_storage.url(name))
        except ValueError:
            continue  # collected only after this name was dropped
    return urls or ["/static/website/site.css"]


def _images() -> list[str]:
    try:
        renditions = default_storage.listdir(_IMAGES_FOLDER)[1]
    except FileNotFoundError:
        renditions = []
    if not renditions:  # nobody has looked at a page yet, so Wagtail has not drawn any
        files = get_image_model().objects.values_list("file", flat=True)
        renditions = [f"{Path(name).stem}.width-{width}.avif" for name in files for width in (400, 800, 1200)]
    names = sorted(renditions)[:120] or ["home.width-800.avif"]
    return [f"/media/{_IMAGES_FOLDER}/{name}" for name in names]
