"""What an owner wants to see in the morning: who wrote, when the company is open today, what to do next."""

from collections.abc import Iterator, Mapping, MutableSequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Locale, TaskState
from wagtail.permissions import page_permission_policy

from base.lib.next_steps import NextStep
from website.checks.outside import OutsideLink
from website.checks.report import ACTIONS
from website.hours.calculation import status
from website.hours.place import Place
from website.hours.sentences import sentence
from website.inbox.messages import Message
from website.inbox.permissions import VIEW
from website.snippets.opening_hours import OpeningHours, with_spans

CHANGE_HOURS = "website.change_openinghours"
NEWEST = 3  # messages


class MessagesPanel(Component):
    name = "messages"
    title = _("New messages")
    template_name = "website/admin/home/messages.html"
    order = 57  # below what is wrong, above the figures

    class Media:
        css = {"all": ["website/css/home.css"]}

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        new = Message.objects.new()
        return {"newest": new[:NEWEST], "waiting": new.count(), "oldest": new.last()}


class HoursPanel(Component):
    """Each place now and today, and what is announced; from the one record that the site itself reads."""

    name = "hours_today"
    title = _("Hours today")
    template_name = "website/admin/home/hours.html"
    order = 58

    class Media:
        css = {"all": ["website/css/home.css"]}

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        records = with_spans().filter(locale=Locale.get_default()).order_by("name")
        return {"places": [self._of(record) for record in records]}

    @staticmethod
    def _of(record: OpeningHours) -> dict[str, Any]:
        place, now = Place(record, record), timezone.now()
        state = status(place.schedule, now)
        return {
            "name": place.name,
            "open": state.open,
            "sentence": sentence(place.schedule, now, state),
            "today": place.timetable.today_in_words,
            "announcements": place.timetable.announcements,
            "url": reverse("wagtailsnippets_website_openinghours:edit", args=[record.pk]),
        }


class NextStepsPanel(Component):
    name = "next_steps"
    title = _("What to do next")
    template_name = "website/admin/home/next_steps.html"
    order = 56

    class Media:
        css = {"all": ["website/css/home.css"]}

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        request = (parent_context or {})["request"]
        return {"steps": [step for told in hooks.get_hooks("register_next_steps") for step in told(request)]}


def add_panels(request: HttpRequest, panels: MutableSequence[Component]) -> None:
    """For Wagtail's hook construct_homepage_panels."""
    if request.user.has_perm(VIEW):
        panels.append(MessagesPanel())
    if request.user.has_perm(CHANGE_HOURS):
        panels.append(HoursPanel())
    panels.append(NextStepsPanel())


def next_steps(request: HttpRequest) -> Iterator[NextStep]:
    """The website's own, for the hook register_next_steps."""
    if waiting := TaskState.objects.reviewable_by(request.user).count():
        said = ngettext("Approve or send back %(count)s page.", "Approve or send back %(count)s pages.", waiting)
        yield NextStep(said % {"count": waiting}, "#awaiting-review")
    if request.user.has_perm(CHANGE_HOURS) and not OpeningHours.objects.exists():
        yield NextStep(gettext("Say when you are open."), reverse("wagtailsnippets_website_openinghours:add"))
    if page_permission_policy.user_has_any_permission(request.user, ACTIONS) and (
        broken := OutsideLink.objects.failing().count()
    ):
        said = ngettext("Look at %(count)s link that fails.", "Look at %(count)s links that fail.", broken)
        yield NextStep(said % {"count": broken}, reverse("website_problems"))
