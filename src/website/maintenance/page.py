"""What visitors read while the site is away: one file that nginx serves by itself.

It asks for nothing else, not even a font, and says in every language of the site who this is and how to reach them.
Written to the folder of media, which nginx reads already.
"""

import os
import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from itertools import groupby
from mimetypes import guess_type
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Site

from website.branding.company import Company
from website.branding.models import BrandingSettings
from website.branding.stylesheet import stylesheet
from website.hours.calculation import days_from
from website.hours.dates import WEEKDAY, written
from website.hours.place import Place

FILE = "maintenance.html"  # nginx/includes/locations.conf names it
OWN_STYLE = Path(__file__).parent / "page.css"
POLICY = "default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
LOGO_LIMIT = 100_000  # bytes; a larger one is left out, and the name stands in its place


@dataclass(frozen=True)
class Words:
    """The page in one language; `week` is (days, hours) with equal days together."""

    language: str
    company: Company
    week: list[tuple[str, list[str]]]


def write_page() -> Path | None:
    """Write the default site's page; returns where, None without a site. A reader never meets half a file."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return None
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=folder, suffix=".new", delete=False, encoding="utf-8") as scratch:
        scratch.write(page(site))
    os.chmod(scratch.name, 0o644)  # nginx is somebody else
    return Path(scratch.name).replace(folder / FILE)


def page(site: Site) -> str:
    """The page's HTML."""
    brand = BrandingSettings.for_site(site)
    style = _style(brand)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    words = [_words(brand, language) for language in _languages(site)]
    context = {
        "brand": brand,
        "company": words[0].company,
        "words": words,
        "logo": _inline(brand.logo),
        "logo_dark": _inline(brand.logo_dark),
        "style": mark_safe(f"<style>{style}</style>"),  # noqa: S308 -- made of checked colours and our own file
        "policy": POLICY.format(digest=digest),
    }
    with translation.override(words[0].language):
        return render_to_string("website/maintenance.html", context)


def _languages(site: Site) -> list[str]:
    """Those that the site has a home page in, its own first."""
    homes = site.root_page.get_translations(inclusive=True).live().select_related("locale")
    codes = {home.locale.language_code for home in homes} or {settings.LANGUAGE_CODE}
    return [code for code, _name in settings.LANGUAGES if code in codes]


def _words(brand: BrandingSettings, language: str) -> Words:
    with translation.override(language):
        company = Company(brand)
        _ = company.name, company.contacts  # in this language, for good
        return Words(language, company, _week(company.hours) if company.hours else [])


def _week(place: Place) -> list[tuple[str, list[str]]]:
    """The usual week of this season, days with equal hours together: the page may be read on any day."""
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    monday = today - timedelta(days=today.weekday())
    days = [place.schedule.usual(day) for day in days_from(monday, 7)]
    found = []
    for spans, run in groupby(days, key=lambda day: day.spans):
        names = [written(day.date, WEEKDAY) for day in run]
        hours = [f"{span.opens:%H:%M}–{span.closes:%H:%M}" for span in spans]
        found.append((names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}", hours))
    return found


def _style(brand: BrandingSettings) -> str:
    """The brand's own properties without its fonts, which would be files, then the page's rules."""
    properties = re.sub(r"@font-face\s*\{[^}]*\}\s*", "", stylesheet(brand))
    return f"{properties}\n{OWN_STYLE.read_text(encoding='utf-8')}"


def _inline(logo: FieldFile) -> SafeString | None:
    """The file as a data: address; None where there is none that is small enough."""
    if not logo:
        return None
    try:
        with logo.open("rb") as file:
            content = file.read(LOGO_LIMIT + 1)
    except OSError:
        return None
    if len(content) > LOGO_LIMIT:
        return None
    kind = guess_type(logo.name or "")[0] or "application/octet-stream"
    return mark_safe(f"data:{kind};base64,{b64encode(content).decode()}")  # noqa: S308 -- letters and figures
