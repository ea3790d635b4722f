"""What is needed to show where people walk: the ground, their ways, the beats that walk; fetched while it is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from nodes.motion.going import goes
from nodes.motion.on_the_ground import Stander, standers
from nodes.motion.seen_ways import Way, way_of
from studio.graph.edit.marks import placer_of
from studio.graph.graph import Source
from studio.media.camera import Camera
from studio.media.script import Beat
from studio.ui.bridge import Answer, Look
from studio.ui.session import Session
from studio.ui.viewport.above import made_of

INPUTS = ("rigs", "people", "camera", "script")
WAY = "motions"


class Ground(QObject):
    """Who stands where on the ground, and who goes where.

    Attributes:
        people: Everybody on the ground, {} before it is known.
        ways: Their ways.
        trouble: Why nothing could be fetched, "" where it could.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.wanted = False
        session.opened.connect(self._anew)
        session.changed.connect(lambda *_: self.refresh())
        session.bridge.went_down.connect(lambda *_: self._anew())
        self._forget()

    def _forget(self) -> None:
        self.people: Mapping[str, Stander] = {}
        self.ways: Mapping[str, Way] = {}
        self.trouble = ""
        self._values: dict[str, Any] = {}
        self._asked: dict[str, tuple[Source, Mapping[str, object]]] = {}

    def _anew(self) -> None:
        self._forget()
        self.refresh()
        self.changed.emit()

    def want(self, wanted: bool) -> None:
        """Fetch from now on, or no longer."""
        self.wanted = wanted
        self.refresh()

    @property
    def beats(self) -> tuple[Beat, ...]:
        """Beats of walking and running."""
        script = self._values.get("script")
        return tuple(beat for beat in script.beats if goes(beat.action)) if script is not None else ()

    def refresh(self) -> None:
        """Ask again for whatever may have changed."""
        graph = self.session.graph
        node = placer_of(graph)
        if not self.wanted or not node:
            return
        sources = {name: graph.nodes[node].inputs.get(name) for name in INPUTS} | {WAY: Source(node, "out")}
        for what, source in sources.items():
            if source is None:
                self._asked.pop(what, None)
                self._values.pop(what, None)
                continue
            wanted = source, made_of(graph, source.node)
            if self._asked.get(what) != wanted:
                self._asked[what] = wanted
                self._fetch(what, wanted)

    def _fetch(self, what: str, wanted: tuple[Source, Mapping[str, object]]) -> None:
        def answered(answer: Answer) -> None:
            if self._asked.get(what) is not wanted:
                return
            self.trouble = answer.error
            if answer.error:
                del self._asked[what]
            else:
                self._values[what] = answer.value
                self._lay()
            self.changed.emit()

        self.session.bridge.fetch(Look(wanted[0].node, wanted[0].output), answered)

    def _lay(self) -> None:
        rigs, people, camera = (self._values.get(name) for name in INPUTS[:3])
        if rigs is None or people is None or not isinstance(camera, Camera):
            return
        self.people = standers(rigs, people, camera)
        motions = self._values.get(WAY) or {}
        self.ways = {name: way_of(one, motions.get(name)) for name, one in self.people.items()}
