"""What lies above a node in the graph: the photo under its people, the rigs that its motions move."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from nodes.algorithms.film_grid import film_grid
from nodes.rig.stage_view import seen_by
from studio.graph.graph import Graph, Source
from studio.graph.sockets import Types, media_of
from studio.graph.walk import above
from studio.media.view import View
from studio.ui.viewport.plane import Rect


class Above:
    """What lies above nodes, worked out once for each graph: a scrub through a large graph asks it for every frame."""

    def __init__(self, library: Types) -> None:
        self._library = library
        self._known: dict[tuple[int, str, str], tuple[Graph, Any]] = {}

    def nearest(self, graph: Graph, node: str, media: str) -> Source | None:
        """See :func:`nearest`."""
        found: Source | None = self._once(graph, node, media, lambda: nearest(graph, self._library, node, media))
        return found

    def made_of(self, graph: Graph, node: str) -> dict[str, tuple[Any, ...]]:
        """See :func:`made_of`; not to be written to."""
        found: dict[str, tuple[Any, ...]] = self._once(graph, node, "made of", lambda: made_of(graph, node))
        return found

    def moves(self, graph: Graph, node: str) -> bool:
        """See :func:`moves`."""
        return bool(self._once(graph, node, "moves", lambda: moves(graph, self._library, node)))

    def _once(self, graph: Graph, node: str, what: str, work: Callable[[], Any]) -> Any:
        key = id(graph), node, what
        if key not in self._known:
            if len(self._known) > 200:
                self._known.clear()
            # the graph is held so that no other gets its id
            self._known[key] = graph, work()
        return self._known[key][1]


def nearest(graph: Graph, library: Types, node: str, media: str) -> Source | None:
    """The nearest output above a node that carries some media; for "Image", the photo that everything starts from."""
    if media == "Image":
        photo = _photo(graph, node)
        if photo is not None:
            return photo
    seen, row = {node}, [node]
    while row:
        sources = [source for name in row for source in _sources(graph, name)]
        for source in sources:
            if media_of(graph, library, source) == media:
                return source
        row = [name for name in dict.fromkeys(source.node for source in sources) if name not in seen]
        seen.update(row)
    return None


def _photo(graph: Graph, node: str) -> Source | None:
    found = sorted(name for name in above(graph, [node]) if name != node and graph.nodes[name].type == "load_photo")
    return Source(found[0], "out") if found else None


def _sources(graph: Graph, name: str) -> list[Source]:
    node = graph.nodes.get(name)
    return list(node.inputs.values()) if node is not None else []


def made_of(graph: Graph, node: str) -> dict[str, tuple[Any, ...]]:
    """Everything that decides a node's result, by node id; layout is left out. Equal where the result is the same."""
    names = above(graph, [node])
    while True:
        linked = {source.node for name in names for source in graph.nodes[name].links.values()}
        more = above(graph, linked) - names
        if not more:
            break
        names |= more
    found = {}
    for name in names:
        n = graph.nodes[name]
        found[name] = (n.type, n.version, n.knobs, n.curves, n.links, n.inputs, n.bypass)
    return found


def moves(graph: Graph, library: Types, node: str) -> bool:
    """Whether a node's result may differ from one moment to the next."""
    for name in above(graph, [node]):
        found = graph.nodes[name]
        known = library.get(found.type)
        if found.curves or known is None or known.wants_time or known.retime is not None:
            return True
    return False


def film_frame(
    graph: Graph, node: str, photo: tuple[int, int] | None, scale: float, width: int, height: int,
    view: View | None = None,
) -> Rect:  # fmt: skip
    """The rectangle of the source, in its pixels, that a node's picture of (width, height) shows.

    A picture of the photo's shape shows the photo; one of the film's shape shows what the film's framing shows of it;
    any other is a picture of its own. Where a camera moves, one of the film's size shows what it sees.
    """
    if photo is not None and view is not None and view.window is not None:
        seen = seen_by(view, photo, graph.shot.size, scale, None)
        if seen.size == (width, height):
            corners = seen.from_film(np.array([[0.0, 0.0], [width, height]]), view) / np.array(seen.stage.scale)
            x0, y0, x1, y1 = corners.ravel().tolist()
            return x0, y0, x1, y1
    if photo is not None:
        shape = abs(width / photo[0] * photo[1] - height) < 1 or abs(height / photo[1] * photo[0] - width) < 1
        if shape:
            return 0.0, 0.0, float(photo[0]), float(photo[1])
        grid = film_grid(photo, graph.shot.size, scale, _fills(graph, node))
        if grid.size == (width, height):
            (sx, sy), (fx, fy) = grid.scale, grid.film[:2]
            x0, y0 = grid.source[0] - fx / sx, grid.source[1] - fy / sy
            return x0, y0, x0 + width / sx, y0 + height / sy
    return 0.0, 0.0, float(width), float(height)


def _fills(graph: Graph, node: str) -> bool:
    stages = (graph.nodes[name] for name in above(graph, [node]) if graph.nodes[name].type == "stage_people")
    return any(stage.knobs.get("framing") == "fill" for stage in stages)
