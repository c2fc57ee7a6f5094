from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LoggingConfig(AppConfig):
    name = "logging_app"
    verbose_name = _("Request log")
