"""Who may read, mark and delete messages; nobody writes one in the admin."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

VIEW, CHANGE = "website.view_message", "website.change_message"


class InboxPolicy(ModelPermissionPolicy):
    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)


def without_contact_pages(user: Any, forms: Any) -> Any:
    """For Wagtail's own list of forms, which shows messages to whoever may edit their page."""
    from website.pages.contact import ContactPage  # registered before the models are loaded

    return forms.not_type(ContactPage)
