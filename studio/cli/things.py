"""Things of a picture, named on the command line: ``--thing "chair=120,340,220,560"``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from immutables import Map

from studio import app
from studio.graph.edit import set_knob
from studio.graph.graph import Graph
from studio.media.errors import BadInput


def add_things(parser: argparse.ArgumentParser) -> None:
    """The option of commands that read a prompt."""
    parser.add_argument(
        "--thing", action="append", default=[], metavar="NAME=X0,Y0,X1,Y1",
        help="a thing in the picture, that can be sat on or held, and its box in pixels; may be said again for others",
    )  # fmt: skip


def things_of(told: Sequence[str]) -> tuple[Map[str, object], ...]:
    """Entries for find_objects. BadInput where one makes no sense."""
    made = []
    for text in told:
        name, _, box = text.rpartition("=")
        try:
            corners = tuple(float(value) for value in box.split(","))
        except ValueError:
            corners = ()
        if not name.strip() or len(corners) != 4:
            raise BadInput(f"{text!r} is no thing; it is said as NAME=LEFT,TOP,RIGHT,BOTTOM in pixels")
        made.append(Map({"name": name.strip(), "box": corners}))
    return tuple(made)


def with_things(studio: app.Studio, graph: Graph, told: Sequence[str]) -> Graph:
    """The graph in which these things are known. BadInput where it looks for none."""
    named, nodes = things_of(told), app.find_all(graph, "find_objects")
    if named and not nodes:
        raise BadInput("the graph has no find_objects node, so nothing can be done with things; give a --prompt")
    for node in nodes if named else ():
        graph = set_knob(graph, studio.library, node, "named", (*graph.nodes[node].knobs.get("named", ()), *named))
    return graph
