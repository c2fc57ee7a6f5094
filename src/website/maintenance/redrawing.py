"""The page is written again, by the worker, when what it says changes."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from website.branding.models import BrandingSettings
from website.snippets.contacts import Contacts
from website.snippets.opening_hours import OpeningHours
from website.tasks import write_maintenance_page


@receiver(post_save, sender=BrandingSettings)
@receiver(post_save, sender=Contacts)
@receiver(post_save, sender=OpeningHours)
def write_once_saved(**kwargs: Any) -> None:
    transaction.on_commit(partial(write_maintenance_page.enqueue))
