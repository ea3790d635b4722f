"""Presets: project files with a name, notes, tags and exposed knobs, made to be put on another photo."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from immutables import Map

from studio.files.atomic import replacing
from studio.graph.edit.knobs import set_knob
from studio.graph.edit.layout import set_about
from studio.graph.graph import Graph
from studio.graph.project import dumps, load
from studio.graph.sockets import Types
from studio.media.errors import BadInput

PHOTO = "load_photo"
"""The node type that a preset's photo goes into, at its knob ``path``."""


class Preset(NamedTuple):
    """What a browser shows of a preset.

    Attributes:
        path: Its file.
        name, notes, tags: As its author wrote; the file's name where it has none.
        knobs: Labels of the knobs that it shows first.
        trouble: Why it cannot be used as it is, "" where it can.
    """

    path: Path
    name: str
    notes: str = ""
    tags: tuple[str, ...] = ()
    knobs: tuple[str, ...] = ()
    trouble: str = ""


def list_presets(folder: Path, library: Types) -> list[Preset]:
    """The presets in a folder, by name. One that is damaged is listed too, with why."""
    found = [_listed(path, library) for path in folder.glob("*.vivant") if path.is_file()]
    return sorted(found, key=lambda preset: (preset.name.casefold(), preset.path))


def _listed(path: Path, library: Types) -> Preset:
    try:
        graph, unknown, _ = load(path, library)
    except BadInput as error:
        return Preset(path, path.stem, trouble=str(error))
    trouble = f"{unknown[0].node}: {unknown[0].reason}" if unknown else ""
    labels = tuple(label for _, _, label in graph.exposed)
    return Preset(path, graph.name or path.stem, graph.notes, graph.tags, labels, trouble)


def apply_preset(path: Path, library: Types, photo: str | Path | None = None) -> Graph:
    """The graph of a preset, on a photo.

    Args:
        path: The preset's file.
        library: Node types.
        photo: The picture to animate; None leaves the preset's own, if it has one.

    Raises:
        BadInput: It cannot be read, or has no node that takes a photo.
    """
    graph = load(path, library).graph
    return graph if photo is None else on_photo(graph, library, photo)


def on_photo(graph: Graph, library: Types, photo: str | Path) -> Graph:
    """The graph with every photo that it loads replaced by one."""
    loaders = sorted(name for name, node in graph.nodes.items() if node.type == PHOTO)
    if not loaders:
        raise BadInput("this graph loads no photo: add a load_photo node first")
    for name in loaders:
        graph = set_knob(graph, library, name, "path", str(photo))
    return graph


def save_preset(
    path: Path, graph: Graph, library: Types, name: str, notes: str = "", tags: tuple[str, ...] = ()
) -> None:
    """Write a graph as a preset: without its photo and without paths of this machine."""
    for loader, node in graph.nodes.items():
        if node.type == PHOTO and "path" in node.knobs:
            graph = replace(graph, nodes=graph.nodes.set(loader, replace(node, knobs=node.knobs.delete("path"))))
    graph = replace(set_about(graph, name=name, notes=notes, tags=tags), media=Map())
    with replacing(path) as temporary:
        temporary.write_text(dumps(graph, library, portable=True), encoding="utf-8", newline="\n")
