from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WebsiteConfig(AppConfig):
    name = "website"
    verbose_name = _("Website")

    def ready(self) -> None:
        from . import side_menu
        from .actions import register_actions
        from .maintenance import redrawing  # noqa: F401 -- listens to the brand
        from .people import groups, rights
        from .pictures import (
            avif,
            cutting,  # noqa: F401 -- listens to publishing and to the library
        )

        avif.register()
        side_menu.ask_for_no_scripts()
        self._listen_to_sign_ins()
        register_actions()
        post_migrate.connect(rights.grant_new_permissions, sender=self)
        post_migrate.connect(groups.make_groups, sender=self)
        post_migrate.connect(groups.grant_new_permissions)
        post_migrate.connect(rights.let_both_translate, sender=self)

    def _listen_to_sign_ins(self) -> None:
        from allauth.mfa.signals import authentication_failed
        from django.contrib.auth.signals import user_logged_in, user_login_failed

        from .people import signins

        user_logged_in.connect(signins.record_success)
        user_login_failed.connect(signins.record_failure)
        authentication_failed.connect(signins.record_wrong_code)
