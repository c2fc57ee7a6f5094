from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class LoggingConfig(AppConfig):
    name = "logging_app"
    verbose_name = _("Request log")

    def ready(self) -> None:
        if apps.is_installed("django_tasks_db"):  # the ingester runs without, to stay small
            from base.lib.alerts import name_addressees

            from . import alerts, tasks  # noqa: F401 -- registers what runs by the clock

            name_addressees(alerts.addressees)
