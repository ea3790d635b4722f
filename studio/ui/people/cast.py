"""The people of the shot as the panels need them: who they are, their bodies and motions, fetched from the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from nodes.algorithms.body import Body
from nodes.motion.arm_order import fronts
from nodes.motion.pose_at import pose_at
from nodes.motion.posing import body_from, corrected
from studio.graph.difference import Difference
from studio.graph.edit.correct import correction_of
from studio.graph.graph import Graph, Source
from studio.graph.walk import in_order
from studio.media.image import Image
from studio.media.motion import Motion, Motions
from studio.media.person import Person
from studio.media.rig import Rig
from studio.ui.bridge import Answer, Look
from studio.ui.session import Session
from studio.ui.viewport.above import made_of

SOUGHT = ("people", "rigs", "motions", "photo")


class Cast(QObject):
    """Who is in the shot. One for a session (:func:`cast_of`); nothing here computes a picture.

    Attributes:
        people: Everyone found, as the last node that works on them knows them.
        rigs: Their bodies.
        motions: What they do without corrections.
        photo: The picture they were found in, None before it is loaded.
        trouble: Why nothing could be fetched, "" where it could.
        busy: Whether something is on its way.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self._forget()
        session.opened.connect(self._anew)
        session.changed.connect(self._follow)
        self.refresh()

    def _forget(self) -> None:
        self.people: Mapping[str, Person] = {}
        self.rigs: Mapping[str, Rig] = {}
        self.motions: Mapping[str, Motion] = {}
        self.photo: Image | None = None
        self.trouble = ""
        self._asked: dict[str, tuple[Source, Mapping[str, object]]] = {}
        self._waiting: set[str] = set()
        self._bodies: dict[str, tuple[Rig, Body]] = {}
        self._corrected: dict[str, tuple[Motion, object, Motion]] = {}

    @property
    def busy(self) -> bool:
        """Whether something is on its way."""
        return bool(self._waiting)

    def _anew(self) -> None:
        self._forget()
        self.refresh()
        self.changed.emit()

    def _follow(self, changes: object) -> None:
        """Look again, unless only what hangs below everything fetched changed, as keys do while they are dragged."""
        assert isinstance(changes, Difference)
        more = changes.added or changes.removed or "shot" in changes.about
        if more or any(name in made for _, made in self._asked.values() for name in changes.changed):
            self.refresh()

    def refresh(self) -> None:
        """Ask again for whatever may have changed."""
        graph = self.session.graph
        for what in SOUGHT:
            source = _source(graph, what)
            wanted = None if source is None else (source, made_of(graph, source.node))
            if wanted is None:
                self._asked.pop(what, None)
                self._waiting.discard(what)
                self._take(what, None)
            elif self._asked.get(what) != wanted:
                self._asked[what] = wanted
                self._fetch(what, wanted)

    def _fetch(self, what: str, wanted: tuple[Source, Mapping[str, object]]) -> None:
        self._waiting.add(what)
        source, _ = wanted

        def answered(answer: Answer) -> None:
            if self._asked.get(what) is not wanted:
                return
            self._waiting.discard(what)
            self.trouble = answer.error
            if not answer.error:
                self._take(what, answer.value)
            self.changed.emit()

        self.session.bridge.fetch(Look(source.node, source.output), answered)

    def _take(self, what: str, value: Any) -> None:
        if what == "photo":
            self.photo = value
        else:
            setattr(self, what, value if value is not None else {})

    def body(self, person: str) -> Body | None:
        """A person's body, None before it is known."""
        rig = self.rigs.get(person)
        if rig is None:
            return None
        kept = self._bodies.get(person)
        if kept is None or kept[0] is not rig:
            kept = self._bodies[person] = (rig, body_from(rig))
        return kept[1]

    def motion(self, person: str, *, plain: bool = False) -> Motion | None:
        """A person's motion with the graph's keys on top; ``plain`` without them."""
        below = self.motions.get(person)
        keys = self.corrections
        if below is None or plain or not keys:
            return below
        kept = self._corrected.get(person)
        if kept is None or kept[0] is not below or kept[1] is not keys:
            kept = self._corrected[person] = (below, keys, corrected(below, person, keys))
        return kept[2]

    def is_layer(self, person: str, arm: str) -> bool:
        """Whether an arm ("leftArm", "rightArm") is drawn apart from the body."""
        rig = self.rigs.get(person)
        return rig is not None and arm.removesuffix("Arm") in fronts(rig)

    def in_front(self, person: str, arm: str, time: float) -> bool:
        """Whether an arm ("leftArm", "rightArm") is drawn before the body at a time."""
        rig, below = self.rigs.get(person), self.motions.get(person)
        photo = fronts(rig).get(arm.removesuffix("Arm"), True) if rig is not None else True
        if below is None:
            return photo
        motion = corrected(below, person, self.corrections, rig)
        channels = pose_at(Motions({person: motion}), time=time)[person].channels
        return bool(channels.get(arm.replace("Arm", "Front"), photo) >= 0.5)

    @property
    def pins(self) -> tuple[Mapping[str, Any], ...]:
        """Hands and feet that are pinned or let go by hand."""
        node = correction_of(self.session.graph)
        found: tuple[Mapping[str, Any], ...] = self.session.graph.nodes[node].knobs.get("pins", ()) if node else ()
        return found

    @property
    def corrections(self) -> tuple[Mapping[str, Any], ...]:
        """Every correction of the graph, those of people who are gone included."""
        node = correction_of(self.session.graph)
        found: tuple[Mapping[str, Any], ...] = self.session.graph.nodes[node].knobs.get("keys", ()) if node else ()
        return found


def _source(graph: Graph, what: str) -> Source | None:
    """Which output says who is there, how they are built, what they do."""
    nodes = {graph.nodes[name].type: name for name in reversed(in_order(graph)[0])}
    if what == "motions":
        node = correction_of(graph)
        above = graph.nodes[node].inputs.get("motions") if node else None
        if above is None and "pose_at" in nodes:
            above = graph.nodes[nodes["pose_at"]].inputs.get("motions")
        return above
    makers = {
        "photo": ("load_photo",),
        "rigs": ("rig_person",),
        "people": ("order_layers", "correct_face", "find_faces", "correct_matte", "matte_people", "correct_keypoints",
                   "estimate_pose", "detect_people"),
    }[what]  # fmt: skip
    return next((Source(nodes[kind], "out") for kind in makers if kind in nodes), None)


def cast_of(session: Session) -> Cast:
    """The one cast of a session."""
    found = session.findChild(Cast)
    return found if isinstance(found, Cast) else Cast(session)
