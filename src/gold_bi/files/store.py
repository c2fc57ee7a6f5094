"""Where the bytes lie."""

import os
from hashlib import file_digest, sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from django.conf import settings

PIECE = 1 << 20


def path_of(digest: str) -> Path:
    return Path(settings.FLOW_FILES_DIR) / "kept" / digest[:2] / digest


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, sha256).hexdigest()


def keep(file: BinaryIO) -> tuple[str, int]:
    """Store what `file` holds from where it stands; returns its SHA-256 and size. Never half a file."""
    folder = Path(settings.FLOW_FILES_DIR) / "kept"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = sha256(), 0
    with NamedTemporaryFile(dir=folder, delete=False) as copy:
        try:
            while piece := file.read(PIECE):
                digest.update(piece)
                size += len(piece)
                copy.write(piece)
            copy.flush()
            os.fsync(copy.fileno())
            place = path_of(digest.hexdigest())
            place.parent.mkdir(exist_ok=True, mode=0o700)
            os.replace(copy.name, place)
        except BaseException:
            Path(copy.name).unlink(missing_ok=True)
            raise
    return digest.hexdigest(), size
