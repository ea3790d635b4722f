"""The pose tool: click a person, drag a joint; the limb follows and a key is set on top of the motion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter

from nodes.algorithms.drag_joint import LIMBS, bones_of
from nodes.motion.correction_keys import of
from studio.ui.bridge import Look
from studio.ui.correct.doll import Doll, doll
from studio.ui.correct.drawn import DrawnPeople, Point
from studio.ui.correct.freeing import freed, limb_of
from studio.ui.correct.picking import visible
from studio.ui.correct.pins import pinned
from studio.ui.correct.pose_drag import PoseDrag
from studio.ui.correct.pose_picture import PosePicture
from studio.ui.correct.shown_people import ShownPeople
from studio.ui.people.cast import cast_of
from studio.ui.session import Session
from studio.ui.viewport.panel import ViewportPanel
from studio.ui.viewport.tool import Place, Tool, Touch

if TYPE_CHECKING:
    from studio.ui.correct.pose_actions import PoseActions

REACH = 11.0
"""Logical pixels around a joint within which the mouse has it."""
STILL = 3.0
"""Logical pixels that the mouse may go before a press becomes a drag."""


class PoseTool(Tool):
    """Poses people.

    Attributes:
        selected: Joints that commands work on; none means all of them.
        falloff: Seconds in which new keys fade in and out.
        ghosts: Whether neighbouring keys are shown.
        plain: Whether skeletons are shown without corrections.
        hovered, over: The joint, and the person, under the mouse.
        drag_of: The drag under way.
        mouse: Where the mouse is on the widget.
        actions: What its menu offers.
    """

    actions: PoseActions

    title = "Pose"
    icon = "mdi6.human-handsup"
    shortcut = "E"
    tip = "Click a person, then drag a joint. Shift: slowly, Alt: one bone, Ctrl: at all keys"
    takes_alt = True

    def __init__(self, session: Session, viewport: ViewportPanel) -> None:
        self.session, self.viewport, self.cast = session, viewport, cast_of(session)
        self.selected: set[str] = set()
        self.falloff, self.ghosts, self.plain = 0.5, True, False
        self.hovered = self.over = ""
        self.drag_of: PoseDrag | None = None
        self.mouse = QPointF()
        self._picture = PosePicture(self)
        self._people = ShownPeople(session, viewport, self.cast)
        self._drawn = DrawnPeople(session, viewport, self.cast)
        self._pressed: tuple[str, Touch] | None = None
        self._warm: set[str] = set()
        self._scale_before = 0.0
        for signal in (self.cast.changed, session.frame_changed, session.people_hidden, session.changed):
            signal.connect(self._redraw)
        session.person_changed.connect(self._another_person)
        session.opened.connect(self._forget)

    # -- what is there

    def shown(self) -> Doll | None:
        """The chosen person's skeleton at the playhead, as it is dragged."""
        if self.drag_of is not None:
            return self.drag_of.doll
        person = self.session.person
        return self.doll_of(person, self.session.time, plain=self.plain) if person else None

    def doll_of(self, person: str, time: float, *, plain: bool = False) -> Doll | None:
        """Somebody's skeleton at a time, over the frame that is shown."""
        return doll(self.cast, person, time, plain=plain, drawn=self._drawn.of(person))

    def pinned(self, person: str) -> set[str]:
        """Ends of a person that stay."""
        return pinned(self.cast, person)

    def keyed(self) -> set[str]:
        """Joints of the chosen person with a key at the playhead."""
        here = of(self.session.person, None, self.session.time)
        bones = {one.get("bone") for one in self.cast.corrections if here(one)}
        shown = self.shown()
        return {name for name in shown.joints if bones & set(bones_of(name))} if shown is not None else set()

    def person_at(self, x: float, y: float, reach: float) -> str:
        """Who is at a point: the nearest skeleton, else whose pixels the frame shows there; "" for nobody."""
        dolls = {name: self.doll_of(name, self.session.time) for name in visible(self.session, self.cast)}
        away = {name: one.distance(x, y) for name, one in dolls.items() if one is not None}
        if away and min(away.values()) <= reach:
            return min(away, key=lambda name: away[name])
        return self._people.at(x, y)

    def paint(self, painter: QPainter, place: Place, area: QRectF) -> None:
        """Draw skeletons, ghosts, handles."""
        self._picture.paint(painter, place, area)

    # -- the mouse

    def hover(self, touch: Touch, place: Place) -> bool:
        """Light up what is under the mouse."""
        shown, before = self.shown(), (self.hovered, self.over)
        self.mouse = touch.point
        self.hovered = shown.near(touch.x, touch.y, REACH / place.zoom) if shown else ""
        self.over = "" if self.hovered else self.person_at(touch.x, touch.y, REACH / place.zoom)
        if self.hovered or before != (self.hovered, self.over):
            self.viewport.refresh_overlay()
        return False

    def press(self, touch: Touch, place: Place) -> bool:
        """Take a joint, or choose a person."""
        if touch.button == Qt.MouseButton.RightButton:
            return self._right(touch, place)
        if touch.button != Qt.MouseButton.LeftButton:
            return False
        shown = self.shown()
        handle = shown.near(touch.x, touch.y, REACH / place.zoom) if shown else ""
        if not handle and touch.keys & Qt.KeyboardModifier.AltModifier:
            return False
        if handle:
            self._select(handle, bool(touch.keys & Qt.KeyboardModifier.ControlModifier))
            self._pressed = (handle, touch)
            return True
        person = self.person_at(touch.x, touch.y, REACH / place.zoom)
        self.session.choose_person(person)
        self.selected.clear()
        return bool(person)

    def drag(self, touch: Touch, place: Place) -> bool:
        """Move the joint that was taken."""
        if self._pressed is None:
            return False
        handle, start = self._pressed
        if self.drag_of is None and (touch.point - start.point).manhattanLength() >= STILL:
            self._begin(handle, start)
        if self.drag_of is not None:
            self.mouse = touch.point
            fine = bool(touch.keys & Qt.KeyboardModifier.ShiftModifier)
            rigid = bool(touch.keys & Qt.KeyboardModifier.AltModifier)
            self.drag_of.move((touch.x, touch.y), fine=fine, rigid=rigid)
            self.viewport.refresh_overlay()
        return True

    def release(self, touch: Touch, place: Place) -> bool:
        """Let the joint go."""
        taken, self._pressed = self._pressed is not None, None
        if self.drag_of is not None:
            self._end(keep=True)
        return taken

    def key(self, event: QKeyEvent) -> bool:
        """Escape gives a drag up."""
        if event.key() == Qt.Key.Key_Escape and self.drag_of is not None:
            self._pressed = None
            self._end(keep=False)
            return True
        return False

    def cursor(self) -> Qt.CursorShape | None:
        """A hand over a joint."""
        if self.drag_of is not None:
            return Qt.CursorShape.ClosedHandCursor
        return Qt.CursorShape.OpenHandCursor if self.hovered or self.over else None

    def leave(self) -> None:
        """Another tool was taken up."""
        if self.drag_of is not None:
            self._end(keep=True)
        self.hovered, self.over, self._pressed = "", "", None

    def _select(self, handle: str, more: bool) -> None:
        if more:
            self.selected ^= {handle}
        else:
            self.selected = {handle}

    def _begin(self, handle: str, start: Touch) -> None:
        self.actions.compare(False)
        shown = self.shown()
        if shown is None:
            self._pressed = None
            return
        loosened = limb_of(handle) if shown.held(handle) else ()
        if loosened:
            self._tell_freed(shown, handle)
            shown = freed(shown, loosened)
        pins = {end: at for end, at in _ends(shown).items() if end in self.pinned(shown.person)}
        whole = bool(start.keys & Qt.KeyboardModifier.ControlModifier)
        self.drag_of = PoseDrag(
            self.session, self.cast, shown, handle, (start.x, start.y), pins, self.falloff, whole=whole, free=loosened
        )
        self._halve()

    def _tell_freed(self, shown: Doll, handle: str) -> None:
        """A limb that the photo holds back is dragged: say why it was held, and that it is free now."""
        why = self._picture.about(shown, handle)
        self.session.said.emit("info", f"{why[0].upper()}{why[1:]}. Freed now; undo holds it again")

    def _end(self, *, keep: bool) -> None:
        drag, self.drag_of = self.drag_of, None
        assert drag is not None
        drag.finish() if keep else drag.cancel()
        if self._scale_before:
            self.session.set_scale(self._scale_before)
            self._scale_before = 0.0
        self.viewport.refresh_overlay()

    def _halve(self) -> None:
        """Half size while dragging, where the engine has what it takes to draw it."""
        view = self.session.view()
        if view is not None and view.node in self._warm and self.session.scale > 0.5:
            self._scale_before = self.session.scale
            self.session.set_scale(0.5)

    def _right(self, touch: Touch, place: Place) -> bool:
        from studio.ui.correct.pose_menu import pose_menu

        shown = self.shown()
        handle = shown.near(touch.x, touch.y, REACH / place.zoom) if shown else ""
        person = self.session.person if handle else self.person_at(touch.x, touch.y, REACH / place.zoom)
        if not person:
            return False
        self.session.choose_person(person)
        if handle and handle not in self.selected:
            self.selected = {handle}
        menu = pose_menu(self, handle)
        menu.popup(self.viewport.canvas.mapToGlobal(touch.point.toPoint()))
        return True

    # -- the rest of the window

    def _another_person(self, _: str) -> None:
        self.selected.clear()
        self.hovered = ""
        self._redraw()
        self._warm_up()

    def _warm_up(self) -> None:
        """Let the engine draw the frame at half size once, so that the first drag does not wait for what that takes."""
        view = self.session.view()
        if view is None or not self.session.person or view.node in self._warm or self.session.scale <= 0.5:
            return
        node = view.node
        self.session.bridge.fetch(
            Look(node, view.name, self.session.time, 0.5),
            lambda answer: self._warm.update(() if answer.error else (node,)),
        )

    def _forget(self) -> None:
        self.selected.clear()
        self._warm.clear()
        self._pressed = None
        self._redraw()

    def _redraw(self, *_: object) -> None:
        self.viewport.refresh_overlay()


def _ends(shown: Doll) -> dict[str, Point]:
    return {name: at for name, at in shown.joints.items() if name in LIMBS}
