"""What the worker does for the website."""

from django.core.management import call_command
from django_tasks import task
from wagtail.models import Page

from base.lib.schedule.registry import register


@task(backend="db", priority=10)  # a letter waits for no picture
def send_due_letters() -> int:
    """Send what visitors' messages wait to have sent; returns how many letters the mail server took."""
    from .inbox.sending import send_due  # models import this module

    return send_due()


@task(backend="db", priority=10)
def send_password_link(email: str) -> None:
    """Send the link to a new password to whoever has that address."""
    from .people.passwords import send_link  # it names this task

    send_link(email)


@task(backend="db", priority=10)
def send_invitation(user_id: int, inviter: str) -> None:
    """Send a new colleague the link with which they choose their password."""
    from .people.invitations import send  # it names this task

    send(user_id, inviter)


@task(backend="db")
def forget_old_sign_ins() -> int:
    """Delete old entries of the log of sign-ins and shorten the addresses of others; returns how many were deleted."""
    from .people.signins import forget_old

    return forget_old()


@task(backend="db")
def delete_old_messages() -> int:
    """Delete the messages that are older than the brand's settings allow; returns how many."""
    from .inbox.retention import delete_old

    return delete_old()


@task(backend="db")
def write_maintenance_page() -> None:
    """Write the page that nginx shows while the site is away."""
    from .maintenance.page import write_page

    write_page()


@task(backend="db")
def draw_page(page_id: int) -> None:
    """Draw a live page once, so that its pictures are cut before a visitor waits for them.

    An AVIF version of a photograph takes a second or two to make, and a gallery has dozens.
    """
    page = Page.objects.live().specific().filter(pk=page_id).first()
    if page:
        page.make_preview_request()


@task(backend="db")
def cut_picture(picture_id: int) -> None:
    """Cut a picture as galleries show it, while its editor still writes what it shows."""
    from .pictures.cutting import cut  # models import this module

    cut(picture_id)


@task(backend="db", priority=-10)
def check_outside_links() -> int:
    """Check a round of the links to other sites that somebody asked for; returns how many still wait.

    A round is followed by the next one as a task of its own, so that a slow site keeps no letter waiting.
    """
    from .checks.leading_out import check_some

    left = check_some()
    if left:
        check_outside_links.enqueue()
    return left


@task(backend="db")
def publish_scheduled() -> None:
    """Publish what is due, and take down what has expired."""
    call_command("publish_scheduled")


# A new message's letters leave at once; this makes up for a mail server, or a worker, that was away.
register("send due letters", "*/5 * * * *", send_due_letters)
# It is written when the brand changes; a new season's hours come without one.
register("write the maintenance page", "10 0 * * *", write_maintenance_page)
register("delete old messages", "20 3 * * *", delete_old_messages)
register("forget old sign-ins", "30 3 * * *", forget_old_sign_ins)
register("publish scheduled pages", "*/5 * * * *", publish_scheduled)
