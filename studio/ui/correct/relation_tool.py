"""The relation tool: see why a relation was found, pin it, delete it, or draw one that is missing."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath

from studio.graph.edit.relations import NODE, edit_relation
from studio.media.scene import RELATIONS, Relation, Scene
from studio.ui.correct.titled_menu import titled_menu
from studio.ui.session import Session
from studio.ui.theme import ACCENT
from studio.ui.viewport.painters.scene import Chip, chip_at, draw_chip, layout, thing_at
from studio.ui.viewport.panel import ViewportPanel
from studio.ui.viewport.pencil import caption, stroke
from studio.ui.viewport.tool import Place, Tool, Touch


class RelationTool(Tool):
    """Works on the scene graph that is shown."""

    title = "Relations"
    icon = "mdi6.graph-outline"
    shortcut = "Shift+E"
    tip = "Click a relation to pin it, Delete takes it away, drag from one person to another to add one"

    def __init__(self, session: Session, viewport: ViewportPanel) -> None:
        self.session, self.viewport = session, viewport
        self._hovered: Relation | None = None
        self._from = ""
        self._line: tuple[QPointF, QPointF] | None = None

    def enter(self) -> None:
        """Show the scene, where the graph has one."""
        if self.scene() is None:
            found = [name for name, node in self.session.graph.nodes.items() if node.type == NODE]
            if found:
                self.session.look(found[0])
            else:
                self.session.said.emit("info", "Add a relate_people node to see who is related to whom.")

    def leave(self) -> None:
        """Forget what was not finished."""
        self._hovered, self._line, self._from = None, None, ""

    def scene(self) -> Scene | None:
        """The scene that is shown."""
        shown = self.viewport.canvas.view.shown()
        value = None if shown is None else shown.answer.value
        return value if isinstance(value, Scene) else None

    def chips(self, place: Place) -> list[Chip]:
        """What can be taken hold of."""
        scene = self.scene()
        return [] if scene is None else layout(scene, place, QRectF(self.viewport.canvas.rect()))

    def paint(self, painter: QPainter, place: Place, area: QRectF) -> None:
        """The chip under the mouse with its evidence, and a line that is being drawn."""
        chip = next((chip for chip in self.chips(place) if chip.relation == self._hovered), None)
        if chip is not None:
            draw_chip(painter, chip, chosen=True)
            words = f"{chip.relation.score:.0%} sure: {chip.relation.evidence}"
            caption(painter, chip.box.bottomLeft() + QPointF(0, 15), words)
        if self._line is not None:
            path = QPainterPath(self._line[0])
            path.lineTo(self._line[1])
            stroke(painter, path, QColor(ACCENT), 2.0)

    def hover(self, touch: Touch, place: Place) -> bool:
        """See what is under the mouse."""
        chip = chip_at(self.chips(place), touch.point)
        found = None if chip is None else chip.relation
        if found != self._hovered:
            self._hovered = found
            self.viewport.refresh_overlay()
        return False

    def press(self, touch: Touch, place: Place) -> bool:
        """Pin the chip under the mouse, ask with the right button, or begin a line at a person."""
        chip = chip_at(self.chips(place), touch.point)
        if chip is not None and touch.button == Qt.MouseButton.LeftButton:
            self.edit(chip.relation, "forget" if chip.relation.by_hand else "pin")
            return True
        if chip is not None and touch.button == Qt.MouseButton.RightButton:
            self._ask(chip.relation, touch)
            return True
        scene = self.scene()
        thing = None if scene is None else thing_at(scene, touch.x, touch.y)
        if thing is None or touch.button != Qt.MouseButton.LeftButton:
            return False
        self._from, self._line = thing.id, (touch.point, touch.point)
        return True

    def drag(self, touch: Touch, place: Place) -> bool:
        """Draw the line."""
        if self._line is not None:
            self._line = self._line[0], touch.point
            self.viewport.refresh_overlay()
        return True

    def release(self, touch: Touch, place: Place) -> bool:
        """The line ends on somebody: ask what it means."""
        scene, start = self.scene(), self._from
        self._line, self._from = None, ""
        thing = None if scene is None else thing_at(scene, touch.x, touch.y)
        if start and thing is not None and thing.id != start:
            menu = titled_menu(self.viewport, f"{start} … {thing.id}")
            for kind in RELATIONS:
                wanted = Relation(start, kind, thing.id)
                menu.addAction(kind.replace("_", " ")).triggered.connect(
                    lambda *_, wanted=wanted: self.edit(wanted, "pin")
                )
            menu.popup(self.viewport.canvas.mapToGlobal(touch.point.toPoint()))
        self.viewport.refresh_overlay()
        return True

    def key(self, event: QKeyEvent) -> bool:
        """Delete takes away what is under the mouse."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._hovered is not None:
            self.edit(self._hovered, "delete")
            return True
        return False

    def cursor(self) -> Qt.CursorShape | None:
        """A hand over a chip."""
        return Qt.CursorShape.PointingHandCursor if self._hovered is not None else None

    def edit(self, relation: Relation, do: str) -> None:
        """Change the scene: one step of undo."""
        view, library = self.session.view(), self.session.library
        if view is not None:
            words = {"pin": "pin a relation", "delete": "delete a relation", "forget": "let go of a relation"}[do]
            self.session.apply(lambda graph: edit_relation(graph, library, view.node, relation, do), words)

    def _ask(self, relation: Relation, touch: Touch) -> None:
        menu = titled_menu(self.viewport, f"{relation.subject} {relation.kind} {relation.object}")
        menu.addAction("Let go" if relation.by_hand else "Pin").triggered.connect(
            lambda: self.edit(relation, "forget" if relation.by_hand else "pin")
        )
        menu.addAction("Delete").triggered.connect(lambda: self.edit(relation, "delete"))
        menu.popup(self.viewport.canvas.mapToGlobal(touch.point.toPoint()))
