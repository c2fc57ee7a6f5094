from django.apps import AppConfig


class OwnConfig(AppConfig):
    """In the site's own database, as whatever people decide."""

    name = "gold_bi.own"
    label = "gold_own"
