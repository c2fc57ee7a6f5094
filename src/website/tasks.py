"""What the worker does for the website."""

from django_tasks import task


@task(backend="db")
def send_message(submission_id: int) -> None:
    """Send a visitor's message to the company; raises what the mail server raises, so the task shows as failed."""
    from .pages.mail import mail_of  # pages import this module

    mail_of(submission_id).send()
