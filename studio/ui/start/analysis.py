"""While a photo is analysed: a strip above the picture with each stage, and then who was found."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from studio.engine.events import Failed, Finished, Kept, Progress, Started
from studio.media.by_id import ById
from studio.media.person import People, Person
from studio.ui.bridge import Answer, Look
from studio.ui.quiet_bar import QuietBar
from studio.ui.session import Session
from studio.ui.start.views import show_usual_views, usual_views
from studio.ui.theme import ACCENT, BAD, FAINT, GOOD, LINE, RAISED, WORDS, icon

STAGES = (
    ("load_photo", "Photo"), ("detect_people", "People"), ("estimate_pose", "Poses"), ("matte_people", "Outlines"),
    ("find_faces", "Faces"), ("estimate_camera", "Camera"), ("estimate_depth", "Depth"), ("order_layers", "Layers"),
    ("clean_plate", "Background"), ("rig_person", "Rigs"), ("retarget_motion", "Motion"), ("stage_people", "Film"),
)  # fmt: skip
"""Node types and what an artist calls what they do, in the order in which they are done."""


class Analysis(QFrame):
    """Follows the analysis of a photo that was dropped.

    Attributes:
        people: Who was found, None while that is not known.
        done: Whether all stages are done.
    """

    finished = Signal()
    """People were found, and the first picture of the film is there."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.people: People | None = None
        self.done = True
        self._finished: set[str] = set()
        self._stages: dict[str, str] = {}
        self.setObjectName("analysis")
        self.setStyleSheet(f"#analysis {{ background: {RAISED}; border-bottom: 1px solid {LINE}; }}")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(6)
        self.line, self.bar = QLabel(), QuietBar(textVisible=False)
        self.bar.setFixedHeight(4)
        self._found = QHBoxLayout()
        self._found.setSpacing(6)
        self.play = QPushButton("Play")
        self.play.setIcon(icon("mdi6.play"))
        self.play.setToolTip("See them move  (Space)")
        self.play.clicked.connect(lambda: session.play(True))
        self.shut = QToolButton(autoRaise=True, toolTip="Close")
        self.shut.setIcon(icon("mdi6.close", FAINT))
        self.shut.clicked.connect(self.hide)
        top = QHBoxLayout()
        top.addWidget(self.line)
        top.addLayout(self._found)
        top.addStretch()
        top.addWidget(self.play)
        top.addWidget(self.shut)
        self.steps = QLabel(textFormat=Qt.TextFormat.RichText)
        column.addLayout(top)
        column.addWidget(self.steps)
        column.addWidget(self.bar)
        self.hide()
        session.bridge.happened.connect(self._happened)
        session.playing_changed.connect(self._played)
        session.opened.connect(self.hide)

    def begin(self, photo: Path) -> None:
        """Analyse the photo that the session's graph loads."""
        session = self._session
        present = {node.type: name for name, node in session.graph.nodes.items()}
        self._stages = {present[kind]: words for kind, words in STAGES if kind in present}
        self._finished, self.people, self.done = set(), None, False
        self.bar.setMaximum(1000 * max(1, len(self._stages)))
        self.bar.setValue(0)
        self._clear()
        self.play.hide()
        self._say(f"Looking at {photo.name}", WORDS)
        self._show_steps("")
        for widget in (self.bar, self.steps):
            widget.show()
        self.show()
        show_usual_views(session, 2)
        self._ask(present)

    @property
    def busy(self) -> bool:
        """Whether a photo is being analysed."""
        return not self.done and not self.isHidden()

    def _ask(self, present: dict[str, str]) -> None:
        graph = self._session.graph
        if "detect_people" in present:
            self._session.bridge.fetch(Look(present["detect_people"]), self._found_people)
        views = usual_views(graph, self._session.library)
        if 3 in views:
            self._session.bridge.fetch(Look(*views[3]), self._know_people)
        if 1 in views:
            time = graph.shot.time(graph.shot.first)
            self._session.bridge.fetch(Look(*views[1], time=time, scale=self._session.scale), self._end)

    def _mine(self, answer: Answer) -> bool:
        """Whether an answer is about what is being analysed; not, where something else was opened meanwhile."""
        return not self.done and not self.isHidden() and answer.look.node in self._session.graph.nodes

    def _found_people(self, answer: Answer) -> None:
        """The people are found: they are shown, coloured and numbered, as soon as can be."""
        if not self._mine(answer):
            return
        if answer.error:
            self._fail(answer)
        elif isinstance(answer.value, ById):
            self.people = answer.value
            self._session.look(answer.look.node, "", 3)
            self._show_people(answer.value)

    def _know_people(self, answer: Answer) -> None:
        if self._mine(answer) and not answer.error and isinstance(answer.value, ById):
            self.people = answer.value
            if self._session.shown == 3:
                self._session.look(answer.look.node, answer.look.output, 3)
            self._show_people(answer.value)

    def _show_people(self, people: People) -> None:
        self._clear()
        for number, person in enumerate(people.values(), 1):
            self._found.addWidget(chip(number, person))

    def _clear(self) -> None:
        while item := self._found.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.deleteLater()

    def _happened(self, event: object) -> None:
        if self.done or self.isHidden() or getattr(event, "node", None) not in self._stages:
            return
        if isinstance(event, Started | Progress):
            note = event.note if isinstance(event, Progress) else ""
            part = event.done / event.total if isinstance(event, Progress) and event.total > 0 else 0.0
            words = self._stages[event.node]
            self._say(f"{words}{f': {note}' if note else ''}", WORDS)
            self._show_steps(event.node)
            self.bar.setValue(round(1000 * (len(self._finished) + min(part, 1.0))))
        elif isinstance(event, Finished | Kept):
            self._finished.add(event.node)
            self.bar.setValue(1000 * len(self._finished))
            self._show_steps("")
        elif isinstance(event, Failed):
            self._say(event.message, BAD)

    def _show_steps(self, now: str) -> None:
        shown = []
        for node, words in self._stages.items():
            colour = GOOD if node in self._finished else ACCENT if node == now else FAINT
            mark = "✓ " if node in self._finished else ""
            shown.append(f'<span style="color:{colour}">{mark}{words}</span>')
        self.steps.setText("&nbsp;&nbsp; ".join(shown))

    def _end(self, answer: Answer) -> None:
        """The first picture of the film is there."""
        if not self._mine(answer):
            return
        if answer.error:
            self._fail(answer)
            return
        self.done = True
        count = len(self.people or ())
        for widget in (self.bar, self.steps):
            widget.hide()
        if not count:
            self._say("Nobody was found. Add a person by hand under People, or try a picture with larger people.", BAD)
            return
        self._say(f"{count} {'person' if count == 1 else 'people'} found.", WORDS)
        self.play.show()
        self.finished.emit()

    def _fail(self, answer: Answer) -> None:
        self.done = True
        self.bar.hide()
        self._say(answer.error, BAD)

    def _say(self, words: str, colour: str) -> None:
        self.line.setText(words)
        self.line.setStyleSheet(f"color: {colour}; font-weight: 600;")

    def _played(self, playing: bool) -> None:
        """The people are seen; now the film is."""
        if playing and not self.isHidden() and self.done:
            self._session.show_number(1)
            self.hide()


def chip(number: int, person: Person) -> QLabel:
    """A person's number and name in the person's colour."""
    red, green, blue = (round(255 * part) for part in person.colour)
    light = 0.299 * red + 0.587 * green + 0.114 * blue > 128
    label = QLabel(f" {number}  {person.name or f'Person {number}'} ")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setStyleSheet(
        f"background: rgb({red}, {green}, {blue}); color: {'#101010' if light else '#ffffff'};"
        "border-radius: 8px; padding: 1px 6px;"
    )
    return label
