"""Asks the engine for what is looked at, and holds on to the latest answer: nothing is computed here."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from nodes.camera.view_at import view_at
from studio.engine.events import Finished, Progress, Started
from studio.graph.graph import Graph, Source
from studio.graph.sockets import media_of
from studio.media.region import WHOLE, Region
from studio.ui.bridge import Answer, Look
from studio.ui.session import Output, Session
from studio.ui.viewport.above import Above, film_frame
from studio.ui.viewport.beside import Beside
from studio.ui.viewport.overview import is_large, make_overview
from studio.ui.viewport.painters import CARD, painter_for
from studio.ui.viewport.painters.painter import Painter, Prepared, Setting
from studio.ui.viewport.pencil import Card
from studio.ui.viewport.plane import LIGHT, NOTHING, Rect, share_of

SLOW = 300
"""Milliseconds after which the artist is told what is being computed."""


@dataclass(frozen=True, eq=False)
class Shown:
    """A value on the screen.

    Attributes:
        answer: What the engine gave.
        painter: What shows it.
        prepared: What the painter made of it.
    """

    answer: Answer
    painter: Painter
    prepared: Prepared


@dataclass(eq=False)
class Side:
    """One of the two things that are compared: what is wanted, and the last that came."""

    wanted: Look | None = None
    made_of: dict[str, Any] = field(default_factory=dict)
    answer: Answer | None = None
    shown: Shown | None = None
    error: Answer | None = None


class Looking(QObject):
    """Follows the session and keeps what it shows up to date.

    Attributes:
        sides: What is shown, and what that is compared with.
        busy: What is being computed and how far it is in 0..1 (-1: nobody knows), once it takes long; else None.
        comparing: Whether the second side is wanted.
        region: (x0, y0, x1, y1) of the source that is looked at alone, None for all of it.
    """

    changed = Signal()
    """There is something new to paint."""
    _prepared = Signal(object, object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.sides = (Side(), Side())
        self.busy: tuple[str, float] | None = None
        self.comparing = False
        self.region: Rect | None = None
        self.answered_at = 0.0
        self._above = Above(session.library)
        self._beside = Beside(session, self._above, self._settle)
        self._asked: tuple[Look, ...] = ()
        self._followed: Look | None = None
        self._asked_of: Graph | None = None
        self._working: tuple[str, float] = ("", -1.0)
        self._worker = ThreadPoolExecutor(1, "prepare")
        self._prepared.connect(self._show)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.timeout.connect(self._tell_slow)
        for signal in (session.changed, session.looked, session.frame_changed, session.bridge.went_down):
            signal.connect(self.ask)
        session.opened.connect(self.forget)
        session.bridge.answered.connect(self._take)
        session.bridge.happened.connect(self._hear)
        session.bridge.idle_changed.connect(self._rest)

    def compare(self, comparing: bool) -> None:
        """Look at the second side too, or no more."""
        if comparing != self.comparing:
            self.comparing = comparing
            self.ask()

    def look_at(self, region: Rect | None) -> None:
        """Look at a part of the source alone, in its pixels; None for all of it."""
        if region != self.region:
            self.region = region
            self.ask()

    def forget(self) -> None:
        """Another document: nothing of the last one stays."""
        for side in self.sides:
            side.answer = side.shown = side.error = side.wanted = None
            side.made_of = {}
        self._asked = ()
        self._beside.forget()
        self.ask()
        self.changed.emit()

    def retry(self) -> None:
        """Try again what failed."""
        self.session.bridge.retry()
        for side in self.sides:
            side.error, side.made_of = None, {}
        self._asked = ()
        self._beside.retry()
        self.ask()
        self.changed.emit()

    def ask(self, *_: object) -> None:
        """Ask for what is wanted and not there yet; the engine lets a question that is nearly done come first."""
        self._want()
        looks = tuple(side.wanted for side in self.sides if side.wanted is not None and not self._current(side))
        graph = self.session.graph
        if looks and (looks != self._asked or graph is not self._asked_of):
            if not self._asked:
                self._slow.start(SLOW)
            self._asked, self._asked_of = looks, graph
            self.session.bridge.look(looks)

    def beside(self, media: str) -> Any:
        """Something from above what is shown, by the name of its media; asked for when it is not there yet."""
        view = self.session.view()
        return None if view is None else self._beside.get(view.node, media)

    def _want(self) -> None:
        session = self.session
        second = session.views.get(session.compared) if session.compared is not None else None
        if second is None or second.node not in session.graph.nodes or not self.comparing:
            second = None
        for side, output in zip(self.sides, (session.view(), second), strict=True):
            side.wanted = None if output is None else self._look(output, side)
            if output is None and (side.shown or side.error):
                side.answer = side.shown = side.error = None
                side.made_of = {}
                self.changed.emit()
        self._follow(self.sides[0].wanted)

    def _follow(self, look: Look | None) -> None:
        """Have the frames of what is shown filled while idle, where it differs from frame to frame."""
        if look is not None and not self._above.moves(self.session.graph, look.node):
            look = None
        if look != self._followed:
            self._followed = look
            self.session.bridge.follow(look)

    def _look(self, output: Output, side: Side) -> Look:
        return Look(output.node, output.name, self.session.time, self.session.scale, self._part(output, side))

    def _part(self, output: Output, side: Side) -> Region:
        """The region in shares of a picture. What is no picture, and what was never seen, is looked at as a whole."""
        graph, library = self.session.graph, self.session.library
        kind = library.get(graph.nodes[output.node].type)
        if self.region is None or side.shown is None or kind is None:
            return WHOLE
        if media_of(graph, library, Source(output.node, output.name or kind.outputs[0].name)) != "Image":
            return WHOLE
        return share_of(self.region, side.shown.prepared.plane.frame)

    def _current(self, side: Side) -> bool:
        """Whether what is wanted is what the side has."""
        last = side.answer if side.error is None else side.error
        wanted = side.wanted
        if last is None or wanted is None or (last.look.node, last.look.output) != (wanted.node, wanted.output):
            return False
        if not _covers(last.look.region, wanted.region) or last.look.scale != wanted.scale:
            return False
        if side.made_of != self._made_of(wanted, self.session.graph):
            return False
        return last.look.time == wanted.time or not self._above.moves(self.session.graph, wanted.node)

    def _made_of(self, look: Look, graph: Graph) -> dict[str, Any]:
        return {**self._above.made_of(graph, look.node), "": (graph.shot,)}

    def _take(self, answer: Any) -> None:
        self._asked = tuple(look for look in self._asked if look != answer.look)
        for side in self.sides:
            wanted = side.wanted
            if wanted is None or (wanted.node, wanted.output) != (answer.look.node, answer.look.output):
                continue
            if side.error is None and self._current(side):
                continue
            self.answered_at = perf_counter()
            side.made_of = self._made_of(answer.look, answer.graph)
            if answer.error:
                side.error = answer
                self.changed.emit()
            else:
                side.error, side.answer = None, answer
                self._prepare(side, answer)
        if not self._asked:
            self._calm()
        self.ask()

    def _prepare(self, side: Side, answer: Answer) -> None:
        painter = painter_for(answer.value)
        setting = self._setting(answer, painter)
        if painter.patient and self._beside.comes(answer.look.node, ("Image", *painter.needs)):
            return
        if painter.instant and not is_large(setting.photo) and not is_large(getattr(answer.value, "pixels", None)):
            self._show(side, Shown(answer, painter, painter.prepare(answer.value, setting)))
        else:
            self._worker.submit(self._prepare_apart, side, answer, painter, setting)

    def _prepare_apart(self, side: Side, answer: Answer, painter: Painter, setting: Setting) -> None:
        """In the worker's thread; skipped where a newer answer came."""
        if side.answer is not answer:
            return
        try:
            prepared = painter.prepare(answer.value, setting)
            make_overview(prepared.plane.photo)
            make_overview(prepared.plane.sheet if prepared.plane.kind == LIGHT else None)
        except Exception as error:  # a value that cannot be drawn is told, and costs nothing else
            painter, prepared = CARD, Prepared(NOTHING, Card("This cannot be shown", (("", str(error)),)))
        # the window may be gone by now
        with suppress(RuntimeError):
            self._prepared.emit(side, Shown(answer, painter, prepared))

    def _setting(self, answer: Answer, painter: Painter) -> Setting:
        look = answer.look
        beside = {media: self._beside.get(look.node, media) for media in ("Image", *painter.needs)}
        image = beside.get("Image")
        photo = None if image is None else (int(image.pixels.shape[1]), int(image.pixels.shape[0]))
        path = self._beside.get(look.node, "ViewPath") if photo is not None else None
        view = None if path is None else view_at(path, time=look.time)

        def frame(width: int, height: int) -> Rect:
            return film_frame(answer.graph, look.node, photo, look.scale, width, height, view)

        known = {key: value for key, value in beside.items() if value is not None}
        return Setting(known, frame, look.time, answer.part)

    def _show(self, side: Any, shown: Any) -> None:
        if side.answer is shown.answer:
            side.shown = shown
            self.changed.emit()

    def _settle(self) -> None:
        """Something beside came: show again what there is."""
        for side in self.sides:
            if side.answer is not None:
                self._prepare(side, side.answer)

    def _hear(self, event: object) -> None:
        if isinstance(event, Started):
            self._working = event.node, -1.0
        elif isinstance(event, Progress):
            self._working = event.node, event.done / event.total if event.total else -1.0
        elif isinstance(event, Finished) and event.node == self._working[0]:
            self._working = event.node, 1.0
        else:
            return
        if self.busy is not None:
            self._tell_slow()

    def _tell_slow(self) -> None:
        if self._asked:
            node, share = self._working
            found = self.session.graph.nodes.get(node)
            title = "Working" if found is None else found.title or _title(self.session, found.type)
            self.busy = title, share
            self.changed.emit()

    def _rest(self, idle: bool) -> None:
        if idle:
            self._asked = ()
            self._calm()

    def _calm(self) -> None:
        self._slow.stop()
        self._working = "", -1.0
        if self.busy is not None:
            self.busy = None
            self.changed.emit()


def _covers(whole: Region, part: Region) -> bool:
    return whole[0] <= part[0] and whole[1] <= part[1] and whole[2] >= part[2] and whole[3] >= part[3]


def _title(session: Session, name: str) -> str:
    known = session.library.get(name)
    return known.title if known is not None else name
