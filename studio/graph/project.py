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
from dataclasses import replace
from pathlib import Path

from studio.files.atomic import replacing
from studio.graph.backup import rotate
from studio.graph.graph import Graph
from studio.graph.media_files import find_media, known_media
from studio.graph.project_read import Loaded, Placeholder, placeholders, read_project
from studio.graph.project_write import project_record, project_text
from studio.graph.sockets import Types
from studio.graph.strict_json import parse
from studio.graph.text_file import read_text

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


def save(path: str | Path, graph: Graph, library: Types, *, backups: int = 0) -> Graph:
    """Write a project file: the whole of it, or, where that fails, none of it.

    Args:
        path: Where; folders are made.
        graph: The graph.
        library: Node types.
        backups: How many earlier saves are kept (:mod:`studio.graph.backup`).

    Returns:
        The graph, knowing the digests of its files as they were saved.

    Raises:
        BadInput: Nothing can be written there.
        VivantError: The disk is full, or writing failed.
    """
    graph = replace(graph, media=known_media(graph, library, fresh=True))
    text = dumps(graph, library, folder=Path(path).parent)
    rotate(Path(path), backups)
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
    return graph


def load(path: str | Path, library: Types) -> Loaded:
    """Read a project file; paths in it are relative to its folder.

    Raises:
        BadInput: There is no such file, or as :func:`loads`.
    """
    return read_project(parse(read_text(path), str(path)), library, _absolute(Path(path).parent), str(path))


def _absolute(folder: Path | None) -> Path | None:
    return None if folder is None else Path(os.path.normpath(Path(folder).absolute()))
