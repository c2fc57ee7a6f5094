"""The demo company's site as production runs it, on the databases of a benchmark."""

import subprocess
import sys
from collections.abc import Mapping

from base.stack.places import SRC


def installed(environment: Mapping[str, str], folder: str) -> dict[str, str]:
    """The environment of its processes: migrated, static files collected in `folder`, the demo's brand loaded."""
    environment = {
        **environment,
        "DJANGO_SETTINGS_MODULE": "base.settings.production",
        "SECRET_KEY": "benchmark" * 6,
        "STATIC_ROOT": f"{folder}/static",
        "MEDIA_ROOT": f"{folder}/media",
        "FLOW_FILES_DIR": f"{folder}/files",
        "SECOND_FACTOR_REQUIRED": "off",  # the benchmark's owner has no phone
        "LOG_LEVEL": "ERROR",
    }
    for arguments in (
        ["migrate", "-v", "0"],
        ["migrate", "--database", "gold", "-v", "0"],
        ["collectstatic", "--noinput", "-v", "0"],
        ["load_brand", "demo"],
    ):
        command = [sys.executable, str(SRC / "manage.py"), *arguments]
        subprocess.run(command, cwd=SRC, env=environment, check=True, stdout=subprocess.DEVNULL)
    return environment
