from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .choosers import PictureField
from .preview import NO_PICTURE


class TestimonialBlock(blocks.StructBlock):
    text = blocks.TextBlock(
        label=_("Words"), max_length=500, help_text=_("Without quotation marks: the page adds them.")
    )
    who = blocks.CharBlock(label=_("Who said it"), max_length=80)
    role = blocks.CharBlock(
        label=_("Who they are"), required=False, max_length=120, help_text=_("“A kitchen in Cantù, 2025”.")
    )
    portrait = PictureField(label=_("Portrait"), required=False, help_text=_("Shown small and square."))

    class Meta:
        icon = "user"
        label = _("Voice")


class TestimonialsBlock(blocks.StructBlock):
    """What customers say, several at once and in the size of running text."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=100)
    voices = blocks.ListBlock(TestimonialBlock(), label=_("Voices"), min_num=2, max_num=6)

    class Meta:
        icon = "group"
        label = _("Testimonials")
        description = _("What two to six customers say, with name and, if you like, a small portrait.")
        template = "website/blocks/testimonials.html"

    def get_preview_value(self) -> blocks.StructValue:
        voices = [
            (_("They came back after six months to adjust the doors. Nobody had asked them to."), "Paola Villa"),
            (_("Twelve of us at Christmas, and not a wobble."), "Sergio Riva"),
            (_("The drawing was so clear that we changed our minds before it cost anything."), "Anna Conti"),
        ]
        values = [{"text": str(text), "who": who, "role": "", "portrait": NO_PICTURE} for text, who in voices]
        return self.to_python({"heading": str(_("What stays with them")), "voices": values})
