"""Who is under the mouse in the frame that is shown: people who moved are found where they are now."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from nodes.camera.view_at import view_at
from studio.graph.graph import Graph, Source
from studio.graph.sockets import media_of
from studio.graph.walk import above, in_order
from studio.media.flow import Ids
from studio.ui.bridge import Answer, Look
from studio.ui.correct.picking import person_under, visible
from studio.ui.people.cast import Cast
from studio.ui.session import Session
from studio.ui.viewport.above import film_frame
from studio.ui.viewport.painters.painter import entry
from studio.ui.viewport.panel import ViewportPanel
from studio.ui.viewport.plane import Rect

PAUSE = 120
"""Milliseconds of rest after which the frame's people are asked for."""
ENOUGH = 0.5
"""Proxy scale that is fine enough to point at somebody."""


class ShownPeople(QObject):
    """Fetches whose pixels the shown frame has, a moment after it came; until then, and in the photo, mattes say it."""

    def __init__(self, session: Session, viewport: ViewportPanel, cast: Cast) -> None:
        super().__init__(session)
        self._session, self._viewport, self._cast = session, viewport, cast
        self._ids: Ids | None = None
        self._of: tuple[Graph, Look] | None = None
        self._asked: tuple[Graph, Look] | None = None
        self._maker: tuple[Graph, str, Source | None] | None = None
        self._soon = QTimer(self, singleShot=True, interval=PAUSE)
        self._soon.timeout.connect(self._ask)

    def at(self, x: float, y: float) -> str:
        """Who is seen at a point of the picture, "" for nobody."""
        look = self._look()
        if look is None:
            return person_under(self._session, self._cast, x, y)
        if self._ids is None or self._of is None or not _same(self._of, (self._session.graph, look)):
            if not self._session.playing:
                self._soon.start()
            return person_under(self._session, self._cast, x, y)
        found = _under(self._ids, x, y, self._frame(self._of))
        return found if found in visible(self._session, self._cast) else ""

    def _look(self) -> Look | None:
        """The output that says it for what is shown; None where that is no film of people."""
        view, graph = self._session.view(), self._session.graph
        if view is None or self._size() == (0, 0):
            return None
        if self._maker is None or self._maker[0] is not graph or self._maker[1] != view.node:
            self._maker = graph, view.node, _maker(graph, self._session, view.node)
        source = self._maker[2]
        scale = min(self._session.scale, ENOUGH)
        return None if source is None else Look(source.node, source.output, self._session.time, scale)

    def _frame(self, of: tuple[Graph, Look]) -> Rect:
        """What of the photo the frame shows: through a camera less than all of it."""
        assert self._ids is not None
        path, (graph, look) = self._viewport.looking.beside("ViewPath"), of
        height, width = self._ids.index.shape
        view = view_at(path, time=look.time) if path is not None else None
        return film_frame(graph, look.node, self._size(), look.scale, width, height, view)

    def _size(self) -> tuple[int, int]:
        return self._cast.photo.size if self._cast.photo is not None else (0, 0)

    def _ask(self) -> None:
        look, graph = self._look(), self._session.graph
        if look is None or self._session.playing:
            return
        wanted = self._asked = (graph, look)

        def answered(answer: Answer) -> None:
            if self._asked is wanted and isinstance(answer.value, Ids):
                self._ids, self._of = answer.value, wanted

        self._session.bridge.fetch(look, answered)


def _same(a: tuple[Graph, Look], b: tuple[Graph, Look]) -> bool:
    return a[0] is b[0] and a[1] == b[1]


def _maker(graph: Graph, session: Session, node: str) -> Source | None:
    """The nearest node at or above one that says whose each pixel is."""
    near = above(graph, [node]) | {node}
    for name in reversed([name for name in in_order(graph)[0] if name in near]):
        kind = session.library.get(graph.nodes[name].type)
        for output in kind.outputs if kind is not None else ():
            if media_of(graph, session.library, Source(name, output.name)) == "Ids":
                return Source(name, output.name)
    return None


def _under(ids: Ids, x: float, y: float, frame: Rect) -> str:
    at = entry(ids.index, frame, x, y)
    number = int(ids.index[at]) if at is not None else 0
    return ids.people[number - 1] if 0 < number <= len(ids.people) else ""
