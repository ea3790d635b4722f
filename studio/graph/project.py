"""The project file, ``.vivant``: JSON that a person can read and compare, one node a line.

    {
      "format": "vivant",
      "version": 1,
      "requires": {"blur": 1, "load_photo": 1},
      "shot": {"size": [0, 0], "fps": 24.0, "first": 0, "last": 95},
      "media": [
        {"path": "bus.jpg", "digest": "...", "size": 137419}
      ],
      "nodes": [
        {"id": "blur_1", "type": "blur", "version": 1, "at": [240.0, 0.0], "inputs": {"image": "load_photo_1.out"}},
        {"id": "load_photo_1", "type": "load_photo", "version": 1, "at": [0.0, 0.0], "knobs": {"path": "bus.jpg"}}
      ]
    }

Only what differs from a default is said. What this program does not know (node types, knobs, fields) is kept and
written again. The same graph gives the same text, byte for byte. Paths are relative to the project's folder. A file of
a newer format is refused; older ones are upgraded step by step. Loading runs no code but this program's own upgrades,
and touches no file that the project names.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from studio.files.atomic import replacing
from studio.graph.graph import Graph
from studio.graph.media_files import find_media
from studio.graph.project_read import Loaded, Placeholder, placeholders, read_project
from studio.graph.project_write import project_record, project_text
from studio.graph.sockets import Types
from studio.graph.strict_json import LARGEST, parse
from studio.media.errors import BadInput

__all__ = ["Loaded", "Placeholder", "dumps", "find_media", "load", "loads", "placeholders", "save"]


def dumps(graph: Graph, library: Types, *, folder: Path | None = None, portable: bool = False) -> str:
    """The graph as the text of a project file.

    Args:
        graph: The graph.
        library: Node types, which say what knobs hold paths.
        folder: Where the project will lie: paths are made relative to it, and the digests of the files that the graph
            reads are brought up to date. None leaves paths and digests as they are.
        portable: For a graph that travels inside a film or picture: files by name and digest only, no paths of this
            machine, and no paths to write to.

    Returns:
        Text that ends with a line feed; the same graph always gives the same.

    Raises:
        BadInput: A knob holds what no project file can say.
    """
    return project_text(project_record(graph, library, _absolute(folder), portable))


def loads(text: str, library: Types) -> Loaded:
    """Read the text of a project file. Paths in it stay as they are.

    Args:
        text: The text.
        library: Node types.

    Returns:
        The graph; the nodes that cannot be computed here; notes for the artist, one line each.

    Raises:
        BadInput: It is no project, a damaged one, or one of a newer format: one line.
    """
    return read_project(parse(text), library, None)


def save(path: str | Path, graph: Graph, library: Types) -> None:
    """Write a project file: the whole of it, or, where that fails, none of it. See :mod:`studio.graph.backup`.

    Raises:
        BadInput: Nothing can be written there.
        VivantError: The disk is full, or writing failed.
    """
    text = dumps(graph, library, folder=Path(path).parent)
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def load(path: str | Path, library: Types) -> Loaded:
    """Read a project file; paths in it are relative to its folder.

    Raises:
        BadInput: There is no such file, or as :func:`loads`.
    """
    return read_project(parse(read_text(path), str(path)), library, _absolute(Path(path).parent), str(path))


def read_text(path: str | Path) -> str:
    """The text of a regular file that is not larger than any project."""
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


def _absolute(folder: Path | None) -> Path | None:
    return None if folder is None else Path(os.path.normpath(Path(folder).absolute()))
