"""The table of contents of the flows: importing one registers it."""

from . import sales, traffic

__all__ = ["sales", "traffic"]
