"""Reading a text file that a stranger may have made."""

from __future__ import annotations

import stat
from pathlib import Path

from studio.graph.strict_json import LARGEST
from studio.media.errors import BadInput


def read_text(path: str | Path) -> str:
    """The text of a regular file that is not larger than any project. Raises BadInput with one line."""
    try:
        state = Path(path).stat()
        if not stat.S_ISREG(state.st_mode):
            raise BadInput(f"{path} is no file; a project file is needed")
        if state.st_size > LARGEST:
            raise BadInput(f"{path} has {state.st_size:,} bytes; no project has more than {LARGEST:,}")
        return Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{path} is no project: it is not text in UTF-8") from None
    except (OSError, ValueError) as error:
        raise BadInput(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from None
