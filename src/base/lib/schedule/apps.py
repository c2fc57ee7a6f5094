from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScheduleConfig(AppConfig):
    name = "base.lib.schedule"
    label = "schedule"
    verbose_name = _("Schedule")

    def ready(self) -> None:
        from . import tasks  # noqa: F401 -- registers the schedule's own upkeep
