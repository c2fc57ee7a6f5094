"""What the block chooser draws blocks with: the site's own pictures."""

from typing import Any

from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage


def any_image(number: int = 0) -> AbstractImage | None:
    """One of the library's pictures, always the same for a `number`; None while there is none."""
    images = get_image_model().objects.order_by("pk")
    count = images.count()
    if not count:
        return None
    image = images[number % count]
    image.contextual_alt_text, image.decorative = "", True
    return image


NO_PICTURE = {"image": None, "decorative": False, "alt_text": ""}  # as a page stores it


def any_picture(number: int = 0) -> dict[str, Any]:
    """The same picture as a page stores it, for a block's `to_python`."""
    image = any_image(number)
    return {"image": image.pk if image else None, "decorative": True, "alt_text": ""}
