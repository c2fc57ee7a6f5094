"""Is an uploaded logo a picture, and nothing but a picture?"""

from pathlib import PurePath
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import parse
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

LOGO_EXTENSIONS = ["svg", "png", "webp"]
ICON_EXTENSIONS = ["svg", "png"]
ICON_SIDE = 512  # pixels: the largest size a home screen asks for
# What can run, load or embed something else.
FORBIDDEN_ELEMENTS = {"script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler"}


def validate_logo(file: File) -> None:
    """Raises ValidationError unless `file` is a picture of the kind its name says; an SVG may hold shapes only."""
    try:
        file.seek(0)
        if PurePath(file.name or "").suffix.lower() == ".svg":
            _validate_svg(file)
        else:
            Image.open(file).verify()
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise ValidationError(_("“%(name)s” cannot be read as a picture."), params={"name": file.name}) from error
    finally:
        file.seek(0)


def validate_icon(file: File) -> None:
    """Raises ValidationError unless `file` is a logo that is square, give or take 2 %, and large enough."""
    validate_logo(file)
    if PurePath(file.name or "").suffix.lower() == ".svg":
        return
    with Image.open(file) as picture:
        width, height = picture.size
    file.seek(0)
    if min(width, height) < ICON_SIDE or abs(width - height) > 0.02 * max(width, height):
        raise ValidationError(
            _("“%(name)s” is %(width)s by %(height)s pixels. An icon is square, and at least %(side)s by %(side)s."),
            params={"name": file.name, "width": width, "height": height, "side": ICON_SIDE},
        )


def _validate_svg(file: File) -> None:
    try:
        root = parse(file).getroot()
    except (ParseError, DefusedXmlException) as error:
        raise ValidationError(_("“%(name)s” is not a clean SVG file."), params={"name": file.name}) from error
    if _local(root.tag) != "svg":
        raise ValidationError(_("“%(name)s” is not an SVG picture."), params={"name": file.name})
    for element in root.iter():
        if reason := _danger(element):
            raise ValidationError(
                _("“%(name)s” holds “%(reason)s”, which a logo may not. Save it as a plain SVG."),
                params={"name": file.name, "reason": reason},
            )


def _local(name: object) -> str:
    return str(name).rpartition("}")[2].lower()


def _danger(element: Element) -> str:
    """The name of what makes `element` more than a shape, or nothing."""
    if _local(element.tag) in FORBIDDEN_ELEMENTS:
        return _local(element.tag)
    for name, value in element.attrib.items():
        if _local(name).startswith("on"):
            return _local(name)
        if _local(name) in ("href", "src") and not value.startswith(("#", "data:image/")):
            return value[:60]
    return ""
