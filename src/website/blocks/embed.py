from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from base.lib.frames import allow_frame

from .choosers import PictureField
from .preview import any_picture
from .providers import PROVIDERS, YOUTUBE, recording

UNKNOWN = format_lazy(
    _(
        "This is not the address of a film or tour that can be shown here. Open it in your browser and copy the "
        "address, such as {example}. Allowed: {names}."
    ),
    example=YOUTUBE.example,
    names=", ".join(provider.name for provider in PROVIDERS),
)


class RecordingAddressBlock(blocks.URLBlock):
    """The address of a film or tour of one of our providers. It is read, never fetched."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field.error_messages["invalid"] = UNKNOWN

    def clean(self, value: str) -> str:
        cleaned = str(super().clean(value))
        if cleaned and not recording(cleaned):
            raise ValidationError(UNKNOWN)
        return cleaned


class EmbedBlock(blocks.StructBlock):
    """A film that stays where it is until a visitor, told who will learn of it, presses play."""

    address = RecordingAddressBlock(
        label=_("Address"),
        help_text=_("Of the film on YouTube or Vimeo, or of the tour on Matterport, as your browser shows it."),
    )
    title = blocks.CharBlock(
        label=_("Title"), max_length=100, help_text=_("What one sees in it: read out to those who cannot see it.")
    )
    image = PictureField(
        label=_("Still picture"),
        help_text=_("From your own pictures: nothing is asked of the other site before a visitor presses play."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        icon = "media"
        label = _("Film or tour")
        description = _("A film on YouTube or Vimeo, or a tour on Matterport, behind a still picture of yours.")
        template = "website/blocks/embed.html"
        script = "website/js/embed.js"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        shown = recording(value["address"] or "")
        if shown and context.get("request"):
            allow_frame(context["request"], shown.provider.origin)
        return context | {"recording": shown}

    def get_preview_value(self) -> blocks.StructValue:
        title = str(_("A chair in four minutes"))
        return self.to_python({"address": YOUTUBE.example, "title": title, "image": any_picture(2), "caption": ""})
