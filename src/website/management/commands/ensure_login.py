"""`manage.py ensure_login NAME`: a superuser of that name, made once however often it is asked for."""

import os
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Make a superuser with the password in DJANGO_SUPERUSER_PASSWORD, unless there is a user of that name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--email", default="")

    def handle(self, *, name: str, email: str, **options: Any) -> None:
        users = get_user_model()._default_manager
        if users.filter(username=name).exists():
            self.stdout.write(f"{name} is there already: nothing was changed.")
            return
        password = os.environ.get("DJANGO_SUPERUSER_PASSWORD", "")
        if not password:
            raise CommandError("DJANGO_SUPERUSER_PASSWORD is not set.")
        users.create_superuser(name, email, password)
        self.stdout.write(f"{name} can sign in.")
