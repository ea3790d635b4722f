"""What a file is that somebody dropped or opened: a project, a picture with a graph, a photo, a sound, a motion."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nodes.motion.load_motion import read_recording
from studio.files.photo import PATTERNS, read_pixels
from studio.files.sound import PATTERNS as HEARD
from studio.files.sound import read_sound
from studio.graph.media_files import media_paths
from studio.graph.open_file import carried, check_there, looks_like_text
from studio.graph.project import load
from studio.graph.project_read import Loaded
from studio.graph.sockets import Types
from studio.media.errors import BadInput
from studio.media.image import U8, encode_srgb8
from studio.ui.places import state_folder

THUMBNAIL = 360
"""Longest side of a thumbnail, in pixels."""
FILMS = ("*.mp4", "*.mov", "*.mkv", "*.webm")
SOUNDS = tuple(pattern for pattern in HEARD if pattern not in FILMS)
RECORDINGS = ("*.bvh",)
OPENABLE = ("*.vivant", *PATTERNS, *FILMS, *SOUNDS, *RECORDINGS)
"""File names that the open dialog shows."""


@dataclass(frozen=True)
class Incoming:
    """A file, looked into.

    Attributes:
        path: Where it lies.
        loaded: The graph that it is or carries, None where it has none.
        is_project: It is a project file.
        size: (width, height) of the photo; (0, 0) where it is none.
        is_sound: It is a sound.
        is_recording: It is a recorded motion.
    """

    path: Path
    loaded: Loaded | None = None
    is_project: bool = False
    size: tuple[int, int] = (0, 0)
    is_sound: bool = False
    is_recording: bool = False


def examine(path: Path, library: Types) -> Incoming:
    """Look into a file. Raises BadInput with one line where it is nothing that can be opened."""
    check_there(path)
    if f"*{path.suffix.lower()}" in SOUNDS:
        read_sound(path, length=0.1)
        return Incoming(path, is_sound=True)
    if f"*{path.suffix.lower()}" in RECORDINGS:
        read_recording(path)
        return Incoming(path, is_recording=True)
    if looks_like_text(path) and path.suffix.lower() not in (".hdr", ".ppm", ".pgm"):
        loaded = load(path, library)
        _thumbnail_of_project(path, loaded, library)
        return Incoming(path, loaded, is_project=True)
    loaded_or_none = carried(path, library)
    if f"*{path.suffix.lower()}" in FILMS:
        if loaded_or_none is None:
            raise BadInput(f"{path.name}: is a film that carries no graph; drop a photo, or a film made by Vivant")
        return Incoming(path, loaded_or_none)
    pixels = read_pixels(path)
    keep_thumbnail(path, small(pixels))
    return Incoming(path, loaded_or_none, size=(pixels.shape[1], pixels.shape[0]))


def _thumbnail_of_project(path: Path, loaded: Loaded, library: Types) -> None:
    """A project that has no thumbnail yet shows its photo."""
    photos = [Path(name) for name in media_paths(loaded.graph, library)]
    if not thumbnail(path).exists() and photos and photos[0].is_file():
        try:
            keep_thumbnail(path, small(read_pixels(photos[0])))
        except BadInput:
            return


def small(pixels: np.ndarray[tuple[int, ...], np.dtype[np.float16]]) -> U8:
    """(h, w, 3) 8-bit sRGB of a picture, no side longer than a thumbnail's."""
    from PIL import Image as pillow

    step = max(1, max(pixels.shape[:2]) // (2 * THUMBNAIL))
    picture = pillow.fromarray(encode_srgb8(pixels[::step, ::step, :3]))
    picture.thumbnail((THUMBNAIL, THUMBNAIL))
    return np.asarray(picture)


def thumbnail(path: Path) -> Path:
    """Where the thumbnail of a file is kept; it may not be there."""
    name = hashlib.blake2b(str(path.absolute()).encode(), digest_size=16).hexdigest()
    return state_folder("thumbnails") / f"{name}.jpg"


def keep_thumbnail(path: Path, picture: U8) -> None:
    """Keep a thumbnail for a file."""
    from PIL import Image as pillow

    pillow.fromarray(picture).save(thumbnail(path), quality=85)
