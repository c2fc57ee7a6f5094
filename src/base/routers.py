"""Which database an app's tables live in."""

from typing import Any

from django.db.models import Model


class GoldRouter:
    """`gold_bi` lives in GOLD, everything else in `default`; no relation crosses."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return "gold" if model._meta.app_label == "gold_bi" else "default"

    db_for_write = db_for_read

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        return (one._meta.app_label == "gold_bi") == (other._meta.app_label == "gold_bi")

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == ("gold" if app_label == "gold_bi" else "default")
