from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebsiteConfig(AppConfig):
    name = "website"
    verbose_name = _("Website")

    def ready(self) -> None:
        from . import drawing  # noqa: F401 -- listens to publishing
        from .pictures import cutting  # noqa: F401 -- listens to publishing and to the library
