"""Rotating backups: before a project is replaced, what was there is kept, read-only, in ``.backups`` beside it.

The newest is ``.backups/NAME.1.vivant``; each save moves them on by one, and the last falls off.
"""

from __future__ import annotations

import shutil
import stat
from contextlib import suppress
from pathlib import Path

from studio.files.atomic import replacing, write_error

_READ_ONLY = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH


def backups(path: Path) -> list[Path]:
    """The backups of a project that are there, the newest first."""
    folder = path.parent / ".backups"
    found = {int(part): file for file in folder.glob("*") if (part := _number(path, file)).isdecimal()}
    return [found[number] for number in sorted(found)]


def _number(path: Path, file: Path) -> str:
    if not (file.name.startswith(f"{path.stem}.") and file.name.endswith(path.suffix)):
        return ""
    return file.name[len(path.stem) + 1 : len(file.name) - len(path.suffix)]


def _place(path: Path, number: int) -> Path:
    return path.parent / ".backups" / f"{path.stem}.{number}{path.suffix}"


def rotate(path: Path, keep: int) -> None:
    """Keep a read-only copy of the file at ``path``, if there is one, as the newest of ``keep`` backups.

    Raises:
        VivantError: The copy cannot be written: a full disk, a folder that is read-only.
    """
    if keep < 1 or not path.is_file():
        return
    try:
        for number in range(keep - 1, 0, -1):
            if _place(path, number).exists():
                _move(_place(path, number), _place(path, number + 1))
        with replacing(_place(path, 1)) as temporary:
            shutil.copyfile(path, temporary)
        _place(path, 1).chmod(_READ_ONLY)
    except OSError as error:
        raise write_error(path, error) from error


def _move(file: Path, to: Path) -> None:
    with suppress(FileNotFoundError):  # Windows does not replace what is read-only
        to.chmod(stat.S_IRUSR | stat.S_IWUSR)
    file.replace(to)
