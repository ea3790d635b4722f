"""What the inspector shows while nothing is selected: the shot, the project's words, the preset's first knobs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from studio.graph.edit import set_about, set_shot
from studio.media.errors import VivantError
from studio.node.knob import Knob, Range
from studio.ui.inspector.binding import Binding
from studio.ui.inspector.editor import ChoiceEditor, Editor
from studio.ui.inspector.field_row import FieldRow
from studio.ui.inspector.make import make_editor
from studio.ui.inspector.plain_editors import TextEditor, VectorEditor
from studio.ui.inspector.row import Row
from studio.ui.session import Session
from studio.ui.theme import FAINT

RATES = ("12", "15", "23.976", "24", "25", "29.97", "30", "48", "50", "60")


class ShotPage(QWidget):
    """Exposed knobs first, then the shot, then name, notes and tags."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 8)
        self._column.setSpacing(0)
        self._column.addStretch()
        self.rows: list[Row] = []
        self.fields: dict[str, FieldRow] = {}

    def fill(self) -> Iterator[None]:
        """Make what is on the page, a little with each step."""
        yield from self._exposed()
        yield from self._shot()
        yield from self._about()

    def _add(self, widget: QWidget) -> None:
        self._column.insertWidget(self._column.count() - 1, widget)

    def _head(self, words: str) -> None:
        label = QLabel(words)
        label.setStyleSheet(f"color: {FAINT}; font-weight: 600; padding: 10px 10px 4px 10px;")
        self._add(label)

    def _exposed(self) -> Iterator[None]:
        session = self._session
        for node, name, label in session.graph.exposed:
            held = session.graph.nodes.get(node)
            kind = session.library.get(held.type) if held is not None else None
            knob = kind.knob(name) if kind is not None else None
            if knob is not None:
                if not self.rows:
                    self._head(session.graph.name or "Preset")
                row = Row(Binding(session, (node,), knob, label))
                self.rows.append(row)
                self._add(row)
                yield

    def _field(self, name: str, label: str, editor: Editor, tip: str) -> None:
        row = FieldRow(label, editor, tip, lambda value: self._set(name, value))
        self.fields[name] = row
        self._add(row)
        editor.show_value(self._values()[name], False)

    def _shot(self) -> Iterator[None]:
        self._head("Shot")
        whole = Range(0, 10_000_000, soft=(0, 240))
        sides = Knob("size", "vector", (0.0, 0.0), range=Range(0, 65536, "px", soft=(0, 1920)), size=2)
        self._field("size", "Size", VectorEditor(sides), "Width and height of the film, 0 for the photo's own")
        yield
        rates = Knob("fps", "choice", "24", choices=RATES)
        self._field("fps", "Rate", _Rate(rates), "Frames a second")
        yield
        for name, label, tip in (
            ("first", "First frame", "Where the shot begins"),
            ("last", "Last frame", "Its last one"),
        ):
            self._field(name, label, make_editor(Knob(name, "int", 0, range=whole)), tip)
            yield

    def _about(self) -> Iterator[None]:
        self._head("Project")
        self._field("name", "Name", _Line(Knob("name", "text", "")), "What it is called in the preset browser")
        yield
        self._field("notes", "Notes", TextEditor(Knob("notes", "text", "")), "Whatever should be remembered")
        yield
        self._field("tags", "Tags", _Line(Knob("tags", "text", "")), "Words to find it by, with commas between")

    def _set(self, name: str, value: Any) -> None:
        try:
            self._session.document.apply(lambda graph: self._edited(graph, name, value))
            self.fields[name].tell("")
        except (VivantError, ValueError) as problem:
            self.fields[name].tell(str(problem))
        self.refresh()

    def _edited(self, graph: Any, name: str, value: Any) -> Any:
        if name in ("name", "notes"):
            return set_about(graph, **{name: value})
        if name == "tags":
            return set_about(graph, tags=[tag.strip() for tag in value.split(",") if tag.strip()])
        if name == "size":
            return set_shot(graph, size=(round(value[0]), round(value[1])))
        return set_shot(graph, **{name: float(value) if name == "fps" else int(value)})

    def refresh(self) -> None:
        """Show all as it is now."""
        for row in self.rows:
            row.refresh()
        values = self._values()
        for name, field in self.fields.items():
            field.editor.show_value(values[name], False)

    def _values(self) -> dict[str, Any]:
        graph = self._session.graph
        return {
            "size": tuple(float(side) for side in graph.shot.size), "fps": graph.shot.fps, "first": graph.shot.first,
            "last": graph.shot.last, "name": graph.name, "notes": graph.notes, "tags": ", ".join(graph.tags),
        }  # fmt: skip


class _Rate(ChoiceEditor):
    """The usual rates, and any other."""

    def __init__(self, knob: Knob) -> None:
        super().__init__(knob)
        self.menu.setEditable(True)
        line = self.menu.lineEdit()
        if line is not None:
            line.editingFinished.connect(lambda: self.changed.emit(line.text()) if line.isModified() else None)

    def show_value(self, value: Any, mixed: bool) -> None:
        """Show the rate."""
        line = self.menu.lineEdit()
        if line is None or not (line.hasFocus() and line.isModified()):
            self.menu.setEditText(f"{value:g}")


class _Line(Editor):
    """One line of text."""

    def __init__(self, knob: Knob) -> None:
        super().__init__(knob)
        self.field = QLineEdit()
        self.field.editingFinished.connect(self._send)
        self.row.addWidget(self.field)

    def _send(self) -> None:
        if self.field.isModified():
            self.field.setModified(False)
            self.changed.emit(self.field.text())

    def show_value(self, value: Any, mixed: bool) -> None:
        """Show the text."""
        if not self.field.isModified():
            self.field.setText(str(value))
