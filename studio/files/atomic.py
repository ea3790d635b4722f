"""Writing a file so that it is there whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from studio.media.errors import BadInput, VivantError


@contextmanager
def replacing(path: str | Path, *, overwrite: bool = True) -> Iterator[Path]:
    """Lend a temporary beside ``path``; on leaving it becomes ``path``, on any exception it is removed.

    Parents are made, and those made are removed again on failure. A link is followed, so that its target is replaced.

    Args:
        path: Where the file shall be.
        overwrite: Whether a file that is there may be replaced.

    Raises:
        BadInput: Nothing can be written there.
        VivantError: The disk is full, or writing failed.
    """
    target = checked_target(path, overwrite=overwrite)
    made = make_parents(target)
    temporary = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        temporary.touch()
        yield temporary
        flush_to_disk(temporary)
        temporary.replace(target)
    except OSError as error:
        _clean(temporary, made)
        raise write_error(target, error) from error
    except BaseException:
        _clean(temporary, made)
        raise


def checked_target(path: str | Path, *, overwrite: bool = True) -> Path:
    """The file that ``path`` means, links followed. Raises BadInput where that is no place for a file."""
    if not str(path).strip() or "\0" in str(path):
        raise BadInput("no file name is given to write to: choose one")
    try:
        target = Path(os.path.realpath(Path(path).expanduser()))
        mode = target.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return target
    except OSError as error:
        raise write_error(path, error) from None
    if stat.S_ISDIR(mode):
        raise BadInput(f"cannot write {path}: a folder of that name is there")
    if not stat.S_ISREG(mode):
        raise BadInput(f"cannot write {path}: it is a device or a pipe, not a file")
    if not overwrite:
        raise BadInput(f"{path} is there already: allow overwriting, or choose another name")
    return target


def make_parents(target: Path) -> list[Path]:
    """Make the folders above ``target``; those that were made, the deepest first."""
    missing = [parent for parent in target.parents if not parent.exists()]
    made: list[Path] = []
    try:
        for parent in reversed(missing):
            parent.mkdir(exist_ok=True)
            made.insert(0, parent)
    except OSError as error:
        remove_empty(made)
        raise write_error(target, error) from error
    return made


def remove_empty(folders: list[Path]) -> None:
    """Remove those of the folders that hold nothing, in the order given."""
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def flush_to_disk(path: Path) -> None:
    """Wait until a file's content is on the disk. A full disk may show only here."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_error(path: str | Path, error: OSError) -> VivantError:
    """One line on why ``path`` could not be written and what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return VivantError(f"the disk is full: cannot write {path}; free some space or choose another disk")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return BadInput(f"not allowed to write {path}: choose a folder that can be written to")
    if error.errno == errno.ENOTDIR:
        return BadInput(f"cannot write {path}: a part of its path is a file, not a folder")
    if error.errno == errno.ENAMETOOLONG:
        return BadInput(f"cannot write a file of this name: it is too long ({str(path)[:60]}...)")
    return VivantError(f"cannot write {path}: {error.strerror or error}")


def _clean(temporary: Path, made: list[Path]) -> None:
    with suppress(OSError):
        temporary.unlink(missing_ok=True)
    remove_empty(made)
