"""The transport bar: play and step, how playing ends, the playhead's place, the shot's rate and range."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import qtawesome
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from studio.graph.edit import set_shot
from studio.ui.session import Session
from studio.ui.theme import FAINT, GOOD, WARN, WORDS, icon
from studio.ui.timeline.fields import Choice, NumberField
from studio.ui.timeline.playback import Ending, Playback
from studio.ui.timeline.timecode import read_timecode, timecode

RATES = {"12": 12.0, "15": 15.0, "23.976": 24000 / 1001, "24": 24.0, "25": 25.0, "29.97": 30000 / 1001, "30": 30.0,
         "48": 48.0, "50": 50.0, "59.94": 60000 / 1001, "60": 60.0}  # fmt: skip
SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0)
MOVES = (
    "first", "previous_key", "previous_frame", "play_backwards", "play", "next_frame", "next_key", "last",
)  # fmt: skip
TOOLS = ("time.in", "time.out", "time.marker", "time.key", "", "time.snap", "time.timecode", "time.fit", "",
         "time.curves", "time.normalise")  # fmt: skip
FLAT = """
QToolButton { border: none; background: transparent; }
QToolButton:hover { background: #34383e; }
QToolButton:checked { background: #2f4f70; }
"""
ENDINGS: dict[Ending, tuple[str, str]] = {
    "loop": ("mdi6.repeat", "Loop: at the end it begins anew"),
    "pingpong": ("mdi6.swap-horizontal", "Ping-pong: at the end it turns round"),
    "once": ("mdi6.arrow-right-bold-box-outline", "Once: at the end it stops"),
}


class Transport(QWidget):
    """Buttons are the session's commands; fields follow the playhead and the shot."""

    def __init__(self, session: Session, playback: Playback, owner: QWidget) -> None:
        super().__init__(owner)
        self.session, self.playback, self.owner = session, playback, owner
        self._commands()
        self.frame = NumberField("Frame at the playhead; type one to go there", 58)
        self.code = QLineEdit(toolTip="Timecode at the playhead (SMPTE, drop-frame at 29.97); type one to go there")
        self.code.setFixedWidth(92)
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.real = QLabel("", toolTip="Frames a second that are really shown while it plays")
        self.real.setFixedWidth(62)
        self.real.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.rate = Choice(toolTip="Frames a second of the shot; keys stay at their seconds")
        self.typed = QLineEdit()
        self.rate.setLineEdit(self.typed)
        self.rate.addItems(list(RATES))
        self.rate.setFixedWidth(72)
        self.speed = Choice(toolTip="How quick it plays; the shot stays as it is")
        self.speed.addItems([f"{speed:g}×" for speed in SPEEDS])
        self.speed.setCurrentIndex(SPEEDS.index(1.0))
        self.speed.setFixedWidth(60)
        self.first = NumberField("First frame of the shot, which is what is rendered", 52)
        self.last = NumberField("Last frame of the shot, which is what is rendered", 52)
        self._lay()
        self._connect()
        self.show_shot()

    def _commands(self) -> None:
        add, session = self.session.commands.add, self.session
        go, owner = session.go, self.owner
        steps = [
            ("first", "Go to the first frame", lambda: go(self.playback.span[0]), "Home", "mdi6.skip-backward"),
            ("previous_frame", "Previous frame", lambda: go(session.frame - 1), "Left", "mdi6.step-backward"),
            ("next_frame", "Next frame", lambda: go(session.frame + 1), "Right", "mdi6.step-forward"),
            ("last", "Go to the last frame", lambda: go(self.playback.span[1]), "End", "mdi6.skip-forward"),
        ]
        for name, title, run, keys, picture in steps:
            add(f"time.{name}", title, run, group="Time", owner=owner, shortcut=keys, icon=picture, everywhere=True)
        add(
            "time.play", "Play or pause", self._toggle, group="Time", owner=owner, shortcut="Space", everywhere=True,
            icon="mdi6.play",
        )  # fmt: skip
        backwards = add(
            "time.play_backwards", "Play backwards", self._toggle_backwards, group="Time", owner=owner,
            shortcut="Ctrl+Space", everywhere=True,
        )  # fmt: skip
        backwards.setIcon(qtawesome.icon("mdi6.play", color=WORDS, color_active="#ffffff", hflip=True))
        add(
            "time.ending", "Loop, ping-pong or once", self._next_ending, group="Time", owner=owner,
            icon="mdi6.repeat", shortcut="L",
        )  # fmt: skip
        add(
            "time.every_frame", "Play every frame", self._every, group="Time", owner=owner, toggle=True,
            tip="Play every frame, however slow, instead of keeping time", icon="mdi6.filmstrip",
        )  # fmt: skip

    def _toggle(self) -> None:
        if not self.session.playing:
            self.playback.set_pace(backwards=False)
        self.session.play(not self.session.playing)

    def _toggle_backwards(self) -> None:
        if self.session.playing and self.playback.backwards:
            self.session.play(False)
            return
        self.playback.set_pace(backwards=True)
        self.session.play(True)

    def _next_ending(self) -> None:
        names = list(ENDINGS)
        self.playback.ending = names[(names.index(self.playback.ending) + 1) % len(names)]
        self.playback.set_pace()
        picture, tip = ENDINGS[self.playback.ending]
        self.session.commands["time.ending"].setIcon(icon(picture))
        self.session.commands["time.ending"].setToolTip(f"{tip}  (L)")

    def _every(self) -> None:
        self.playback.every = self.session.commands["time.every_frame"].isChecked()
        self.playback.set_pace()

    def _lay(self) -> None:
        commands = self.session.commands
        moves = _group([tool_button(commands[f"time.{name}"]) for name in MOVES])
        how = _group([tool_button(commands[f"time.{name}"]) for name in ("ending", "every_frame")])
        self.tools = _group([tool_button(commands[name]) if name else _rule() for name in TOOLS])
        code, real = _group([self.code]), _group([self.real])
        rate, speed = _group([self.rate, _label("fps")]), _group([self.speed])
        shot = _group([self.first, _label("–"), self.last])
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(8)
        frame = _group([self.frame])
        for group in (moves, how, frame, code):
            row.addWidget(group)
        row.addStretch(1)
        row.addWidget(self.tools)
        row.addStretch(1)
        for group in (real, rate, speed, shot):
            row.addWidget(group)
        self._spared = (speed, real, how, shot, code, rate, self.tools)
        self._fixed = sum(group.sizeHint().width() + 8 for group in (moves, frame))

    def minimumSizeHint(self) -> QSize:
        return QSize(330, 36)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what is needed least where there is no room for all."""
        room = self.width() - 16 - self._fixed
        for group in reversed(self._spared):
            wide = group.sizeHint().width() + 8
            group.setVisible(wide <= room)
            room -= wide if wide <= room else 0

    def _connect(self) -> None:
        session = self.session
        self.frame.entered.connect(self._go_to)
        self.code.editingFinished.connect(self._go_to_code)
        for field in (self.code, self.typed):
            field.returnPressed.connect(field.clearFocus)
        self.speed.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.typed.editingFinished.connect(self._set_rate)
        self.rate.activated.connect(lambda *_: self._set_rate())
        self.rate.activated.connect(lambda *_: self.typed.clearFocus())
        self.speed.currentIndexChanged.connect(lambda at: self.playback.set_pace(speed=SPEEDS[at]))
        self.first.entered.connect(lambda first: self._set_range(first, max(first, session.graph.shot.last)))
        self.last.entered.connect(lambda last: self._set_range(min(last, session.graph.shot.first), last))
        session.frame_changed.connect(self._follow)
        session.changed.connect(lambda *_: self.show_shot())
        session.opened.connect(self.show_shot)
        session.playing_changed.connect(self._show_playing)
        self.playback.rate_changed.connect(self._show_rate)

    def show_shot(self) -> None:
        """Bring the fields up to the shot as it is."""
        shot = self.session.graph.shot
        self.first.show_number(shot.first)
        self.last.show_number(shot.last)
        if not self.typed.hasFocus() or not self.typed.isModified():
            self.rate.setEditText(_rate_text(shot.fps))
        self._follow(self.session.frame)

    def _follow(self, frame: int) -> None:
        self.frame.show_number(frame)
        self.code.setText(timecode(frame, self.session.graph.shot.fps))

    def _go_to(self, frame: int) -> None:
        self.session.go(frame)
        self._follow(self.session.frame)

    def _go_to_code(self) -> None:
        text = self.code.text()
        try:
            frame = int(text) if text.strip().isdecimal() else read_timecode(text, self.session.graph.shot.fps)
            self.session.go(frame)
        except ValueError as problem:
            self.session.said.emit("warning", str(problem))
        self._follow(self.session.frame)

    def _set_rate(self) -> None:
        text = self.rate.currentText().strip()
        shot = self.session.graph.shot
        if text == _rate_text(shot.fps):
            return
        try:
            fps = RATES.get(text) or float(text.replace(",", "."))
        except ValueError:
            self.session.said.emit("warning", f"{text!r} is no rate: type frames a second, as in 24")
            self.rate.setEditText(_rate_text(shot.fps))
            return
        self.typed.setModified(False)
        self.session.apply(partial(set_shot, fps=fps), "set the rate")
        self.rate.setEditText(_rate_text(self.session.graph.shot.fps))

    def _set_range(self, first: int, last: int) -> None:
        self.session.apply(partial(set_shot, first=first, last=last), "set the shot's range")

    def _show_playing(self, playing: bool) -> None:
        self.session.commands["time.play"].setIcon(icon("mdi6.pause" if playing else "mdi6.play"))

    def _show_rate(self, rate: float) -> None:
        wanted = self.session.graph.shot.fps * self.playback.speed
        colour = GOOD if rate > 0.95 * wanted else WARN
        self.real.setText(f'<span style="color:{colour}">{rate:.1f}</span> fps' if rate else "")
        self.real.setToolTip(f"Frames a second that are really shown, of {wanted:.4g}")


def _group(widgets: Sequence[QWidget]) -> QWidget:
    """Widgets that are shown together."""
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(1)
    for widget in widgets:
        row.addWidget(widget)
    return group


def tool_button(action: QAction) -> QToolButton:
    """A flat button of a command, that never takes the keyboard."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setIconSize(QSize(18, 18))
    button.setFixedSize(27, 26)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setAutoRaise(True)
    button.setStyleSheet(FLAT)
    return button


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setStyleSheet(f"color: {FAINT}; padding: 0 3px;")
    return label


def _rule() -> QFrame:
    rule = QFrame()
    rule.setFixedSize(13, 18)
    rule.setStyleSheet("border: none; border-left: 1px solid #3a3e45; margin-left: 6px;")
    return rule


def _rate_text(fps: float) -> str:
    return next((text for text, rate in RATES.items() if abs(rate - fps) < 1e-4), f"{fps:.6g}")
