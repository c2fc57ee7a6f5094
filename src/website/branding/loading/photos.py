"""The photographs of `photos.toml`, into Wagtail's library."""

from django.core.files.images import ImageFile
from PIL import Image, UnidentifiedImageError
from wagtail.images import get_image_model

from .scope import Photo, Scope
from .source import Table

# The part around the focal point that no crop may cut, as a share of the shorter side.
FOCAL_SHARE = 0.2
# Whose a photograph is, as the picture keeps it.
OWNED = ["credit", "licence", "source"]


def load_photos(scope: Scope) -> dict[str, Photo]:
    """Every photograph by its name. Raises BrandError for a file that is missing, idle or no picture."""
    folder = scope.folder.path / "photos"
    table = scope.folder.photos
    unnamed = sorted({path.stem for path in folder.glob("*.jpg")} - set(table.data))
    if unnamed:
        raise table.error(unnamed[0], f"is missing: photos/{unnamed[0]}.jpg has no alternative text yet")
    return {name: _photo(name, table.child(name), scope) for name in table.data}


def _photo(name: str, table: Table, scope: Scope) -> Photo:
    table.only(["focus", "alt", "caption", *OWNED])
    alt, caption = (
        {language: table.text(key, language, scope.languages) for language in scope.languages}
        for key in ("alt", "caption")
    )
    path = scope.folder.path / "photos" / f"{name}.jpg"
    if not path.is_file():
        raise table.error("", f"names a photograph, but there is no photos/{name}.jpg")
    try:
        with Image.open(path) as picture:
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise table.error("", f"names photos/{name}.jpg, which cannot be read as a picture") from error
    with path.open("rb") as file:
        image = get_image_model()(title=caption[scope.languages[0]], description=alt[scope.languages[0]])
        for key in OWNED:
            setattr(image, key, table.get(key, str, ""))
        image.file = ImageFile(file, name=path.name)
        scope.files.append(image.file)
        width, height = image.width, image.height
        x, y = _focus(table)
        image.focal_point_x, image.focal_point_y = round(x * width), round(y * height)
        image.focal_point_width = image.focal_point_height = round(min(width, height) * FOCAL_SHARE)
        image.save()
    return Photo(image, alt, caption)


def _focus(table: Table) -> tuple[float, float]:
    focus = table.get("focus", list, [0.5, 0.5])
    if len(focus) != 2 or not all(isinstance(part, int | float) and 0 <= part <= 1 for part in focus):
        raise table.error("focus", f"is {focus!r}. Allowed: two numbers from 0 to 1, from the left and from the top")
    return focus[0], focus[1]
