"""The photographs of `photos.toml`, into Wagtail's library."""

from django.core.files.base import ContentFile
from PIL import Image, UnidentifiedImageError
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from .records import deleted, existing, put
from .scope import Photo, Scope
from .source import Mistakes, Table

# The part around the focal point that no crop may cut, as a share of the shorter side.
FOCAL_SHARE = 0.2
FOCUS = ["focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"]
TOLD_EVERY = 10
# Whose a photograph is, as the picture keeps it.
OWNED = ["credit", "licence", "source"]


def load_photos(scope: Scope) -> dict[str, Photo]:
    """Every photograph by its name. Raises BrandError for files that are missing, idle or no picture."""
    folder, table = scope.folder.path / "photos", scope.folder.photos
    mistakes = Mistakes()
    for name in sorted({path.stem for path in folder.glob("*.jpg")} - set(table.data)):
        with mistakes.gather():
            raise table.error(name, f"is missing: photos/{name}.jpg has no alternative text yet")
    photos: dict[str, Photo] = {}
    for number, name in enumerate(table.data, start=1):
        with mistakes.gather():
            photos[name] = _photo(name, table.child(name), scope)
        if number % TOLD_EVERY == 0 or number == len(table.data):
            scope.say(f"Photographs: {number} of {len(table.data)}")
    mistakes.raise_any()
    return photos


def _photo(name: str, table: Table, scope: Scope) -> Photo:
    table.only(["focus", "alt", "caption", *OWNED])
    alt, caption = (
        {language: table.text(key, language, scope.languages) for language in scope.languages}
        for key in ("alt", "caption")
    )
    asked = _asked(name, table, scope)
    asked.title, asked.description = caption[scope.languages[0]], alt[scope.languages[0]]
    key = f"photo/{name}"
    found, is_deleted = existing(get_image_model(), key, scope)
    if is_deleted:
        deleted(key, f"The photograph “{name}”", scope)
        return Photo(None, alt, caption)
    image = put(asked, ["title", "description", "file", *OWNED, *FOCUS], found, key, table, scope, _measure)
    return Photo(image, alt, caption)


def _asked(name: str, table: Table, scope: Scope) -> AbstractImage:
    path = scope.folder.path / "photos" / f"{name}.jpg"
    if not path.is_file():
        raise table.error("", f"names a photograph, but there is no photos/{name}.jpg")
    try:
        with Image.open(path) as picture:
            picture.verify()
            width, height = picture.size
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise table.error("", f"names photos/{name}.jpg, which cannot be read as a picture") from error
    x, y = _focus(table)
    side = round(min(width, height) * FOCAL_SHARE)
    image: AbstractImage = get_image_model()(
        focal_point_x=round(x * width), focal_point_y=round(y * height), focal_point_width=side, focal_point_height=side
    )
    for key in OWNED:
        setattr(image, key, table.get(key, str, ""))
    image.file = ContentFile(path.read_bytes(), name=path.name)
    return image


def _measure(image: AbstractImage) -> None:
    """Of a picture that changes: what Wagtail keeps of the file, and no version cut from the old one."""
    if not getattr(image.file, "_committed", True):
        image._set_image_file_metadata()
        image.renditions.all().delete()


def _focus(table: Table) -> tuple[float, float]:
    focus = table.get("focus", list, [0.5, 0.5])
    if len(focus) != 2 or not all(isinstance(part, int | float) and 0 <= part <= 1 for part in focus):
        raise table.error("focus", f"is {focus!r}. Allowed: two numbers from 0 to 1, from the left and from the top")
    return focus[0], focus[1]
