from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GoldBiConfig(AppConfig):
    name = "gold_bi"
    verbose_name = _("Figures")

    def ready(self) -> None:
        from . import actions, dashboards, flows, open_rows, tasks  # noqa: F401 -- they register, or listen
