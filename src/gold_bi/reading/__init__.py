"""Files as people write them, read into text, and text into values. Nothing here knows a database."""

from .archives import members
from .model import Block, ColumnReading, FileRefused, Inspection, Question, Reading
from .tables import blocks, inspect
from .values import parsed

__all__ = [
    "Block", "ColumnReading", "FileRefused", "Inspection", "Question", "Reading", "blocks", "inspect",
    "members", "parsed",
]  # fmt: skip
