"""Items of the request log's menu."""

from typing import Any

from wagtail.admin.menu import MenuItem

from logging_app.models import AccessLogEntry

from .permissions import ViewOnlyPolicy


class LookingMenuItem(MenuItem):
    """Shown to whoever may look at the requests."""

    def is_shown(self, request: Any) -> bool:
        return ViewOnlyPolicy(AccessLogEntry).user_has_permission(request.user, "view")
