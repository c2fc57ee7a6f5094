"""From a brand's folder to a site: see `load` in `site.py`; the folder's form is told in `source.py`."""

from .site import Loaded, load
from .source import BrandError

__all__ = ["BrandError", "Loaded", "load"]
