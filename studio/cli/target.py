"""Where a command writes: checked before anything is computed, so that nobody waits for a film that cannot be kept."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from nodes.video.write_movie import numbered, plan
from studio import app
from studio.files.atomic import checked_target, write_error
from studio.files.sequence import frame_path, is_pattern
from studio.graph.edit import set_knob
from studio.graph.graph import Graph
from studio.media.errors import BadInput


def aim(studio: app.Studio, graph: Graph, writer: str, output: str, read: Iterable[Path], frames: range) -> Graph:
    """The graph with its writer aimed at ``output``, whose ending decides where the writer's codec does not fit it.

    Args:
        studio: Knows the node types.
        graph: The graph.
        writer: Id of its writer.
        output: A film, a folder or a pattern, as a person typed it.
        read: Files that are read, and so may not be written to.
        frames: Which frames will be written.

    Raises:
        BadInput: Nothing can be written there, or it is one of the files that are read.
    """
    if output.strip() == "-":
        raise BadInput("a film cannot go to the standard output: name a file or a folder")
    codec = str(graph.nodes[writer].knobs.get("codec", "auto"))
    try:
        plan(output, codec)
    except BadInput:
        plan(output, "auto")
        graph, codec = set_knob(graph, studio.library, writer, "codec", "auto"), "auto"
    check_files(files_of(output, codec, frames), read)
    return set_knob(graph, studio.library, writer, "path", output)


def files_of(output: str, codec: str, frames: range) -> Iterator[Path]:
    """Every file that will be written."""
    target, made_of = plan(output, codec)
    if made_of not in ("png", "exr"):
        yield Path(target).expanduser()
        return
    pattern = target if is_pattern(target) or len(frames) == 1 else numbered(target)
    yield from (frame_path(pattern, frame) for frame in frames)


def check_files(files: Iterable[Path], read: Iterable[Path]) -> None:
    """Raise BadInput where a file cannot be written, or is one that is read."""
    kept = {os.path.realpath(path) for path in read}
    folders: set[Path] = set()
    for file in files:
        if os.path.realpath(file) in kept:
            raise BadInput(f"{file} is what is read; it would be overwritten: choose another name to write to")
        if file.parent not in folders:
            checked_target(file)
            check_folder(file)
            folders.add(file.parent)


def check_folder(file: Path) -> None:
    """Raise BadInput where no file can be made in the folder of ``file``, or in the nearest that is there."""
    there = next(parent for parent in Path(os.path.realpath(file)).parents if parent.exists())
    if not there.is_dir():
        raise write_error(file, OSError(errno.ENOTDIR, ""))
    if not os.access(there, os.W_OK | os.X_OK):
        raise write_error(file, OSError(errno.EACCES, ""))
