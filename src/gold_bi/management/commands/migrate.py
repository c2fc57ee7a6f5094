"""Django's `migrate`, which gives GOLD the migrations of `gold_bi` alone.

The router lets no other app's tables in there, yet all their migrations would be gone through: twenty seconds of every
first start, of every deployment's check and of every test run.
"""

from typing import Any

from django.core.management.commands import migrate


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        if options["database"] == "gold" and not options["app_label"]:
            # `run_syncdb`, for apps without migrations, is refused where an app is named.
            options |= {"app_label": "gold_bi", "run_syncdb": False}
        super().handle(*args, **options)
