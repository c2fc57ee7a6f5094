from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class ContactsBlock(blocks.StructBlock):
    """Where the company is and how to reach it."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=100)
    contacts = SnippetChooserBlock(
        "website.Contacts",
        label=_("Contacts"),
        required=False,
        help_text=_("Empty: the contacts of the site's footer."),
    )

    class Meta:
        icon = "mail"
        label = _("Contacts")
        description = _("Address, phone and e-mail.")
        template = "website/blocks/contacts.html"
        preview_value: dict[str, Any] = {"heading": "", "contacts": None}
