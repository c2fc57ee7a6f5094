"""Everything the site's pages need to be drawn, in one answer: a page waits for one file, not for fourteen."""

import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from .models import BrandingSettings
from .stylesheet import stylesheet

# In this order; the brand's own values stand after the defaults of tokens.css, the look's rules at the end.
DEFAULTS = [
    "website/vendor/bootstrap-5.3.9/bootstrap-reboot.min.css",
    "website/css/tokens.css",
]
NAMES = [
    *("type", "layout", "header", "components", "scrim"),
    *("blocks", "prices", "questions", "hero", "carousel", "embed"),
    *("lists", "gallery", "search", "footer"),
]
RULES = [f"website/css/{name}.css" for name in NAMES]
DARK = re.compile(r"\(prefers-color-scheme:\s*dark\)")
# Comments are for who writes the rules; those that begin with "!" are licences, and stay as a string does.
COMMENT = re.compile(r"/\*(?!!).*?\*/", re.DOTALL)
BLANKS = re.compile(r"""("[^"]*"|'[^']*'|/\*!.*?\*/)|\s*([{};,>])\s*|(:)\s+|\s+""", re.DOTALL)
# Of Bootstrap's two hundred variables its reboot reads twenty.
BOOTSTRAP_VARIABLE = re.compile(r"(--bs-[\w-]+):[^;}]*;?")


def site_css(brand: BrandingSettings, theme: str = "") -> str:
    """The whole of /site.css; `theme` is as for `stylesheet`."""
    look = f"website/css/looks/{brand.look}.css"
    css = "\n".join([_rules(*DEFAULTS), stylesheet(brand, theme), _rules(*RULES, look)])
    return DARK.sub("all" if theme == "dark" else "not all", css) if theme else css


def version(brand: BrandingSettings) -> str:
    """Short hash of the whole."""
    return _hash(site_css(brand))


@lru_cache(maxsize=64)
def _hash(css: str) -> str:
    return sha256(css.encode()).hexdigest()[:12]


def _rules(*names: str) -> str:
    """The files, joined; read once, but for a developer at each request."""
    return _read(names) if settings.DEBUG else _kept(names)


@lru_cache(maxsize=8)
def _kept(names: tuple[str, ...]) -> str:
    return _read(names)


def _read(names: tuple[str, ...]) -> str:
    """Raises FileNotFoundError for a file that no app brings."""
    css = squeezed("\n".join(Path(finders.find(name) or name).read_text() for name in names))
    return BOOTSTRAP_VARIABLE.sub(lambda found: found[0] if f"var({found[1]}" in css else "", css)


def squeezed(css: str) -> str:
    """The same rules without what only their writers need."""
    return BLANKS.sub(lambda found: "".join(filter(None, found.groups())) or " ", COMMENT.sub("", css)).strip()
