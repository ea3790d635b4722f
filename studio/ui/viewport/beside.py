"""What a value is shown with: the photo under people, the rigs that motions move; fetched from above in the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from studio.graph.graph import Source
from studio.ui.bridge import Answer, Look
from studio.ui.session import Session
from studio.ui.viewport.above import Above

Made = tuple[dict[str, Any], float]
"""What a value from above is made of, and its time in seconds."""


class Beside:
    """Values from above what is shown, fetched once and again when they change.

    Args:
        session: The window's session.
        above: What lies above nodes.
        then: Called when one came.
    """

    def __init__(self, session: Session, above: Above, then: Callable[[], None]) -> None:
        self._session, self._above, self._then = session, above, then
        self._kept: dict[Source, tuple[dict[str, Any], float, Any]] = {}
        self._coming: dict[Source, Made] = {}
        self._failed: dict[Source, Made] = {}

    def get(self, node: str, media: str) -> Any:
        """The nearest value of some media above a node, the last one while a newer one is coming; None before that."""
        session = self._session
        source = self._above.nearest(session.graph, node, media)
        if source is None:
            return None
        time = session.time if self._above.moves(session.graph, source.node) else 0.0
        wanted = self._above.made_of(session.graph, source.node), time
        kept = self._kept.get(source)
        if (kept is None or kept[:2] != wanted) and wanted not in (self._coming.get(source), self._failed.get(source)):
            self._coming[source] = wanted
            look = Look(source.node, source.output, time)
            session.bridge.fetch(look, lambda answer: self._keep(source, wanted, answer))
        return None if kept is None else kept[2]

    def comes(self, node: str, media: Iterable[str]) -> bool:
        """Whether something is on its way."""
        sources = (self._above.nearest(self._session.graph, node, name) for name in media)
        return any(source in self._coming for source in sources)

    def forget(self) -> None:
        """Another document: nothing of the last one stays."""
        self._kept.clear()
        self.retry()

    def retry(self) -> None:
        """Ask again for what failed."""
        self._coming.clear()
        self._failed.clear()

    def _keep(self, source: Source, wanted: Made, answer: Answer) -> None:
        if self._coming.get(source) == wanted:
            del self._coming[source]
        if answer.error:
            self._failed[source] = wanted
        else:
            self._kept = {name: kept for name, kept in self._kept.items() if name.node in self._session.graph.nodes}
            self._kept[source] = (*wanted, answer.value)
        self._then()
