"""Pictures are cut in the worker, before a visitor asks for them: those of a gallery's further pages too."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.signals import page_published

from website.pages.gallery import PICTURES_A_PAGE, GalleryPage
from website.tasks import cut_picture, draw_page

from .models import Picture
from .shown import RENDITIONS


def cut(picture_id: int) -> None:
    """Make what is missing of a picture's gallery sizes. A picture deleted meanwhile is no error."""
    picture = get_image_model().objects.filter(pk=picture_id).first()
    if picture:
        picture.get_renditions(*RENDITIONS)


@receiver(post_save, sender=Picture)
def cut_for_albums(instance: Picture, raw: bool = False, **kwargs: Any) -> None:
    """A picture that joins an album, or is exchanged in it, is seen without anybody publishing a page."""
    if not raw and GalleryPage.objects.live().filter(collection=instance.collection_id).exists():
        transaction.on_commit(partial(cut_picture.enqueue, instance.pk))


@receiver(page_published)
def draw_once_published(instance: Page, **kwargs: Any) -> None:
    """Drawing a page cuts every picture it shows."""
    transaction.on_commit(partial(draw_page.enqueue, instance.pk))


@receiver(page_published, sender=GalleryPage)
def cut_further_pages(instance: GalleryPage, **kwargs: Any) -> None:
    """The first page is drawn whole, as above; of the others each picture is a task, so that letters pass."""
    column = "pk" if instance.collection_id else "image_id"
    for picture_id in instance.items.values_list(column, flat=True)[PICTURES_A_PAGE:]:
        transaction.on_commit(partial(cut_picture.enqueue, picture_id))
