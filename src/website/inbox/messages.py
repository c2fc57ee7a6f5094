"""What visitors write, as the company keeps it."""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.forms.models import AbstractFormSubmission
from wagtail.models import Page

EXCERPT = 140  # characters of a message in a list


class MessageQuerySet(models.QuerySet["Message"]):
    def new(self) -> "MessageQuerySet":
        return self.filter(state=Message.State.NEW)

    def containing(self, words: Iterable[str]) -> "MessageQuerySet":
        """Those whose answers hold every word, whatever its case and accents."""
        found = self
        for word in words:
            found = found.filter(searchable__contains=folded(word))
        return found


class Message(AbstractFormSubmission):
    """One sent form. It outlives its page, and the fields' later changes."""

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("message", "New")
        ANSWERED = "answered", pgettext_lazy("message", "Answered")
        SPAM = "spam", _("Spam")

    page = models.ForeignKey(Page, verbose_name=_("page"), null=True, on_delete=models.SET_NULL, related_name="+")
    # [name, label, type] of each field in the form's order, as the visitor saw it: JSON objects keep no order.
    questions = models.JSONField(default=list)
    sender = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    searchable = models.TextField(editable=False)  # the answers, folded
    # The challenge solved for this message. Being unique, it can carry one message only, whoever sends it twice.
    proof = models.CharField(max_length=64, unique=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("from a visitor", "message")
        verbose_name_plural = pgettext_lazy("from visitors", "messages")
        default_permissions = ["view", "change", "delete"]  # nobody writes one in the admin
        ordering = ["-submit_time", "-pk"]
        indexes = [
            models.Index(fields=["-submit_time", "-id"], name="message_newest"),
            models.Index(fields=["state"], name="message_new", condition=models.Q(state="new")),
        ]

    def __str__(self) -> str:
        return self.who

    @property
    def answers(self) -> list[tuple[str, str]]:
        """(label, answer) in the form's order, as text."""
        return [(label, as_text(self.form_data.get(name))) for name, label, _kind in self.questions]

    @property
    def who(self) -> str:
        """The sender as a list names them: the first line they wrote, which asks for a name, or else the address."""
        return next(filter(None, self._answers_to("singleline")), "") or self.sender or gettext("Somebody")

    @property
    def excerpt(self) -> str:
        """The beginning of what they wrote, on one line."""
        written = next(self._answers_to("multiline"), "") or next((answer for _label, answer in self.answers[::-1]), "")
        words = " ".join(written.split())
        return words if len(words) <= EXCERPT else f"{words[: EXCERPT - 1].rstrip()}…"

    def _answers_to(self, kind: str) -> Iterator[str]:
        return (as_text(self.form_data[name]) for name, _label, each in self.questions if each == kind)


def folded(text: str) -> str:
    """Lower case without accents. Not left to the database, where it depends on the server's locale."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def as_text(answer: Any) -> str:
    if isinstance(answer, bool):
        return gettext("yes") if answer else gettext("no")
    if isinstance(answer, list):
        return ", ".join(str(each) for each in answer)
    return "" if answer is None else str(answer)
