"""What belongs to the photo is corrected on the photo: while such a tool is in hand, a moving picture makes way."""

from __future__ import annotations

from studio.graph.graph import Graph
from studio.ui.session import Session
from studio.ui.viewport.above import moves


class PhotoView:
    """Shows the photo under the number key that has it, or a free one, and afterwards what was shown before."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._before, self._number = 0, 0

    def enter(self) -> None:
        """Show the photo where what is shown moves: nobody stands there as in the photo."""
        session, view = self._session, self._session.view()
        photo = _photo(session.graph)
        if view is None or not photo or not moves(session.graph, session.library, view.node):
            return
        there = [number for number, output in session.views.items() if output.node == photo]
        free = [number for number in range(9, 0, -1) if number not in session.views]
        number = next(iter([*there, *free]), 0)
        if number:
            self._before, self._number = session.shown, number
            session.look(photo, "", number)

    def leave(self) -> None:
        """Show again what was shown before, unless the artist looks at something else by now."""
        before, self._before = self._before, 0
        if before and self._session.shown == self._number:
            self._session.show_number(before)


def _photo(graph: Graph) -> str:
    return min((name for name, node in graph.nodes.items() if node.type == "load_photo"), default="")
