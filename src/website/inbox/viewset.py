"""The inbox's addresses and its entry in the menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet

from .filters import MessageFilterSet
from .messages import Message
from .permissions import VIEW, InboxPolicy
from .screens import (
    DeleteMessageView,
    InboxView,
    LettersColumn,
    MarkView,
    MessageView,
    SendAgainView,
    StateColumn,
    WordsColumn,
)


class InboxMenuItem(MenuItem):
    """Bears the number of new messages; shown to those who may read them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(VIEW)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        component: LinkMenuItem = super().render_component(request)
        if waiting := Message.objects.new().count():
            component.label = f"{self.label} ({waiting})"
        return component


class MessageViewSet(ModelViewSet):
    model = Message
    name = "inbox"
    url_prefix = "inbox"
    icon = "mail"
    menu_label = pgettext_lazy("from visitors", "Messages")
    menu_order = 150
    menu_item_class = InboxMenuItem
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["state"]  # the template shows the rest
    index_view_class = InboxView
    inspect_view_class = MessageView
    delete_view_class = DeleteMessageView
    filterset_class = MessageFilterSet
    search_fields = ["searchable"]
    list_per_page = 50
    ordering = ("-submit_time", "-pk")
    list_display = [
        WordsColumn("who", label=pgettext_lazy("a message's sender", "From"), classname="inbox-words"),
        StateColumn("state", label=_("State"), classname="inbox-state"),
        Column("page", label=_("Page"), classname="inbox-page"),
        LettersColumn("letters", accessor="pk", label=_("Letters"), classname="inbox-letters"),
        DateColumn("submit_time", label=_("Received"), classname="inbox-time"),
    ]
    exclude_form_fields: list[Any] = []  # no form is ever shown

    @property
    def permission_policy(self) -> InboxPolicy:
        return InboxPolicy(self.model)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Reading, marking and deleting: the addresses of Wagtail's other views do not exist."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
            path("mark/<int:pk>/", MarkView.as_view(), name="mark"),
            path("send-again/<int:pk>/", SendAgainView.as_view(), name="send_again"),
            path("delete/<int:pk>/", self.delete_view, name="delete"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        absent = dict.fromkeys(["history_url_name", "usage_url_name", "add_url_name", "edit_url_name"])
        common: dict[str, Any] = super().get_common_view_kwargs(**absent, **kwargs)
        return common

    def register_admin_url_finder(self) -> None:
        """Nothing in the admin links to a message's editor: there is none."""


message_viewset = MessageViewSet()
