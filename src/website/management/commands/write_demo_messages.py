"""`manage.py write_demo_messages LOG`: what the demo's past visitors wrote, at the times they sent the form."""

import json
import random
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from website.inbox.messages import Message, as_text, folded
from website.pages.contact import ContactPage

PEOPLE = ("Giulia Ferri", "Marco Donati", "Elena Riva", "Paolo Sartori", "Anna Conti", "Luca Moretti", "Sara Villa")
WORDS = {
    "it": (
        "Buongiorno, vorrei un preventivo per un tavolo da otto in rovere.",
        "Riparate anche sedie impagliate? Ne ho quattro.",
        "Siete aperti il sabato pomeriggio?",
        "Quanto tempo serve per una libreria su misura?",
        "Ho visto le vostre cucine alla fiera: possiamo fissare una visita?",
    ),
    "en": (
        "Hello, I would like a quote for an oak table for eight.",
        "Do you deliver outside Italy?",
        "Can we visit the workshop next week?",
    ),
}
# Shares of messages older than a day or so.
SPAM, OPEN = 0.08, 0.12


class Command(BaseCommand):
    help = "Fill the inbox of a demo: a message for each form that was sent according to an access log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("log", type=Path, metavar="LOG")

    @transaction.atomic
    def handle(self, *, log: Path, **options: Any) -> None:
        pages = {parts[2]: page for page in ContactPage.objects.live() if (parts := page.get_url_parts())}
        try:
            sent = list(_sent(log, set(pages)))
        except (OSError, ValueError) as error:
            raise CommandError(f"{log} could not be read: {error}.") from error
        made = sum(_keep(pages[path], number, at) for number, path, at in sent)
        self.stdout.write(f"Wrote {made} messages.")


def _sent(log: Path, paths: set[str]) -> Iterator[tuple[str, str, datetime]]:
    """(request id, path, moment) of each form that was sent."""
    with log.open(encoding="utf-8") as lines:
        for line in lines:
            if '"request_method":"POST"' not in line:
                continue
            request = json.loads(line)
            if request["request_uri"] in paths and request["status"] == 302:
                yield request["request_id"], request["request_uri"], datetime.fromtimestamp(request["msec"], UTC)


def _keep(page: ContactPage, number: str, at: datetime) -> bool:
    """The same request makes the same message, once."""
    chance = random.Random(number)
    language = page.locale.language_code
    who = chance.choice(PEOPLE)
    sender = f"{who.lower().replace(' ', '.')}@example.it"
    by_kind = {"singleline": who, "email": sender, "multiline": chance.choice(WORDS.get(language, WORDS["en"]))}
    fields = list(page.get_form_fields())
    answers = {field.clean_name: by_kind.get(field.field_type, "") for field in fields}
    message, is_new = Message.objects.get_or_create(
        proof=f"demo-{number}",
        defaults={
            "page_id": page.pk,
            "form_data": answers,
            "questions": [[field.clean_name, field.label, field.field_type] for field in fields],
            "sender": sender,
            "searchable": folded("\n".join(map(as_text, answers.values()))),
            "language": language,
        },
    )
    if is_new:
        Message.objects.filter(pk=message.pk).update(submit_time=at - timedelta(milliseconds=50))
        _settle(message, at, chance)
    return is_new


def _settle(message: Message, at: datetime, chance: random.Random) -> None:
    """Most were answered within a day or so; a few are spam, a few still open."""
    drawn = chance.random()
    marked = at + timedelta(minutes=10 + chance.expovariate(1 / 400))
    if marked > timezone.now() or drawn > 1 - OPEN:
        return
    message.state = Message.State.SPAM if drawn < SPAM else Message.State.ANSWERED
    message.save(update_fields=["state"])
    ModelLogEntry.objects.log_action(
        message, "wagtail.edit", title=f"Message {message.pk}", data={"state": message.state}, timestamp=marked
    )
