"""A limb that the photo holds back and that is dragged all the same: it is freed, in the drag's own step of undo."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import QObject

from nodes.algorithms.body import Body
from nodes.algorithms.drag_joint import bones_of
from nodes.algorithms.stance import Stance
from nodes.motion.correction_keys import with_keys
from nodes.motion.posing import keys_for, stance_at
from studio.graph.edit import correct as correct_graph
from studio.ui.correct.doll import Doll, posed
from studio.ui.people.cast import Cast
from studio.ui.session import Session


def limb_of(handle: str) -> tuple[str, ...]:
    """All bones of the limb that a joint is on."""
    side = "left" if handle.startswith("left") else "right"
    if any(name in handle for name in ("Hand", "Elbow", "Fingers")):
        return tuple(f"{side}{name}" for name in ("UpperArm", "LowerArm", "Hand"))
    if any(name in handle for name in ("Foot", "Knee", "Toes")):
        return tuple(f"{side}{name}" for name in ("UpperLeg", "LowerLeg", "Foot", "Toes"))
    return ("hips",) if handle == "hips" else bones_of(handle)


def free(session: Session, person: str, bones: Collection[str], label: str = "") -> None:
    """Let bones move that the photo holds back."""
    library = session.library
    session.apply(lambda graph: correct_graph.free_limb(graph, library, person, sorted(bones)), label)


def freed(doll: Doll, bones: Collection[str]) -> Doll:
    """The skeleton as it will be once the bones are free."""
    body = doll.body
    loose = body.freedom.copy()
    loose[[body.index(bone) for bone in bones if bone in body.bones]] = 1.0
    return posed(doll.person, replace(body, freedom=loose), doll.stance, doll.drawn)


class Settling(QObject):
    """Keeps a pose where it was dragged to while the engine builds the freed body.

    A freed limb takes part in the motion below again, which the keys lie on top of: once that motion is known, they
    are set anew, as a part of the same step. Anything else that is done meanwhile ends the waiting.
    """

    def __init__(
        self, session: Session, cast: Cast, person: str, stance: Stance, bones: Collection[str], time: float,
        falloff: float,
    ) -> None:  # fmt: skip
        super().__init__(session)
        self._session, self._cast, self._person = session, cast, person
        self._stance, self._bones, self._time, self._falloff = stance, sorted(bones), time, falloff
        self._graph, self._rig, self._motion = session.graph, cast.rigs.get(person), cast.motions.get(person)
        cast.changed.connect(self._look)
        session.changed.connect(self._changed)
        session.opened.connect(self.end)

    def end(self) -> None:
        """Wait no longer."""
        self._cast.changed.disconnect(self._look)
        self._session.changed.disconnect(self._changed)
        self._session.opened.disconnect(self.end)
        self.deleteLater()

    def _changed(self, _: object) -> None:
        if self._session.graph is not self._graph:
            self.end()

    def _look(self) -> None:
        rig, motion = self._cast.rigs.get(self._person), self._cast.motions.get(self._person)
        body: Body | None = self._cast.body(self._person)
        if self._cast.busy or body is None or rig is self._rig or motion is self._motion:
            return
        below = stance_at(body, motion, self._time)
        keys = keys_for(self._person, body, below, self._stance, self._time, self._bones, self._falloff)
        session = self._session
        self.end()
        session.document.amend(
            lambda graph: correct_graph.correct(graph, session.library, lambda entries: with_keys(entries, keys))
        )
