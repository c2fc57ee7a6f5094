from django.apps import AppConfig


class LastKnownConfig(AppConfig):
    name = "gold_bi.last_known"
    label = "gold_last_known"
