"""Drawing a link: what fits lights up, what does not says why, and a link dropped on nothing asks what to add."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QToolTip

from studio.graph.graph import Source
from studio.ui.graph_editor import ink
from studio.ui.graph_editor.edits import join, part, refusal
from studio.ui.graph_editor.fitting import Fitting, Loose, port_of
from studio.ui.graph_editor.gestures import SHIFT, Gesture, Mouse
from studio.ui.graph_editor.measure import curve
from studio.ui.graph_editor.node_item import Socket
from studio.ui.graph_editor.scenery import End
from studio.ui.graph_editor.wire_item import path_of
from studio.ui.theme import BAD, GOOD

if TYPE_CHECKING:
    from studio.ui.graph_editor.canvas import Canvas


class Link(Gesture):
    """Draw a link from a socket, or take the end of one that is there.

    Args:
        canvas: Where it happens.
        mouse: Where it began.
        loose: What is held.
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: Canvas, mouse: Mouse, loose: Loose) -> None:
        super().__init__(canvas, mouse)
        self.loose = loose
        self.reason = ""
        self._place, self._target = (mouse.x, mouse.y), None
        self._verdicts: dict[tuple[str, Socket], str] = {}

    _target: tuple[str, Socket] | None

    def began(self, mouse: Mouse) -> None:
        """What fits lights up."""
        fit = Fitting(self.editor.graph, self.editor.session.library, self.loose)
        for name, node in self.editor.mirror.nodes.items():
            node.wear(fits=fit.sockets(node.box) if name != self.loose.box else frozenset())
        for end in self.loose.taken:
            if end in self.editor.mirror.wires:
                self.editor.mirror.wires[end].setVisible(False)

    def went(self, mouse: Mouse) -> None:
        """The loose end goes along, or snaps to a socket."""
        self._target, self._place = self._target_at(mouse), (mouse.x, mouse.y)
        self.reason = ""
        if self._target is not None:
            name, socket = self._target
            self._place = self.editor.mirror.nodes[name].socket_place(socket)
            self.reason = self._refused(name, socket)
        self._say(mouse)
        self.canvas.viewport().update()

    def _target_at(self, mouse: Mouse) -> tuple[str, Socket] | None:
        hit = self.editor.hit(mouse.x, mouse.y, 12 / self.canvas.zoom)
        if not hit.box or hit.box == self.loose.box:
            return None
        if hit.socket:
            return (hit.box, hit.socket) if hit.socket[0] != self.loose.socket[0] else None
        # dropped on the box itself: its first socket that fits and is free
        node = self.editor.mirror.nodes[hit.box]
        fit = sorted(node.face.fits or (), key=lambda socket: (socket in node.face.linked, socket))
        return (hit.box, fit[0]) if fit else None

    def _refused(self, name: str, socket: Socket) -> str:
        if (name, socket) not in self._verdicts:
            graph, library = self.editor.graph, self.editor.session.library
            source, ends = self._pair(name, socket)
            self._verdicts[name, socket] = refusal(graph, library, source, ends)
        return self._verdicts[name, socket]

    def _pair(self, name: str, socket: Socket) -> tuple[Source, tuple[End, ...]]:
        port = port_of(self.editor.mirror.nodes[name].box, socket)
        if self.loose.source is not None:
            return self.loose.source, port.ends
        return Source(*port.ends[0]), self.loose.ends

    def _say(self, mouse: Mouse) -> None:
        if self.reason:
            at = self.canvas.viewport().mapToGlobal(mouse.point.toPoint() + QPoint(16, 16))
            QToolTip.showText(at, self.reason, self.canvas.viewport())
        elif QToolTip.isVisible():
            QToolTip.hideText()

    def release(self, mouse: Mouse) -> None:
        """Link, refuse, take away, or ask what to add."""
        loose, target, moved = self.loose, self._target, self.moved
        self.cancel()
        if target is not None:
            self._join(*target)
        elif moved and loose.taken:
            self.editor.apply(lambda graph: part(graph, loose.taken), "unlink")
        elif moved and not self.editor.hit(mouse.x, mouse.y, 4).box:
            self.canvas.asked_for.emit((mouse.x, mouse.y), loose)

    def _join(self, name: str, socket: Socket) -> None:
        library, taken = self.editor.session.library, self.loose.taken
        source, ends = self._pair(name, socket)
        taken = tuple(end for end in taken if end not in ends)
        self.editor.apply(lambda graph: join(graph, library, source, ends, taken), "link")

    def cancel(self) -> None:
        """All looks as before."""
        for node in self.editor.mirror.nodes.values():
            node.wear(fits=None)
        for end in self.loose.taken:
            if end in self.editor.mirror.wires:
                self.editor.mirror.wires[end].setVisible(True)
        QToolTip.hideText()
        self.canvas.viewport().update()

    def paint(self, painter: QPainter, zoom: float) -> None:
        """The link, green where it may be made and red where not."""
        node = self.editor.mirror.nodes.get(self.loose.box)
        if node is None or not self.moved:
            return
        start, end = node.socket_place(self.loose.socket), self._place
        if self.loose.socket[0] == "in":
            start, end = end, start
        colour = ink.media_colour(self.loose.media)
        if self._target is not None:
            colour = QColor(BAD if self.reason else GOOD)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 2.4, Qt.PenStyle.DashLine if self.reason else Qt.PenStyle.SolidLine))
        painter.drawPath(path_of(curve(start, end)))
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(*self._place), 4, 4)


def take_hold(canvas: Canvas, mouse: Mouse, name: str, socket: Socket) -> Link:
    """Begin at a socket: an output or a free input gives a new link, a linked input the end of its link."""
    mirror = canvas.editor.mirror
    port = port_of(mirror.nodes[name].box, socket)
    if socket[0] == "out":
        return Link(canvas, mouse, Loose(name, socket, port.media, source=Source(*port.ends[0])))
    wire = mirror.scenery.wires.get(port.ends[0])
    if wire is not None and not mouse.keys & SHIFT:
        return detach(canvas, mouse, port.ends[0])
    return Link(canvas, mouse, Loose(name, socket, port.media, ends=port.ends))


def detach(canvas: Canvas, mouse: Mouse, end: End) -> Link:
    """Take the end of a link off its input."""
    mirror = canvas.editor.mirror
    wire = mirror.scenery.wires[end]
    output: Socket = ("out", wire.output)
    source = Source(*port_of(mirror.nodes[wire.source].box, output).ends[0])
    return Link(canvas, mouse, Loose(wire.source, output, wire.media, source=source, taken=wire.ends))
