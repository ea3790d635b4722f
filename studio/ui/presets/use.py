"""Putting a preset to use: on the photo that is there, or as nodes added to the graph."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from immutables import Map

from studio.graph.edit import copy_text, paste
from studio.graph.graph import Graph
from studio.graph.preset import PHOTO, on_photo
from studio.graph.project import dumps, load, loads
from studio.graph.sockets import Types
from studio.ui.session import Session

MIME = "application/x-vivant-preset"
"""What a preset is dragged as: the path of its file."""


def photo_of(graph: Graph) -> str:
    """The photo that a graph loads, "" for none."""
    found = (node.knobs.get("path", "") for node in graph.nodes.values() if node.type == PHOTO)
    return next((str(path) for path in found if path), "")


def is_whole(graph: Graph) -> bool:
    """Whether a preset is a whole graph, from photo to film, rather than some nodes."""
    return any(node.type == PHOTO for node in graph.nodes.values())


def use_preset(session: Session, path: Path) -> bool:
    """Use a preset on what is open, as one step: a whole graph takes the photo over, nodes are added.

    Gives whether there is something to look at now; not, where a whole graph still needs a photo.
    """
    graph = load(path, session.library).graph
    if not is_whole(graph):
        made: list[str] = []

        def add(present: Graph) -> Graph:
            present, names = paste(present, session.library, dumps(graph, session.library), linked=False)
            made.extend(names)
            return present

        session.apply(add, f"add {graph.name or path.stem}")
        session.select(made)
        return True
    photo = photo_of(session.graph)
    if not photo:
        return False
    session.apply(lambda present: _on_photo(graph, session.library, photo, present), f"use {graph.name or path.stem}")
    return True


def _on_photo(graph: Graph, library: Types, photo: str, present: Graph) -> Graph:
    taken = on_photo(graph, library, photo)
    shot = replace(taken.shot, size=present.shot.size)
    return replace(taken, shot=shot, media=present.media)


def selected_part(session: Session) -> Graph:
    """What is selected as a graph of its own: nodes, frames, and groups with what is in them."""
    text = copy_text(session.graph, session.library, (*session.selection, *session.boxes))
    part = loads(text, session.library).graph
    exposed = tuple(entry for entry in session.graph.exposed if entry[0] in part.nodes)
    return replace(part, exposed=exposed, media=Map())
