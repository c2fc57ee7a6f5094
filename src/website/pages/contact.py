from functools import partial
from typing import Any

from django.db import models, transaction
from django.forms import BaseForm
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.forms.models import AbstractFormField, FormMixin, FormSubmission
from wagtail.contrib.forms.panels import FormSubmissionsPanel
from wagtail.fields import RichTextField
from wagtail.models import TranslatableMixin
from wagtail.search import index

from website.tasks import send_message

from .base import BasePage
from .honeypot import looks_like_a_bot

NOTE_FEATURES = ["bold", "italic", "link"]


class ContactPage(FormMixin, BasePage):
    """A form whose answers are kept, and sent to the company by the worker."""

    intro = models.TextField(_("introduction"), max_length=500, blank=True, help_text=_("One or two sentences."))
    thank_you_text = RichTextField(
        _("thanks"), features=NOTE_FEATURES, help_text=_("What the sender reads when the message has arrived.")
    )
    privacy_note = RichTextField(
        _("privacy note"),
        features=NOTE_FEATURES,
        blank=True,
        help_text=_("Stands beside the send button: who reads the message, why, and how long it is kept."),
    )
    to_address = models.EmailField(
        _("send messages to"), blank=True, help_text=_("The company's address. Empty: messages are only kept here.")
    )

    content_panels = [
        *BasePage.content_panels,
        FormSubmissionsPanel(),
        FieldPanel("intro"),
        InlinePanel("form_fields", heading=_("Form fields"), label=_("Field")),
        MultiFieldPanel([FieldPanel("privacy_note"), FieldPanel("thank_you_text")], _("Words around the form")),
        FieldPanel("to_address"),
    ]
    parent_page_types = ["website.HomePage"]
    subpage_types: list[str] = []
    search_fields = [*BasePage.search_fields, index.SearchField("intro")]
    template = "website/pages/contact.html"
    landing_page_template = "website/pages/contact_thanks.html"

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    @property
    def lead(self) -> str:
        return self.intro

    def get_form(self, *args: Any, **kwargs: Any) -> BaseForm:
        form = super().get_form(*args, **kwargs)
        if form.is_bound:
            form.full_clean()
            if looks_like_a_bot(form.data):
                # A person whose browser filled the hidden field reads this and tries again; nothing is lost unsaid.
                form.add_error(None, _("This looked like a machine's message. Please wait a moment and send it again."))
        return form

    def process_form_submission(self, form: BaseForm) -> FormSubmission:
        """Keeps the message, then leaves the mail to the worker."""
        submission: FormSubmission = super().process_form_submission(form)
        if self.to_address:
            transaction.on_commit(partial(send_message.enqueue, submission.pk))
        return submission


class ContactFormField(TranslatableMixin, AbstractFormField):
    """One field of the form, as the editor set it."""

    page = ParentalKey(ContactPage, on_delete=models.CASCADE, related_name="form_fields")

    class Meta(TranslatableMixin.Meta, AbstractFormField.Meta):
        verbose_name = _("form field")
        verbose_name_plural = _("form fields")
