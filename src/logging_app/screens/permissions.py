"""Looking is a permission; changing is refused to everybody, superusers included."""

from collections.abc import Iterable
from typing import Any

from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail_modeladmin.helpers import PermissionHelper

from logging_app.models import AccessLogEntry


class ViewOnlyPolicy(ModelPermissionPolicy):
    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def users_with_any_permission(self, actions: Iterable[str]) -> Any:
        users = super().users_with_any_permission(["view"])
        return users if "view" in actions else users.none()


class Lookers(PermissionCheckedMixin):
    """A view for who may look at requests."""

    permission_policy = ViewOnlyPolicy(AccessLogEntry)
    permission_required = "view"


class ViewOnlyHelper(PermissionHelper):
    """The same for wagtail-modeladmin."""

    def user_has_specific_permission(self, user: Any, perm_codename: str) -> bool:
        looks = perm_codename == self.get_perm_codename("view")
        return looks and super().user_has_specific_permission(user, perm_codename)


def may_look(user: Any) -> bool:
    return bool(user.has_perm("logging_app.view_accesslogentry"))
