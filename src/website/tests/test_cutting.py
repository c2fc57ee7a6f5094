"""Pictures are cut by the worker when a page is published, not while its first visitor waits."""

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from website.models import PictureRendition
from website.tasks import draw_page
from website.tests.conftest import Company
from website.tests.test_contact_form import worker_queue

pytestmark = pytest.mark.django_db


def test_a_drawn_page_has_no_picture_left_to_cut(client: Client, company: Company) -> None:
    draw_page.call(company.it.gallery.pk)
    cut = PictureRendition.objects.count()
    assert cut > 0
    assert client.get(company.it.gallery.url).status_code == 200
    assert PictureRendition.objects.count() == cut


def test_publishing_has_the_worker_draw_the_page(
    company: Company, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    queue = worker_queue()
    with django_capture_on_commit_callbacks(execute=True):
        company.it.content.save_revision().publish()
    drawn = [result.args for result in queue.results if result.task.func is draw_page.func]
    assert drawn == [[company.it.content.pk]]


def test_a_page_that_was_taken_down_meanwhile_is_left_alone(company: Company) -> None:
    company.it.content.unpublish()
    draw_page.call(company.it.content.pk)
    assert not PictureRendition.objects.exists()
