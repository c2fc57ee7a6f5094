from typing import Any

from django.db import models
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.forms.models import AbstractFormField, FormMixin
from wagtail.fields import RichTextField
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from website.inbox.messages import Message
from website.inbox.proof import FIELD as PROOF
from website.inbox.proof import proven
from website.inbox.receiving import receive

from .base import BasePage
from .honeypot import looks_like_a_bot

NOTE_FEATURES = ["bold", "italic", "link"]
SENT = "sent"  # the parameter of the address a sender is led to: it only thanks, so it can be reloaded

UNPROVEN = _(
    "Nothing has been sent yet: your browser has not finished a small check that keeps machines out. "
    "It needs JavaScript. Please send it again."
)


class ContactPage(FormMixin, BasePage):
    """A form whose answers are kept in the inbox; the worker sends them to the company, and the sender a receipt."""

    intro = models.TextField(_("introduction"), max_length=500, blank=True, help_text=_("One or two sentences."))
    thank_you_text = RichTextField(
        _("thanks"), features=NOTE_FEATURES, help_text=_("What the sender reads when the message has arrived.")
    )
    privacy_note = RichTextField(
        _("privacy note"),
        features=NOTE_FEATURES,
        blank=True,
        help_text=_(
            "Stands beside the send button: who reads the message, why, and how long it is kept. "
            "Words in braces become the company's data, as on the legal pages."
        ),
    )
    to_address = models.EmailField(
        _("send messages to"), blank=True, help_text=_("The company's address. Empty: messages are only kept here.")
    )
    send_receipt = models.BooleanField(
        _("send a receipt"),
        default=True,
        help_text=_("The sender gets an e-mail that says the message has arrived, with the thanks above."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        InlinePanel("form_fields", heading=_("Form fields"), label=_("Field")),
        MultiFieldPanel([FieldPanel("privacy_note"), FieldPanel("thank_you_text")], _("Words around the form")),
        MultiFieldPanel([FieldPanel("to_address"), FieldPanel("send_receipt")], _("Letters")),
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

    def get_submission_class(self) -> type[Message]:
        return Message

    def get_form(self, *args: Any, **kwargs: Any) -> BaseForm:
        form = super().get_form(*args, **kwargs)
        if form.is_bound:
            form.full_clean()
            if looks_like_a_bot(form.data):
                # A person whose browser filled the hidden field reads this and tries again; nothing is lost unsaid.
                form.add_error(None, _("This looked like a machine's message. Please wait a moment and send it again."))
            elif not proven(form.data.get(PROOF, "")):
                form.add_error(None, UNPROVEN)
        return form

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A message that is kept leads to an address of its own, so a reload sends nothing again."""
        if request.method == "POST":
            form = self.get_form(request.POST, request.FILES, page=self, user=request.user)
            if form.is_valid():
                if receive(self, form.cleaned_data, proven(request.POST[PROOF])):
                    return HttpResponseRedirect(f"{self.get_url(request)}?{SENT}=1")
                form.add_error(None, UNPROVEN)
        elif SENT in request.GET:
            thanks: HttpResponse = self.render_landing_page(request)
            add_never_cache_headers(thanks)
            return thanks
        else:
            form = self.get_form(page=self, user=request.user)
        return TemplateResponse(request, self.get_template(request), self.get_context(request) | {"form": form})

    def serve_submissions_list_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Wagtail's own list asks only whether the page may be edited; the inbox asks who may read messages."""
        return HttpResponseRedirect(f"{reverse('inbox:index')}?page={self.pk}")


class ContactFormField(TranslatableMixin, AbstractFormField):
    """One field of the form, as the editor set it."""

    page = ParentalKey(ContactPage, on_delete=models.CASCADE, related_name="form_fields")

    # Not words: messages are kept under it.
    override_translatable_fields = [SynchronizedField("clean_name", overridable=False)]

    class Meta(TranslatableMixin.Meta, AbstractFormField.Meta):
        verbose_name = _("form field")
        verbose_name_plural = _("form fields")
