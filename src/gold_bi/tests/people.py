"""Who signs in, in the tests of the admin."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client


def signed_in(client: Client, *permissions: str, superuser: bool = False) -> Client:
    """`client` as somebody who may enter the admin, and has these permissions of gold_bi; reads English."""
    user = get_user_model().objects.create_user("anna", "anna@example.it", "x", is_superuser=superuser)
    entry = Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    user.user_permissions.add(
        entry, *Permission.objects.filter(content_type__app_label="gold_bi", codename__in=permissions)
    )
    client.force_login(user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client
