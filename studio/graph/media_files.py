"""Files that a graph names: how their paths are stored, and how they are found again after they moved.

A project may name any path; reading a project touches none of them. Files are looked at only where a person asks (save,
check, find, compute), only regular ones are read, and network paths (``\\\\host\\share``) are never touched here, since
on Windows merely looking at one signs in to that host. A search stays inside the folders that it was given.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from immutables import Map

from studio.graph.graph import Graph, Media, Node
from studio.graph.sockets import Types
from studio.node.knob import Knob, KnobKind

MOST_FILES = 100_000
"""Files that a search looks at in one folder, so that a search in / ends."""

_ELSEWHERE = re.compile(r"[\\/]{2}|[A-Za-z]:")


def file_knobs(node: Node, library: Types, *kinds: KnobKind) -> Iterator[tuple[Knob, str]]:
    """Knobs of a node that hold a path, with the path; kinds are "file" and "save"."""
    for knob in library[node.type].knobs if node.type in library else ():
        value = node.knobs.get(knob.name)
        if knob.kind in kinds and isinstance(value, str) and value:
            yield knob, value


def media_paths(graph: Graph, library: Types) -> list[str]:
    """Every path that the graph reads, sorted."""
    return sorted({path for node in graph.nodes.values() for _, path in file_knobs(node, library, "file")})


def is_elsewhere(path: str) -> bool:
    """Whether a path names a drive or a network share, so that no folder can be put before it."""
    return bool(_ELSEWHERE.match(path))


def is_local(path: str) -> bool:
    """Whether a path may be looked at: no null characters, no network share, no device of Windows."""
    return "\0" not in path and not re.match(r"[\\/]{2}", path)


def stored_path(path: str, folder: Path | None) -> str:
    """The path as a project in ``folder`` says it: relative, with forward slashes."""
    if folder is None or (is_elsewhere(path) and os.name != "nt") or not is_local(path):
        return path
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return path


def loaded_path(path: str, folder: Path | None) -> str:
    """The path as a graph holds it, from what a project in ``folder`` says."""
    if folder is None or is_elsewhere(path) or path.startswith("/"):
        return path
    return os.path.normpath(folder / path)


def leaves(path: str, folder: Path) -> bool:
    """Whether a loaded path lies outside a folder."""
    return is_elsewhere(path) or not Path(os.path.normpath(folder / path)).is_relative_to(folder)


def look(path: str | Path) -> Media | None:
    """Size and digest of a regular file; None where there is none that may be read."""
    try:
        if not is_local(str(path)):
            return None
        found = Path(path).stat()
        if not stat.S_ISREG(found.st_mode):
            return None
        return Media(_digest(str(Path(path).absolute()), found.st_size, found.st_mtime_ns), found.st_size)
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=4096)
def _digest(path: str, size: int, changed: int) -> str:
    """Digest of a file's content; size and time of change are there to forget it when the file changes."""
    digest = hashlib.blake2b(digest_size=20)
    with Path(path).open("rb") as file:
        while block := file.read(2**20):
            digest.update(block)
    return digest.hexdigest()


def known_media(graph: Graph, library: Types, *, fresh: bool) -> Map[str, Media]:
    """What is known of each file that the graph reads; ``fresh`` looks those up that are there."""
    found: dict[str, Media] = {}
    for path in media_paths(graph, library):
        known = graph.media.get(path, Media())
        seen = look(path) if fresh else None
        found[path] = replace(seen, extra=known.extra) if seen else known
    if any(node.type not in library for node in graph.nodes.values()):
        found = {**graph.media, **found}  # whatever a placeholder reads stays known
    return Map({path: media for path, media in found.items() if media != Media()})


def find_media(graph: Graph, library: Types, folders: list[Path]) -> Mapping[str, Path]:
    """Where files that are not at their path any more (or have other content there) lie now.

    Args:
        graph: The graph.
        library: Node types, which say what knobs hold files.
        folders: Where to search, the first first, each with what is in it.

    Returns:
        From the path that the graph holds to the file; files that are where they should be are left out, and so are
        those that were not found. Where the project knows a file's digest, only that very content counts; where it does
        not, a file of the same name does.
    """
    search = _Search(folders)
    found: dict[str, Path] = {}
    for path in media_paths(graph, library):
        known = graph.media.get(path, Media())
        if not _is(known, path):
            place = search.find(path, known)
            if place is not None:
                found[path] = place
    return found


def _is(known: Media, path: str | Path) -> bool:
    """Whether a regular file is there that can be the known one; its size is compared before it is read."""
    try:
        if not is_local(str(path)) or not stat.S_ISREG((there := Path(path).stat()).st_mode):
            return False
    except (OSError, ValueError):
        return False
    if not known.digest:
        return True
    seen = look(path) if known.size in (-1, there.st_size) else None
    return seen is not None and seen.digest == known.digest


class _Search:
    """Folders with what is in them, listed once, when first needed."""

    def __init__(self, folders: list[Path]) -> None:
        self._folders = [Path(os.path.realpath(folder)) for folder in folders if is_local(str(folder))]
        self._listed: list[tuple[Path, int]] | None = None

    def find(self, path: str, known: Media) -> Path | None:
        for folder in self._folders:
            if not leaves(path, folder) and _is(known, folder / path) and not _leads_out(folder / path, folder):
                return folder / path
        name = re.split(r"[\\/]", path)[-1].casefold()
        files = self._files()
        named = [file for file, _ in files if file.name.casefold() == name]
        sized = [file for file, size in files if known.digest and size == known.size]
        return next((file for file in [*named, *sized] if _is(known, file)), None)

    def _files(self) -> list[tuple[Path, int]]:
        if self._listed is None:
            self._listed = [entry for folder in self._folders for entry in _list(folder)]
        return self._listed


def _leads_out(path: Path, folder: Path) -> bool:
    return not Path(os.path.realpath(path)).is_relative_to(folder)


def _list(folder: Path) -> list[tuple[Path, int]]:
    """Regular files below a folder with their sizes, in order of name; links are not followed."""
    found: list[tuple[Path, int]] = []
    for place, below, names in os.walk(folder):
        below.sort()
        for name in sorted(names):
            file = Path(place, name)
            try:
                state = file.lstat()
            except OSError:
                continue
            if stat.S_ISREG(state.st_mode):
                found.append((file, state.st_size))
        if len(found) > MOST_FILES:
            break
    return found[:MOST_FILES]
