"""The table of contents of the flows: importing one registers it."""

from . import traffic

__all__ = ["traffic"]
