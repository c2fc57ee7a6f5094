"""A picture's AVIF version is one, and looks like the picture."""

from io import BytesIO
from pathlib import Path

import numpy
import pytest
import wagtail_factories
from django.core.files.images import ImageFile
from PIL import Image

from website.pictures import avif


@pytest.mark.django_db
def test_an_avif_version_looks_like_the_picture_and_is_encoded_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    speeds = []
    save = Image.Image.save

    def watched(self: Image.Image, file: object, kind: str | None = None, **options: object) -> None:
        if kind == "AVIF":
            speeds.append(options.get("speed"))
        save(self, file, kind, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Image.Image, "save", watched)
    gradient = numpy.tile(numpy.linspace(0, 255, 160, dtype="uint8"), (120, 1))
    original = Image.fromarray(numpy.stack([gradient, gradient[:, ::-1], gradient // 2], axis=2))
    file = BytesIO()
    save(original, file, "PNG")
    picture = wagtail_factories.ImageFactory(file=ImageFile(file, name="gradient.png"))

    version = picture.get_rendition("format-avif|max-160x120")

    assert speeds == [avif.SPEED]
    assert Path(version.file.name).suffix == ".avif"
    with version.file.open("rb") as drawn, Image.open(drawn) as opened:
        assert opened.format == "AVIF"
        difference = numpy.abs(numpy.asarray(opened.convert("RGB"), "int16") - numpy.asarray(original, "int16"))
    assert difference.mean() < 3
