"""A visitor's message as the company reads it."""

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from wagtail.contrib.forms.models import FormSubmission

from .contact import ContactPage


def mail_of(submission_id: int) -> EmailMessage:
    """To the page's address, in the page's language; answering it answers the sender."""
    submission = FormSubmission.objects.get(pk=submission_id)
    page = ContactPage.objects.select_related("locale").get(pk=submission.page_id)
    data = submission.get_data()
    fields = list(page.get_form_fields())
    senders = [data[field.clean_name] for field in fields if field.field_type == "email" and data.get(field.clean_name)]
    with translation.override(page.locale.language_code):
        answers = [(field.label, _words(data.get(field.clean_name))) for field in fields]
        body = render_to_string(
            "website/mail/message.txt", {"page": page, "answers": answers, "when": submission.submit_time}
        )
        return EmailMessage(
            subject=gettext("Message from the site: %(page)s") % {"page": page.title},
            body=body,
            to=[page.to_address],
            reply_to=senders[:1],
        )


def _words(answer: object) -> str:
    if isinstance(answer, bool):
        return gettext("yes") if answer else gettext("no")
    if isinstance(answer, list):
        return ", ".join(str(each) for each in answer)
    return "" if answer is None else str(answer)
