"""Letters to those who look after the site. The app that lets the owner name them says who they are."""

import logging
from collections.abc import Callable
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse

logger = logging.getLogger(__name__)

_named_by: list[Callable[[], list[str]]] = []


def name_addressees(by: Callable[[], list[str]]) -> None:
    """Have `by` asked for addresses before each letter."""
    _named_by.append(by)


def letter(subject: str, *paragraphs: str) -> bool:
    """Whether it was sent, or there is nobody to send it to; if not, it is to be tried again later."""
    recipients = list(dict.fromkeys(address for by in _named_by for address in by()))
    if not recipients:
        return True
    body = "\n\n".join([*paragraphs, settings.SITE_URL + reverse("wagtailadmin_home")])
    try:
        send_mail(f"[{settings.SITE_URL.split('//')[-1]}] {subject}", body, None, recipients)
    except (SMTPException, OSError) as error:
        logger.warning("An alert could not be mailed: %s", error)
        return False
    return True
