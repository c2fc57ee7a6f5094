#!/usr/bin/env python
"""Django's command line. `./manager.sh manage …` runs it on the demo's databases."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "base.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
