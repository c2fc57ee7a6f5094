"""A sent form becomes a message and its letters, in one transaction."""

import json
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from website.tasks import send_due_letters

from .deliveries import Delivery
from .messages import Message, as_text, folded

if TYPE_CHECKING:
    from website.pages.contact import ContactFormField, ContactPage

# Receipts one address gets in an hour, lest somebody have the site write to a stranger again and again.
RECEIPTS_AN_HOUR = 3


@transaction.atomic
def receive(page: "ContactPage", answers: dict[str, Any], proof: str) -> Message | None:
    """Keep what was sent; the worker sends the letters once it is kept.

    The same message sent again (a second click, a reload) is the one kept before. None when `proof` has carried
    a different message already.
    """
    fields: Sequence[ContactFormField] = list(page.get_form_fields())
    senders = [answers[field.clean_name] for field in fields if field.field_type == "email"]
    message, is_new = Message.objects.get_or_create(
        proof=proof,
        defaults={
            "page_id": page.pk,
            "form_data": answers,
            "questions": [[field.clean_name, field.label, field.field_type] for field in fields],
            "sender": next(filter(None, senders), ""),
            "searchable": folded("\n".join(as_text(answers[field.clean_name]) for field in fields)),
            "language": page.locale.language_code,
        },
    )
    if not is_new:
        return message if message.page_id == page.pk and message.form_data == _as_kept(answers) else None
    letters = []
    if page.to_address:
        letters.append(Delivery(message=message, kind=Delivery.Kind.COMPANY, address=page.to_address))
    if page.send_receipt and message.sender and not _has_had_enough(message.sender):
        letters.append(Delivery(message=message, kind=Delivery.Kind.RECEIPT, address=message.sender))
    if letters:
        Delivery.objects.bulk_create(letters)
        transaction.on_commit(partial(send_due_letters.enqueue))
    return message


def _as_kept(answers: dict[str, Any]) -> Any:
    return json.loads(json.dumps(answers, cls=DjangoJSONEncoder))


def _has_had_enough(address: str) -> bool:
    since = timezone.now() - timedelta(hours=1)
    receipts = Delivery.objects.filter(
        kind=Delivery.Kind.RECEIPT, address__iexact=address, message__submit_time__gte=since
    )
    return receipts.count() >= RECEIPTS_AN_HOUR
