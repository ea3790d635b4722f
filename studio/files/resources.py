"""Where the data that comes with the program lies: in a checkout, or inside an installed wheel."""

from __future__ import annotations

from pathlib import Path

import studio
from studio.media.errors import BadInput


def resource_folder(name: str = "resources") -> Path:
    """The folder of that name ("resources", "presets"). Raises BadInput where the installation lacks it."""
    package = Path(studio.__file__).resolve().parent
    for folder in (package / "_installed" / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise BadInput(f"the program's folder {name!r} is missing; install Vivant again")


def resource(path: str) -> Path:
    """A file under the resources, by its relative path. Raises BadInput where there is none."""
    found = resource_folder() / path
    if not found.is_file():
        raise BadInput(f"the program's file {path!r} is missing; install Vivant again")
    return found
