"""The inspector: the knobs of what is selected, or the shot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from studio.engine.evaluator import NodeState
from studio.graph.difference import Difference
from studio.node.knob import Knob
from studio.ui.inspector.binding import Binding
from studio.ui.inspector.group import GroupPage
from studio.ui.inspector.header import Header
from studio.ui.inspector.picking import HIGH, PickBar, Picking, link
from studio.ui.inspector.row import Row
from studio.ui.inspector.shot import ShotPage
from studio.ui.session import Session
from studio.ui.theme import FAINT, LINE
from studio.ui.turns import Turns


class InspectorPanel(QScrollArea):
    """Knobs of the selected nodes, made from their types; those that several share are edited together.

    Attributes:
        header: Of the node, None while nothing is selected.
        shot: The shot's page, None while a node or a group is selected.
        group: The page of a group, None while none is selected alone.
        picking: The knob that is being linked to another.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._states: dict[str, NodeState] = {}
        self._rows: list[Row] = []
        self._turns = Turns(self)
        self.picking = Picking(session, self)
        self.bar = PickBar(self.picking, self)
        self._pressed: Row | None = None
        self.picking.changed.connect(self._offer)
        self.header: Header | None = None
        self.shot: ShotPage | None = None
        self.group: GroupPage | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(300)
        session.commands.add(
            "inspector.key", "Set or clear a key on the knob", self.key_here, group="Motion", owner=self, shortcut="K",
            tip="On the knob under the pointer or with the focus", icon="mdi6.rhombus",
        )  # fmt: skip
        session.selected.connect(self.build)
        session.opened.connect(self._opened)
        session.changed.connect(lambda difference: self._changed(difference))
        session.frame_changed.connect(lambda _: self._refresh_animated())
        session.bridge.states_changed.connect(lambda states: self._stated(states))
        self.build()

    def _opened(self) -> None:
        self._states.clear()
        self.build()

    @property
    def rows(self) -> list[Row]:
        """The rows that are shown; whoever wants them does not wait for the last one's turn."""
        self._turns.finish()
        return self._rows

    def build(self) -> None:
        """Make the rows anew, a few in a turn."""
        session = self._session
        self._session.document.end()
        nodes = tuple(node for node in session.selection if node in session.graph.nodes)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        self._turns.drop()
        self._rows, self.header, self.shot, self.group = [], None, None, None
        groups = [box for box in session.boxes if box in session.graph.groups]
        if not nodes:
            whole: ShotPage | GroupPage
            if groups:
                whole = self.group = GroupPage(session, groups[-1])
            else:
                whole = self.shot = ShotPage(session)
            self._rows = whole.rows
            column.addWidget(whole)
        column.addStretch()
        self.setWidget(page)
        self._pressed = None
        self._turns.begin(self._fill(column, nodes) if nodes else whole.fill())

    def _fill(self, column: QVBoxLayout, nodes: tuple[str, ...]) -> Iterator[None]:
        def add(widget: QWidget) -> None:
            column.insertWidget(column.count() - 1, widget)

        self.header = Header(self._session, nodes)
        self.header.doc_wanted.connect(self._show_doc)
        self.header.show_state(self._states.get(nodes[-1], NodeState()))
        add(self.header)
        line = QFrame()
        line.setFixedHeight(1)
        line.setStyleSheet(f"background: {LINE}")
        add(line)
        column.insertSpacing(column.count() - 1, 6)
        yield
        for knob in shared_knobs(self._session, nodes):
            label = knob.name.replace("_", " ").capitalize()
            self._rows.append(Row(Binding(self._session, nodes, knob, label)))
            add(self._rows[-1])
            self._blame(self._states.get(nodes[-1], NodeState()), self._rows[-1:])
            self._rows[-1].offer(self._offered(self._rows[-1]))
            yield
        if not self._rows:
            add(self._word("These nodes share no knob." if len(nodes) > 1 else "This node has no knobs."))

    def _word(self, words: str) -> QLabel:
        label = QLabel(words, wordWrap=True)
        label.setStyleSheet(f"color: {FAINT}; padding: 12px;")
        return label

    def _show_doc(self, kind: str) -> None:
        if "help.node" in self._session.commands:
            self._session.commands["help.node"].trigger()

    def _changed(self, difference: Difference) -> None:
        nodes = set(self._session.selection)
        gone = nodes & {*difference.added, *difference.removed}
        if gone or (self.shot is not None and {"exposed"} & difference.about):
            self.build()
            return
        if self.group is not None:
            self._regroup(difference, self.group)
            return
        if self.header is not None:
            self.header.refresh()
        if self.shot is not None:
            self.shot.refresh()
            return
        for row in self._rows:
            row.refresh()

    def _regroup(self, difference: Difference, page: GroupPage) -> None:
        group = self._session.graph.groups.get(page.group)
        shown = [(row.binding.node, row.binding.knob.name) for row in self.rows]
        gone = {*difference.removed} & {node for node, _ in shown}
        other = group is None or [entry[:2] for entry in group.exposed] != shown
        if gone or (other and page.group in difference.groups):
            self.build()
        else:
            page.refresh()

    def _refresh_animated(self) -> None:
        for row in self._rows:
            if row.binding.node in self._session.graph.nodes and (row.binding.keyed or row.binding.source):
                row.refresh()

    def _stated(self, states: Mapping[str, NodeState]) -> None:
        self._states.update(states)
        shown = self._session.selection[-1:]
        if self.header is not None and shown and shown[0] in states:
            self.header.show_state(states[shown[0]])
            self._blame(states[shown[0]], self._rows)

    def _blame(self, state: NodeState, rows: Iterable[Row]) -> None:
        """Show a failure at the knob that it names."""
        own = state.error if state.source in ("", *self._session.selection) else ""
        for row in rows:
            name, value = row.binding.knob.name, row.binding.value
            about_file = row.binding.knob.kind == "file" and bool(value) and str(value) in own
            row.tell(own if f"{name}:" in own or f".{name} " in own or about_file else "")

    def key_here(self) -> None:
        """Set or clear a key on the knob under the pointer, or on the one with the focus."""
        under = self.childAt(self.mapFromGlobal(QCursor.pos()))
        for start in (under, QApplication.focusWidget()):
            row = _row_of(start)
            if row in self.rows and row is not None:
                row.toggle_key()
                return

    def _offered(self, row: Row) -> bool | None:
        return None if self.picking.binding is None else self.picking.fits(row.binding)

    def _offer(self) -> None:
        """Show which knobs may be followed, under a bar that says whose turn it is."""
        picking = self.picking.binding is not None
        self.setViewportMargins(0, HIGH if picking else 0, 0, 0)
        self.bar.raise_()
        if picking:
            self.setFocus()
        for row in self._rows:
            if row.binding.node in self._session.graph.nodes:
                row.offer(self._offered(row))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bar is as wide as the panel."""
        super().resizeEvent(event)
        self.bar.setGeometry(0, 0, self.width(), HIGH)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A knob's name is pressed: names take no press themselves."""
        under = self.viewport().childAt(event.position().toPoint())
        row = _row_of(under)
        self._pressed = row if row is not None and under is row.name else None
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            self._pressed = None
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go on the name: pick; let go on another knob: follow that one."""
        pressed, self._pressed = self._pressed, None
        row = _row_of(self.viewport().childAt(event.position().toPoint()))
        if pressed is None or row is None:
            super().mouseReleaseEvent(event)
        elif row is not pressed:
            link(pressed.binding, row.binding)
        elif self.picking.binding is None:
            self.picking.begin(row.binding)
        else:
            self.picking.take(row.binding)

    def event(self, event: QEvent) -> bool:
        """Escape ends picking before it stops the engine."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and self.picking.binding is not None:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.picking.cancel()
                return True
        return bool(super().event(event))

    def row(self, knob: str) -> Row:
        """The row of a knob. Raises KeyError."""
        for row in self.rows:
            if row.binding.knob.name == knob:
                return row
        raise KeyError(knob)


def _row_of(widget: QWidget | None) -> Row | None:
    while widget is not None and not isinstance(widget, Row):
        widget = widget.parentWidget()
    return widget


def shared_knobs(session: Session, nodes: tuple[str, ...]) -> list[Knob]:
    """The knobs of the last node that all the others have too: same name, same kind, same size."""
    kinds = [session.library.get(session.graph.nodes[node].type) for node in nodes]
    if any(kind is None for kind in kinds):
        return []
    found: list[Knob] = []
    for knob in kinds[-1].knobs:  # type: ignore[union-attr]
        others = [kind.knob(knob.name) for kind in kinds if kind is not None]
        if all(o is not None and (o.kind, o.size, o.choices) == (knob.kind, knob.size, knob.choices) for o in others):
            found.append(knob)
    return found
