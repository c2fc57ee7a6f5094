"""Items of the request log's menu."""

from typing import Any

from wagtail.admin.menu import MenuItem

from .permissions import may_look


class LookingMenuItem(MenuItem):
    """Shown to whoever may look at the requests."""

    def is_shown(self, request: Any) -> bool:
        return may_look(request.user)
