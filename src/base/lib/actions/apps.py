from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActionsConfig(AppConfig):
    name = "base.lib.actions"
    label = "actions"
    verbose_name = _("Special actions")

    def ready(self) -> None:
        from . import tasks  # noqa: F401 -- the worker finds it by its path
