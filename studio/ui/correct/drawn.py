"""Where a frame draws somebody: as in a mirror who has turned round, and larger whom a camera has come near."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject

from nodes.algorithms.turn_round import widest
from nodes.camera.view_at import view_at
from nodes.motion.pose_at import between
from nodes.rig.grown import growth, lowest_at_rest, shares_behind
from studio.graph.walk import above
from studio.media.motion import Motion
from studio.ui.people.cast import Cast
from studio.ui.session import Session
from studio.ui.viewport.panel import ViewportPanel

F64 = npt.NDArray[np.float64]
Point = tuple[float, float]
STAGE = "stage_people"


@dataclass(frozen=True)
class Drawn:
    """How places of a body, in pixels of the photo, are drawn in a frame.

    Attributes:
        flip: How wide, below 0 as in a mirror, about the column of the hips.
        column: That column.
        grows: How much larger, about a point.
        about: That point.
    """

    flip: float = 1.0
    column: float = 0.0
    grows: float = 1.0
    about: Point = (0.0, 0.0)

    def there(self, places: npt.NDArray[Any]) -> F64:
        """(..., 2) where places are drawn."""
        wide = np.array([self.flip, 1.0])
        turned = np.array([self.column, 0.0]) * (1 - wide) + np.asarray(places, np.float64) * wide
        found: F64 = np.array(self.about) + self.grows * (turned - np.array(self.about))
        return found

    def back(self, x: float, y: float) -> Point:
        """The place of the body that is drawn at a point."""
        x, y = ((at - c) / self.grows + c for at, c in zip((x, y), self.about, strict=True))
        return self.column + (x - self.column) / self.flip, y


AS_POSED = Drawn()


def turned(drawn: Drawn, motion: Motion | None, time: float, column: float) -> Drawn:
    """The same of somebody who may have turned round, and whose hips are at a column."""
    if motion is None or "flip" not in motion.channels:
        return drawn
    first, second, share = between(motion, time)
    curve = motion.channels["flip"]
    flip = float(widest(np.array((1 - share) * curve[first] + share * curve[second])))
    return replace(drawn, flip=flip, column=column)


class DrawnPeople(QObject):
    """How much larger the camera shows everybody than the photo does, at the playhead."""

    def __init__(self, session: Session, viewport: ViewportPanel, cast: Cast) -> None:
        super().__init__(session)
        self._session, self._viewport, self._cast = session, viewport, cast
        self._kept: tuple[tuple[object, ...], dict[str, float]] = ((), {})

    def of(self, person: str) -> Drawn:
        """Of one person; as posed where no camera comes near, or the stage shows it flat."""
        amount, rig = self._parallax(), self._cast.rigs.get(person)
        path = self._viewport.looking.beside("ViewPath") if amount and rig is not None else None
        view = view_at(path, time=self._session.time) if path is not None else None
        if rig is None or view is None or view.window is None:
            return AS_POSED
        grows = growth(view, amount, self._shares().get(person, 0.0))
        x0, _, x1, y1 = view.window
        return Drawn(grows=grows, about=((x0 + x1) / 2, min(lowest_at_rest(rig), y1)))

    def _parallax(self) -> float:
        """How much larger than the background the stage that is shown lets people grow."""
        shown, graph = self._session.view(), self._session.graph
        near = above(graph, [shown.node]) | {shown.node} if shown is not None else set()
        nodes = [graph.nodes[name] for name in near if name in graph.nodes]
        return max((float(node.knobs.get("parallax", 0.0)) for node in nodes if node.type == STAGE), default=0.0)

    def _shares(self) -> dict[str, float]:
        rigs, depth = self._cast.rigs, self._viewport.looking.beside("Depth")
        photo = self._cast.photo
        if not rigs or photo is None:
            return {}
        if self._kept[0] != (rigs, depth):
            found = shares_behind(list(rigs.values()), depth, photo.size)
            self._kept = (rigs, depth), dict(zip(rigs, found.tolist(), strict=True))
        return self._kept[1]
