from django.apps import AppConfig


class SendingConfig(AppConfig):
    """In the site's own database: who wants what is no figure, and GOLD may be away."""

    name = "gold_bi.sending"
    label = "gold_sending"

    def ready(self) -> None:
        from . import tasks  # noqa: F401 -- the schedule's
