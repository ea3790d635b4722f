"""What a film may be exported as, and a graph made ready for it; without Qt."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from studio.files.sequence import is_pattern
from studio.graph.edit import add, link, set_knob, unlink
from studio.graph.edit.sound import heard
from studio.graph.graph import Graph, Source
from studio.media.shot import Shot
from studio.node.library import Library

WRITER = "write_movie"


class Format(NamedTuple):
    """One choice.

    Attributes:
        title: What the artist reads.
        codec: The writer's.
        endings: File endings that it may have, the usual one first.
        pictures: One file a frame.
    """

    title: str
    codec: str
    endings: tuple[str, ...]
    pictures: bool = False


FORMATS = (
    Format("MP4, H.264: plays everywhere", "h264", (".mp4", ".m4v", ".mkv", ".mov")),
    Format("MP4, H.265: half the size", "h265", (".mp4", ".m4v", ".mkv", ".mov")),
    Format("MOV, ProRes: to go on cutting and grading", "prores", (".mov", ".mkv")),
    Format("PNG pictures, one a frame", "png", (".png",), True),
    Format("EXR pictures, linear light, one a frame", "exr", (".exr",), True),
)
QUALITIES = (("Small file", 0.6), ("Good", 0.75), ("Best", 0.92))


def fits(format: Format, path: str) -> bool:
    """Whether a file's name is one that the format has."""
    ending = Path(path).suffix.lower()
    return ending in format.endings or (format.pictures and not ending)


def format_of(path: str, codec: str = "auto") -> Format:
    """The format that a file's name asks for; of several, that of the codec."""
    usual = {"": "png", ".mov": "prores", ".png": "png", ".exr": "exr"}.get(Path(path).suffix.lower(), "h264")
    found = [one for one in FORMATS if fits(one, path)]
    return next((one for wanted in (codec, usual) for one in found if one.codec == wanted), FORMATS[0])


def renamed(path: str, format: Format) -> str:
    """The path with an ending of the format; pictures get a number for each frame."""
    if fits(format, path):
        return path
    plain = Path(path)
    stem = plain.stem if plain.suffix.lower() in _ENDINGS else plain.name
    stem = stem.split(".%")[0] if is_pattern(stem) else stem
    return str(plain.with_name(f"{stem}.%04d{format.endings[0]}" if format.pictures else f"{stem}{format.endings[0]}"))


_ENDINGS = {ending for one in FORMATS for ending in one.endings}


def film_size_of(shot: Shot, photo: tuple[int, int], scale: float) -> tuple[int, int]:
    """Width and height of the film, (0, 0) where the photo's size is not known."""
    wide, high = shot.size if shot.size != (0, 0) else photo
    return round(wide * scale), round(high * scale)


def prepared(
    graph: Graph, library: Library, node: str, codec: str, quality: float, *, sound: bool
) -> tuple[Graph, str]:
    """The graph with a writer of a node's picture that writes so.

    Args:
        graph: As it is.
        library: Node types.
        node: A writer, or a node that makes pictures.
        codec: Of the writer.
        quality: 0..1.
        sound: Whether the film has what is heard.

    Returns:
        The graph, and the writer's id.
    """
    kind = library[graph.nodes[node].type]
    if kind.writes and kind.name != WRITER:
        return graph, node
    if not kind.writes:
        output = next(one.name for one in kind.outputs if one.media == "Image")
        what = heard(graph, library)
        graph, made = add(graph, library, WRITER, graph.nodes[node].position)
        graph = link(graph, library, Source(node, output), made, "clip")
        graph, node = (link(graph, library, what, made, "sound") if what is not None else graph), made
    if not sound and "sound" in graph.nodes[node].inputs:
        graph = unlink(graph, node, "sound")
    graph = set_knob(graph, library, node, "codec", codec)
    return set_knob(graph, library, node, "quality", quality), node


def renderable(graph: Graph, library: Library, viewed: str) -> list[tuple[str, str]]:
    """(title, node id) of what can be rendered: the writers, the picture that is looked at, the other pictures."""
    writers, pictures = [], []
    for name in sorted(graph.nodes):
        node = graph.nodes[name]
        kind = library.get(node.type)
        if kind is not None and kind.writes:
            writers.append((node.title or kind.title, name))
        elif kind is not None and any(output.media == "Image" for output in kind.outputs):
            pictures.append((node.title or kind.title, name))
    pictures.sort(key=lambda entry: entry[1] != viewed)
    found = writers + pictures
    titles = Counter(title for title, _ in found)
    return [(title if titles[title] == 1 else f"{title} ({name})", name) for title, name in found]


def films() -> Path:
    """The folder for films of whoever works here."""
    home = Path.home()
    return home / "Videos" if (home / "Videos").is_dir() else home
