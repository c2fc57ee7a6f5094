"""What the worker does for the website."""

from django_tasks import task
from wagtail.models import Page


@task(backend="db")
def send_message(submission_id: int) -> None:
    """Send a visitor's message to the company; raises what the mail server raises, so the task shows as failed."""
    from .pages.mail import mail_of  # pages import this module

    mail_of(submission_id).send()


@task(backend="db")
def draw_page(page_id: int) -> None:
    """Draw a live page once, so that its pictures are cut before a visitor waits for them.

    An AVIF version of a photograph takes a second or two to make, and a gallery has dozens.
    """
    page = Page.objects.live().specific().filter(pk=page_id).first()
    if page:
        page.make_preview_request()
