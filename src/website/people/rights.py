"""What editors and moderators may do from the first day.

Wagtail itself makes the two groups, lets editors write pages and moderators publish them, and sends what an editor
submits to the moderators. This adds the website's own records (the inbox, opening hours, contacts and every other
snippet) and translating.
"""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS
from wagtail import hooks
from wagtail.snippets.models import get_snippet_models

from .groups import grant

EDITORS, MODERATORS = "Editors", "Moderators"
ON_MESSAGES = {EDITORS: ("view", "change"), MODERATORS: ("view", "change", "delete")}
ON_SNIPPETS = {EDITORS: ("view", "add", "change"), MODERATORS: ("view", "add", "change", "delete")}


def grant_new_permissions(app_config: AppConfig, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """After `migrate`. A permission is granted when it is made and never again: what an owner takes stays taken.

    It must run before django.contrib.auth makes the permissions, so it makes them itself.
    """
    if using != DEFAULT_DB_ALIAS:
        return
    before = set(_codenames(app_config))
    create_permissions(app_config, verbosity=0, using=using)
    new = set(_codenames(app_config)) - before
    grant(Permission.objects.filter(content_type__app_label=app_config.label, codename__in=new))
    for name in (EDITORS, MODERATORS):
        group = Group.objects.filter(name=name).first()
        if group:
            wanted = new & _wanted(name)
            group.permissions.add(
                *Permission.objects.filter(content_type__app_label=app_config.label, codename__in=wanted)
            )


def let_both_translate(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """After `migrate`: wagtail-localize gives nobody its permission. Once an owner has given it to any group, that is
    left as it is."""
    if using != DEFAULT_DB_ALIAS:
        return
    permission = Permission.objects.filter(content_type__app_label="wagtail_localize", codename="submit_translation")
    for each in permission.filter(group=None):
        each.group_set.add(*Group.objects.filter(name__in=[EDITORS, MODERATORS]))


def _codenames(app_config: AppConfig) -> Any:
    return Permission.objects.filter(content_type__app_label=app_config.label).values_list("codename", flat=True)


def _wanted(group: str) -> set[str]:
    hooks.search_for_hooks()  # snippets are registered there
    snippets = [model._meta.model_name for model in get_snippet_models() if model._meta.app_label == "website"]
    on_snippets = {f"{action}_{model}" for model in snippets for action in ON_SNIPPETS[group]}
    return on_snippets | {f"{action}_message" for action in ON_MESSAGES[group]}
