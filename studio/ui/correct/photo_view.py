"""What belongs to the photo is corrected on the photo: while such a tool is in hand, a moving picture makes way."""

from __future__ import annotations

from studio.graph.graph import Graph
from studio.ui.session import Session
from studio.ui.viewport.above import moves


class PhotoView:
    """Shows the photo under a free number key, and afterwards what was shown before."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._before, self._number = 0, 0

    def enter(self) -> None:
        """Show the photo where what is shown moves: nobody stands there as in the photo."""
        session, view = self._session, self._session.view()
        photo, free = _photo(session.graph), [number for number in range(9, 0, -1) if number not in session.views]
        if view is None or not photo or not moves(session.graph, session.library, view.node):
            return
        if self._number and session.views.get(self._number, ("",))[0] == photo:
            free.insert(0, self._number)
        if free:
            self._before, self._number = session.shown, free[0]
            session.look(photo, "", self._number)

    def leave(self) -> None:
        """Show again what was shown before, unless the artist looks at something else by now."""
        before, self._before = self._before, 0
        if before and self._session.shown == self._number:
            self._session.show_number(before)


def _photo(graph: Graph) -> str:
    return min((name for name, node in graph.nodes.items() if node.type == "load_photo"), default="")
