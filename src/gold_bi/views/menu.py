"""The menu “Figures”, whose entries show to those who may open them."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

from gold_bi import open_rows
from gold_bi.words import number


class PermittedMenuItem(MenuItem):
    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)


class RejectedMenuItem(PermittedMenuItem):
    """With the number of rows that wait, as it was last known: no menu waits for GOLD."""

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if waiting := open_rows.known():
            component.label = f"{self.label} ({number(waiting)})"
        return component
