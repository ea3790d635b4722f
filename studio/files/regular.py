"""Looking at a file before anything opens it."""

from __future__ import annotations

import stat
from pathlib import Path

from studio.media.errors import BadInput


def read_head(path: Path, size: int = 64) -> bytes:
    """The first bytes of a regular file. Raises BadInput, with one line, where there is none that can be read."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise BadInput(f"{path} is a folder: choose a file in it")
        if not stat.S_ISREG(mode):
            raise BadInput(f"{path} is a device or a pipe, not a file")
        with path.open("rb") as file:
            head = file.read(size)
    except (FileNotFoundError, NotADirectoryError):
        raise BadInput(f"there is no file {path}") from None
    except PermissionError:
        raise BadInput(f"not allowed to read {path}") from None
    except (OSError, ValueError) as error:
        raise BadInput(f"cannot read {str(path)[:200]!r}: {getattr(error, 'strerror', None) or error}") from None
    if not head:
        raise BadInput(f"{path} is empty (0 bytes)")
    return head
