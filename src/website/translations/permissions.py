"""Who may translate."""

from typing import Any

from django.contrib.auth.models import Group, Permission

TRANSLATORS = ["Editors", "Moderators"]  # Wagtail's own groups


def let_editors_translate(sender: Any, **kwargs: Any) -> None:
    """After each migration: wagtail-localize gives nobody its permission. Once an owner has given it to any group,
    that is left as it is."""
    permission = Permission.objects.filter(content_type__app_label="wagtail_localize", codename="submit_translation")
    for each in permission.filter(group=None):
        each.group_set.add(*Group.objects.filter(name__in=TRANSLATORS))
