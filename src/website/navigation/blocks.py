"""What an editor puts into a menu: pages, which follow the reader's language, and addresses elsewhere."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from website.blocks.choosers import PageLinkBlock

WORDS = 40  # characters; a longer entry leaves no room for the others
ENTRIES = 12
CHILDREN = 10
COLUMNS = 4

# Also telephone numbers and mail; nothing that could run as a script.
validate_address = RegexValidator(
    r"^(https?://|mailto:|tel:|/)", _("Write an address that begins with https://, mailto:, tel: or /.")
)


class AddressBlock(blocks.URLBlock):
    """wagtail-localize keeps an address as it is in every language, unlike words."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.field = forms.CharField(
            max_length=500,
            validators=[validate_address],
            help_text=_("For example https://example.com, or /documents/1/catalogue.pdf for a file of this site."),
        )


class PageEntryBlock(blocks.StructBlock):
    """A page of the site. Its children are blocks of the class below, which only the header gives it."""

    page = PageLinkBlock(label=_("Page"))
    words = blocks.CharBlock(
        label=_("Words"), required=False, max_length=WORDS, help_text=_("Empty: the page's own title.")
    )

    class Meta:
        icon = "doc-empty"
        label = _("Page")
        label_format = "{words} → {page}"


class AddressEntryBlock(blocks.StructBlock):
    """A page of another site."""

    words = blocks.CharBlock(label=_("Words"), max_length=WORDS)
    address = AddressBlock(label=_("Address"))

    class Meta:
        icon = "link-external"
        label = _("Outside link")
        label_format = "{words}"


class EntriesBlock(blocks.StreamBlock):
    """Links one below the other."""

    page = PageEntryBlock()
    address = AddressEntryBlock()

    class Meta:
        required = False
        collapsed = True
        label = _("Links")


class HeaderPageBlock(PageEntryBlock):
    children = EntriesBlock(
        label=_("Below it"),
        max_num=CHILDREN,
        help_text=_("They open under this entry. The page itself stands first among them."),
    )


class HeaderBlock(blocks.StreamBlock):
    page = HeaderPageBlock()
    address = AddressEntryBlock()

    class Meta:
        required = False
        collapsed = True  # closed, the entries fit a screen and can be dragged
        max_num = ENTRIES


class ColumnBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=WORDS)
    links = EntriesBlock(label=_("Links"), max_num=CHILDREN, min_num=1, required=True)

    class Meta:
        icon = "list-ul"
        label = _("Column")
        label_format = "{heading}"


class ColumnsBlock(blocks.StreamBlock):
    column = ColumnBlock()

    class Meta:
        required = False
        collapsed = True
        max_num = COLUMNS
