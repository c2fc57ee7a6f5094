from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WebsiteConfig(AppConfig):
    name = "website"
    verbose_name = _("Website")

    def ready(self) -> None:
        from . import drawing  # noqa: F401 -- listens to publishing
        from .maintenance import redrawing  # noqa: F401 -- listens to the brand
        from .people import rights
        from .pictures import (
            avif,
            cutting,  # noqa: F401 -- listens to publishing and to the library
        )
        from .translations.permissions import let_editors_translate

        avif.register()
        post_migrate.connect(rights.grant_new_permissions, sender=self)
        post_migrate.connect(let_editors_translate, sender=self)
