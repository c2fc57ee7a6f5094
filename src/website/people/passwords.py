"""A forgotten password: a link by mail, which the worker sends."""

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm

from website.tasks import send_password_link


class LinkByMailForm(WagtailPasswordResetForm):
    """Asks the worker for the letter, whether anybody has the address or not: the answer takes as long for both."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        send_password_link.enqueue(self.cleaned_data["email"])


def send_link(email: str) -> None:
    """The letter, to everybody who has the address and may sign in."""
    form = PasswordResetForm({"email": email})
    if form.is_valid():
        scheme, _, host = settings.SITE_URL.partition("://")
        form.save(
            domain_override=host,
            use_https=scheme == "https",
            subject_template_name="website/people/password_subject.txt",
            email_template_name="website/people/password_letter.txt",
        )
