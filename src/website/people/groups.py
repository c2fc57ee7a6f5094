"""The ready-made groups beside Wagtail's own two: owners, who run the company, and integrators, who run its site.

docs/operations/rights.md states what each group may do, and a test holds the admin to it.
"""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

OWNERS, INTEGRATORS = "Owners", "Integrators"
# What an owner leaves to the integrator: the machinery behind the site.
NOT_OWNERS = {
    "auth": {"group", "permission"},
    "contenttypes": {"contenttype"},
    "sessions": {"session"},
    "wagtailcore": {"site", "locale", "collection"},
    "account": {"emailaddress", "emailconfirmation"},
    "mfa": {"authenticator"},
    # Wagtail's own screens of users could make anybody a superuser: owners have website/people/screens.py instead.
    "website": {"user"},
    "axes": {"accessattempt", "accesslog", "accessfailurelog", "accessattemptexpiration"},
}
ON_PAGES = ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page")
ON_COLLECTIONS = ("image", "document")


def make_groups(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """After `migrate`, once: a group that is there already is left as it is."""
    if using != DEFAULT_DB_ALIAS:
        return
    for name in (OWNERS, INTEGRATORS):
        group, made = Group.objects.get_or_create(name=name)
        if made:
            group.permissions.add(*(each for each in Permission.objects.all() if _is_for(name, each)))
            _give_pages_and_collections(group)


def grant_new_permissions(app_config: AppConfig, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """After `migrate` of any app, before django.contrib.auth makes its permissions: each is granted when it is made and
    never again, so that what was taken away stays so."""
    if using != DEFAULT_DB_ALIAS:
        return
    mine = Permission.objects.filter(content_type__app_label=app_config.label)
    before = set(mine.values_list("pk", flat=True))
    create_permissions(app_config, verbosity=0, using=using)
    grant(mine.exclude(pk__in=before))


def grant(permissions: QuerySet[Permission]) -> None:
    new = permissions.select_related("content_type")
    for group in Group.objects.filter(name__in=[OWNERS, INTEGRATORS]):
        group.permissions.add(*(each for each in new if _is_for(group.name, each)))


def _is_for(group: str, permission: Permission) -> bool:
    kind = permission.content_type
    return group == INTEGRATORS or kind.model not in NOT_OWNERS.get(kind.app_label, set())


def _give_pages_and_collections(group: Group) -> None:
    root = Page.get_first_root_node()
    if root:
        on_pages = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=ON_PAGES)
        for permission in on_pages:
            GroupPagePermission.objects.create(group=group, page=root, permission=permission)
    collections = Collection.get_first_root_node()
    if collections:
        wanted = [f"{action}_{kind}" for action in ("add", "change", "choose") for kind in ON_COLLECTIONS]
        if group.name == INTEGRATORS:
            wanted += [f"{action}_collection" for action in ("add", "change", "delete")]
        apps = ["wagtailimages", "wagtaildocs", "wagtailcore"]
        for permission in Permission.objects.filter(content_type__app_label__in=apps, codename__in=wanted):
            GroupCollectionPermission.objects.create(group=group, collection=collections, permission=permission)
