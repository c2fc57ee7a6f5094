"""A worker to be killed: for each line it is given, a child of its own does that work. Started once, for it is slow.

A line is `load NAME PATH` or `undo NAME`; the answer is the child's process id, then `done` or `gone`.
"""
# ruff: noqa: T201

import os
import sys

import django

django.setup()

import pandera.pandas  # noqa: E402, F401 # slow to import, and not what is to be killed
from django.db import connections  # noqa: E402 # Django must be set up first

from gold_bi import runner  # noqa: E402
from gold_bi.tests import sales_files  # noqa: E402


def work(verb: str, name: str, path: str = "") -> None:
    if verb == "load":
        with open(path, "rb") as file:
            sales_files.loaded(name, file.read())
    else:
        runner.undo(sales_files.state(name).pk, "kill")


for asked in sys.stdin:
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            work(*asked.split())
        except BaseException as error:  # whatever it was, the parent is told
            print(error, file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    print(child, flush=True)
    print("done" if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0 else "gone", flush=True)
