"""What goes wrong inside a zip or its XML, said in a sentence."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from .model import FileRefused

# What zipfile, zlib, expat and our steps through their results raise for bytes that are not what they claim to be.
_BROKEN = (
    BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ParseError, ValueError, LookupError,
    OverflowError,
)  # fmt: skip


@contextmanager
def told() -> Iterator[None]:
    """Raises FileRefused for bytes that cannot be unpacked or parsed."""
    try:
        yield
    except FileRefused:
        raise
    except DefusedXmlException as harmful:
        raise FileRefused(
            _(
                "The workbook gives orders to the program that reads it (a DTD or entities), as only a harmful one "
                "does. It was not read. Save the table anew as .xlsx or CSV and give that."
            )
        ) from harmful
    except _BROKEN as broken:
        raise damaged() from broken


def damaged() -> FileRefused:
    return FileRefused(
        _("The file is damaged: it stops before its end or was changed on its way. Save it and give it again.")
    )
