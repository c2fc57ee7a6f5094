"""The worker's round: every letter that is due, until the mail server fails."""

import logging
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.db import transaction

from .deliveries import Delivery
from .mail import letter

logger = logging.getLogger(__name__)


def send_due() -> int:
    """Send the letters that are due and return how many the mail server took.

    A letter is locked while it is sent, so two workers never send the same one. It is marked in the same transaction:
    a worker killed right after the server took it sends it again, under the same Message-ID. When the server cannot
    be reached the round ends, and the other letters stay due.
    """
    sent = 0
    while True:
        with transaction.atomic():
            due = Delivery.objects.due().select_related("message").select_for_update(skip_locked=True, of=("self",))
            delivery = due.first()
            if delivery is None:
                return sent
            try:
                letter(delivery).send()
            except Exception as error:
                # The server's words may hold an address: they are for the inbox, not for the log.
                logger.warning("Letter %s was not sent: %s", delivery.pk, type(error).__name__)
                delivery.failed(error, for_good=_refused_for_good(error))
                if isinstance(error, OSError) and not isinstance(error, (SMTPRecipientsRefused, SMTPDataError)):
                    return sent
            else:
                delivery.succeeded()
                sent += 1


def _refused_for_good(error: Exception) -> bool:
    """Did the server say that this address can never get a letter? (RFC 5321, 4.2.1: replies of 500 and more.)"""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return bool(error.recipients) and all(code >= 500 for code, _words in error.recipients.values())
