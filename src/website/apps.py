from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WebsiteConfig(AppConfig):
    name = "website"
    verbose_name = _("Website")

    def ready(self) -> None:
        from .actions import register_actions
        from .maintenance import redrawing  # noqa: F401 -- listens to the brand
        from .people import rights
        from .pictures import (
            avif,
            cutting,  # noqa: F401 -- listens to publishing and to the library
        )

        avif.register()
        register_actions()
        post_migrate.connect(rights.grant_new_permissions, sender=self)
        post_migrate.connect(rights.let_both_translate, sender=self)
