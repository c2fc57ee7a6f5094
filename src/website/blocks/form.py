from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from website.navigation.around import home_path

from .choosers import PageLinkBlock


class FormBlock(blocks.StructBlock):
    """The form of a contact page inside another page. What is sent, and what is wrong with it, goes to that page."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=100, help_text=_("Empty: “Write to us”."))
    text = blocks.TextBlock(label=_("Text"), required=False, max_length=300)
    page = PageLinkBlock(
        page_type="website.ContactPage",
        label=_("Form of"),
        required=False,
        help_text=_("A contact page. Empty: the first one of the site."),
    )

    class Meta:
        icon = "clipboard-list"
        label = _("Form")
        description = _("The contact page's own form, where people decide to write. Once on a page.")
        template = "website/blocks/form.html"
        script = "website/js/contact.js"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        # Pages are made of blocks, so a block can only ask for them once all is loaded.
        from website.pages.contact import ContactPage

        contact_pages = ContactPage.objects.live().order_by("path")
        page: Any = context.get("page")
        if page is not None:
            contact_pages = contact_pages.filter(path__startswith=home_path(context["request"], page))
        if value["page"]:
            contact_pages = contact_pages.filter(translation_key=value["page"].translation_key)
        contact_page = contact_pages.first()
        form = contact_page.get_form(page=contact_page, user=None) if contact_page else None
        return context | {"contact_page": contact_page, "form": form, "preview": page is None}

    def get_preview_value(self) -> blocks.StructValue:
        return self.to_python({"heading": "", "text": "", "page": None})
