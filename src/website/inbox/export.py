"""The inbox as CSV: a column for each label any of the messages has."""

import csv
from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from base.lib.spreadsheet import inert

from .messages import Message, MessageQuerySet

BYTE_ORDER_MARK = "\ufeff"  # Excel reads the file as UTF-8 only with one


class _Line:
    def write(self, line: str) -> str:
        return line


def as_csv(messages: MessageQuerySet) -> StreamingHttpResponse:
    """Streamed; a cell that a spreadsheet would compute begins with an apostrophe instead."""
    response = StreamingHttpResponse(_lines(messages), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_("messages")}-{localtime():%Y-%m-%d}.csv"'
    return response


def _lines(messages: MessageQuerySet) -> Iterator[str]:
    labels: dict[str, None] = {}  # keeps the order in which they are first seen
    for questions in messages.values_list("questions", flat=True).iterator(chunk_size=2_000):
        labels |= dict.fromkeys(label for _name, label, _kind in questions)
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK
    yield writer.writerow(map(inert, [_("Received"), _("State"), _("Page"), _("Sender"), *labels]))
    for message in messages.iterator(chunk_size=2_000):
        answers = dict(message.answers)
        yield writer.writerow(map(inert, [*_about(message), *(answers.get(label, "") for label in labels)]))


def _about(message: Message) -> list[str]:
    received = f"{localtime(message.submit_time):%Y-%m-%d %H:%M}"
    return [received, message.get_state_display(), message.page.title if message.page else "", message.sender]
