"""Opening a graph from whatever file holds one: a project, or a film or picture that carries it."""

from __future__ import annotations

from pathlib import Path

from studio.files.metadata import read_graph
from studio.graph import project
from studio.graph.project_read import Loaded
from studio.graph.sockets import Types
from studio.media.errors import BadInput


def open_file(path: Path, library: Types) -> Loaded:
    """Read a graph from a file; the content decides what it is, not the name. Raises BadInput with one line."""
    check_there(path)
    if looks_like_text(path):
        return project.load(path, library)
    found = carried(path, library)
    if found is None:
        raise BadInput(f"{path}: carries no graph; it was not written by Vivant, or the site that served it removed it")
    return found


def check_there(path: Path) -> None:
    """Raise BadInput where there is no file."""
    if not path.exists():
        raise BadInput(f"{path}: there is no such file")
    if path.is_dir():
        raise BadInput(f"{path}: is a folder, not a project")


def carried(path: Path, library: Types) -> Loaded | None:
    """The graph that a film or picture carries, None where it carries none."""
    text = read_graph(path)
    return None if text is None else project.loads(text, library)


def looks_like_text(path: Path) -> bool:
    """Whether a file begins like a project (any text) rather than like a film or a picture."""
    with path.open("rb") as file:
        head = file.read(512)
    return b"\0" not in head and not head.startswith((b"\x89PNG", b"\xff\xd8", b"\x76\x2f\x31\x01"))
