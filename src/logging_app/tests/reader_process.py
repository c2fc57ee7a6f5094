"""Starts the real command as often as it is told to, each time in a process of its own.

Importing Django takes longer than a whole life of a reader in the test: it is done once, then forked.
"""

import os
import sys

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            sys.stdout = sys.stderr
            call_command("tail_access_log")
            os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}\n")
        sys.stdout.flush()
