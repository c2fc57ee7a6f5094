"""Publishing a page has the worker draw it, so that its pictures are ready for the first visitor."""

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published

from .tasks import draw_page


@receiver(page_published)
def draw_once_published(instance: Page, **kwargs: Any) -> None:
    transaction.on_commit(partial(draw_page.enqueue, instance.pk))
