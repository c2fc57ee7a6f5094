"""The inbox in the admin: the list, one message, and what may be done with it."""

from typing import Any
from urllib.parse import quote

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from website.tasks import send_due_letters

from .deliveries import Delivery
from .export import as_csv
from .messages import Message, MessageQuerySet
from .permissions import CHANGE

_STYLES = forms.Media(css={"all": ["website/css/inbox.css"]})


class WordsColumn(Column):
    """Who wrote and how the message begins, linked to all of it; on a phone also when, and its state."""

    cell_template_name = "website/inbox/words_cell.html"


class StateColumn(Column):
    cell_template_name = "website/inbox/state_cell.html"


class LettersColumn(Column):
    """Says only what an owner must know: which letters have not been sent."""

    cell_template_name = "website/inbox/letters_cell.html"


class InboxView(generic.IndexView):
    results_template_name = "website/inbox/results.html"
    FORMATS = ("csv",)
    header_icon = "mail"
    page_title = pgettext_lazy("from visitors", "Messages")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_export:
            return as_csv(self.get_queryset())
        return super().get(request, *args, **kwargs)

    def get_base_queryset(self) -> MessageQuerySet:
        return Message.objects.select_related("page").prefetch_related("deliveries")

    def filter_queryset(self, queryset: MessageQuerySet) -> MessageQuerySet:
        if self.filters and not self.filters.is_valid():
            return queryset.none()  # the form says what is wrong; a list of everything would contradict it
        return super().filter_queryset(queryset)

    def search_queryset(self, queryset: MessageQuerySet) -> MessageQuerySet:
        return queryset.containing(self.search_query.split())

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching or self.is_filtering:
            return _("No message matches: widen the filters.")
        return _("Nobody has written yet.")

    @property
    def header_more_buttons(self) -> list[Button]:
        return [Button(_("Download CSV"), url=self.csv_export_url, icon_name="download", priority=100)]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["media"] += _STYLES
        return context


class MessageView(generic.InspectView):
    template_name = "website/inbox/message.html"
    page_title = pgettext_lazy("from a visitor", "Message")
    header_icon = "mail"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        message: Message = self.object
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["media"] = context.get("media", forms.Media()) + _STYLES
        context["reply"] = reply_link(message) if message.sender else ""
        context["may_mark"] = self.request.user.has_perm(CHANGE)
        context["marks"] = [state for state in Message.State if state != message.state]
        unsent = message.deliveries.exclude(state=Delivery.State.SENT)
        context["has_unsent"] = message.state != Message.State.SPAM and unsent.exists()
        context["delete_url"] = self.get_delete_url()
        return context


class DeleteMessageView(generic.DeleteView):
    success_message = gettext_lazy("The message is deleted.")

    @property
    def confirmation_message(self) -> str:
        return _(
            "“%(who)s” and everything they wrote will be gone for good, from here and from the letters still waiting. "
            "What has been mailed already stays in the mailbox."
        ) % {"who": self.object}

    def delete_action(self) -> None:
        with transaction.atomic():
            # The log keeps who deleted and when, not the sender's name.
            log(
                instance=self.object,
                action="wagtail.delete",
                title=_("Message %(number)s") % {"number": self.object.pk},
            )
            self.object.delete()


class ChangingView(View):
    """POST, by those who may change messages; then back to the message."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        message = get_object_or_404(Message, pk=pk)
        self.change(request, message)
        return HttpResponseRedirect(reverse("inbox:inspect", args=[message.pk]))

    def change(self, request: HttpRequest, message: Message) -> None:
        raise NotImplementedError


class MarkView(ChangingView):
    def change(self, request: HttpRequest, message: Message) -> None:
        state = request.POST.get("state", "")
        if state not in Message.State:
            messages.error(request, _("“%s” is no state a message can have.") % state)
            return
        message.state = state
        message.save(update_fields=["state"])
        log(  # with the state: how soon messages are answered is read from here
            instance=message,
            action="wagtail.edit",
            title=_("Message %(number)s") % {"number": message.pk},
            data={"state": state},
        )
        messages.success(request, _("Marked as: %s.") % message.get_state_display().lower())


class SendAgainView(ChangingView):
    def change(self, request: HttpRequest, message: Message) -> None:
        message.deliveries.all().start_again()
        transaction.on_commit(send_due_letters.enqueue)
        messages.success(request, _("The letters will be sent as soon as the worker is free."))


def reply_link(message: Message) -> str:
    """Opens the mail program with the address, a subject and the message quoted (RFC 6068)."""
    page = message.page.title if message.page else _("your message")
    quoted = "\r\n".join(f"> {line}" for _label, answer in message.answers for line in answer.splitlines())
    subject, body = quote(_("Re: %s") % page), quote(f"\r\n\r\n{quoted}"[:1_500])
    return f"mailto:{quote(message.sender)}?subject={subject}&body={body}"
