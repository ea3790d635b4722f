"""One drag of a joint: the skeleton follows at once, the picture as fast as the engine delivers, undo is one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject

from nodes.algorithms.drag_joint import drag
from nodes.algorithms.stance import Stance
from nodes.motion.correction_keys import Entries, Entry, with_keys
from nodes.motion.posing import differing, keys_for, offset_keys, stance_at
from studio.graph.edit.correct import correct
from studio.ui.correct.doll import Doll, posed, title_of
from studio.ui.correct.drawn import Drawn, Point
from studio.ui.correct.freeing import Settling, free
from studio.ui.correct.pace import Pace
from studio.ui.people.cast import Cast
from studio.ui.session import Session

F64 = npt.NDArray[np.float64]
FINE = 0.2
"""How far a joint goes with Shift, of what the mouse goes."""


class PoseDrag(QObject):
    """A drag under way.

    Attributes:
        doll: The skeleton as it is dragged.
        handle: The joint.

    With ``whole`` every key of the bones that it turns goes along, so that the whole correction is offset. ``free`` are
    bones that the photo holds back, and that the drag frees.
    """

    def __init__(
        self, session: Session, cast: Cast, start: Doll, handle: str, mouse: Point, pins: Mapping[str, Point],
        falloff: float, *, whole: bool = False, free: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        super().__init__(session)
        self.session, self.doll, self.handle = session, start, handle
        self._start, self._time, self._falloff = start, session.time, falloff
        self._below = stance_at(start.body, cast.motion(start.person, plain=True), self._time)
        self._pins = {end: self._of_body(at) for end, at in pins.items()}
        self._mouse, self._at = mouse, start.joints[handle]
        self._bones: set[str] = set()
        self._before = cast.corrections if whole else ()
        self._pace = Pace(session.bridge, self)
        self._cast, self._free = cast, free
        session.play(False)
        session.document.begin(f"pose {title_of(handle)}")

    def move(self, mouse: Point, *, fine: bool, rigid: bool) -> None:
        """The mouse went on."""
        step = FINE if fine else 1.0
        self._at = self._at[0] + step * (mouse[0] - self._mouse[0]), self._at[1] + step * (mouse[1] - self._mouse[1])
        self._mouse = mouse
        target = self._of_body(self._at)
        stance = drag(self._start.body, self._start.stance, self.handle, target, self._pins, rigid=rigid)
        self.doll = posed(self._start.person, self._start.body, stance, self._drawn(stance))
        self._bones |= set(differing(self._start.body, self._start.stance, stance))
        self._pace.offer(self._apply)

    def _of_body(self, at: Point) -> F64:
        """A point of the picture as a place of the body, y up."""
        x, y = self._start.drawn.back(*at)
        return np.array([x, -y])

    def _drawn(self, stance: Stance) -> Drawn:
        """How the body is drawn where it is by now: somebody is mirrored about where the hips are."""
        moved = float(stance.root[0] - self._start.stance.root[0])
        return replace(self._start.drawn, column=self._start.drawn.column + moved)

    def finish(self) -> None:
        """The button went up."""
        self._pace.flush()
        if self._free and self._bones:
            free(self.session, self._start.person, self._free)
        self.session.document.end()
        if self._free and self._bones:
            Settling(
                self.session, self._cast, self._start.person, self.doll.stance, self._bones, self._time, self._falloff
            )
        self.deleteLater()

    def cancel(self) -> None:
        """Everything as it was before."""
        self._pace.drop()
        self.session.document.cancel()
        self.deleteLater()

    def _apply(self) -> None:
        person, body, stance = self._start.person, self._start.body, self.doll.stance
        keyed = {str(one.get("bone")) for one in self._before if one.get("person") == person} & self._bones
        new = keys_for(person, body, self._below, stance, self._time, sorted(self._bones - keyed), self._falloff)
        if keyed:
            moved = offset_keys(self._before, person, body, self._start.stance, stance, sorted(keyed))
            change_keys(self.session, lambda _: with_keys(moved, new))
        else:
            put(self.session, new)


def put(session: Session, keys: Sequence[Entry], label: str = "") -> None:
    """Set keys on top of the motion."""

    change_keys(session, lambda entries: with_keys(entries, keys), label)


def change_keys(session: Session, change: Callable[[Entries], Entries], label: str = "") -> None:
    """Change the keys on top of the motion."""
    session.apply(lambda graph: correct(graph, session.library, change), label)
