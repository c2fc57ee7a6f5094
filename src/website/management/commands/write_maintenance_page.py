"""`manage.py write_maintenance_page`: what nginx shows while the site is away."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from website.maintenance.page import write_page


class Command(BaseCommand):
    help = (
        "Write the page that nginx shows while the site is away. The worker does it by itself when the brand changes."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        path = write_page()
        if path is None:
            raise CommandError("There is no site yet, so there is nothing to say on its page.")
        self.stdout.write(f"{path} is what nginx shows while the site is away.")
