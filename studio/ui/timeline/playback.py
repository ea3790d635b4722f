"""The playback clock: moves the playhead in real time by a steady clock, with sound where there is some."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Literal

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from studio.ui.session import Session
from studio.ui.timeline.sound_player import SoundPlayer

Ending = Literal["loop", "pingpong", "once"]
SETTLE = 1.0
"""Seconds over which the real rate is taken."""
PATIENCE = 2.0
"""Seconds that playing every frame waits for a picture."""


def frame_after(start: int, steps: int, span: tuple[int, int], ending: Ending) -> int | None:
    """The frame so many steps after ``start``, forward or (below 0) backward; None past the end of playing once.

    Args:
        start: Where playing began, within the span.
        steps: Frames since.
        span: First and last frame that are played.
        ending: What happens at the end.
    """
    first, last = span
    length, at = last - first + 1, start - first + steps
    if ending == "once":
        return first + at if 0 <= at < length else None
    if ending == "loop" or length == 1:
        return first + at % length
    return first + _folded(start - first, steps, length)


def _folded(start: int, steps: int, length: int) -> int:
    """To and fro: where the first turn is at the end that one moves towards."""
    turn = 2 * length - 2
    at = (start + steps) % turn if steps >= 0 else (turn - start - steps) % turn
    return at if at < length else turn - at


class Playback(QObject):
    """Plays the session's shot while ``session.playing``.

    Attributes:
        ending: What happens at the end of the range.
        speed: 1 is the shot's rate.
        backwards: Whether it runs backwards.
        every: Show every frame, however slow, instead of keeping time.
        sound: Plays the sound.
    """

    rate_changed = Signal(float)
    """Frames a second that were really shown, 0 when it stops."""

    def __init__(
        self, session: Session, sound: SoundPlayer | None = None, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        super().__init__()
        self.session, self.sound, self._clock = session, sound or SoundPlayer(), clock
        self.ending: Ending = "loop"
        self.speed, self.backwards, self.every = 1.0, False, False
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._start, self._since, self._expected = 0, 0.0, 0
        self._done, self._last, self._round = 0, 0.0, 0
        self._shown: deque[float] = deque()
        self._arrived = True
        session.playing_changed.connect(self._play)
        session.frame_changed.connect(self._moved)
        session.bridge.answered.connect(self._answered)

    @property
    def span(self) -> tuple[int, int]:
        """First and last frame that are played."""
        shot, play = self.session.graph.shot, self.session.graph.timeline.play
        first, last = play or (shot.first, shot.last)
        first = min(max(first, shot.first), shot.last)
        return first, min(max(last, first), shot.last)

    def set_pace(self, *, speed: float | None = None, backwards: bool | None = None) -> None:
        """Play at another speed or the other way round, from here on."""
        self.speed = self.speed if speed is None else speed
        self.backwards = self.backwards if backwards is None else backwards
        if self.session.playing:
            self._anchor(self.session.frame)

    def _play(self, playing: bool) -> None:
        self._shown.clear()
        if not playing:
            self._timer.stop()
            self.sound.stop()
            self.rate_changed.emit(0.0)
            return
        self._begin()
        self._wait()

    def _begin(self) -> None:
        """From the playhead; from the range's beginning where the playhead lies outside, or at the end already."""
        first, last = self.span
        beginning, end = (last, first) if self.backwards else (first, last)
        frame = self.session.frame
        if not first <= frame <= last or (self.ending == "once" and frame == end):
            frame = beginning
        self._anchor(frame)
        self.session.go(frame)

    def _anchor(self, frame: int) -> None:
        self._start, self._since, self._expected = frame, self._clock(), frame
        self._done, self._last, self._arrived = 0, self._since, True
        self._round = self._rounds(0)
        pace = -self.speed if self.backwards else self.speed
        self.sound.start(self.session.graph.shot.time(frame), 0.0 if self.every else pace)

    def _moved(self, frame: int) -> None:
        """Somebody else moved the playhead: go on from there."""
        if self.session.playing and frame != self._expected:
            self._anchor(frame)

    def _rate(self) -> float:
        return self.session.graph.shot.fps * self.speed

    def _wait(self) -> None:
        now, rate = self._clock(), self._rate()
        if self.every:
            left = max(self._last + 1 / rate - now, 0.004)
        else:
            passed = (now - self._since) * rate
            left = (math.floor(passed + 1e-6) + 1 - passed) / rate
        self._timer.start(max(1, math.ceil(1000 * left)))

    def _tick(self) -> None:
        due = self._due()
        if due > self._done:
            self._step(due)
        if self.session.playing:
            self._wait()

    def _due(self) -> int:
        """How many steps from the start it should have taken by now."""
        now, rate = self._clock(), self._rate()
        if not self.every:
            return math.floor((now - self._since) * rate + 1e-6)
        passed = now - self._last
        return self._done + int(passed * rate > 0.999 and (self._arrived or passed > PATIENCE))

    def _frame(self, steps: int) -> int | None:
        first, last = self.span
        start = min(max(self._start, first), last)
        return frame_after(start, -steps if self.backwards else steps, (first, last), self.ending)

    def _step(self, steps: int) -> None:
        self._done, self._last = steps, self._clock()
        frame = self._frame(steps)
        if frame is None:
            self._go(self.span[0] if self.backwards else self.span[1])
            self.session.play(False)
            return
        self._arrived = self.session.view() is None
        self._go(frame)
        rounds = self._rounds(steps)
        if rounds != self._round and not self.every:
            ahead = self._frame(steps + 1)
            self.sound.start(self.session.graph.shot.time(frame), self.speed * (1 if (ahead or 0) > frame else -1))
        self._round = rounds
        self._count()

    def _rounds(self, steps: int) -> int:
        """How often the range began anew or turned round: then the sound has to jump."""
        first, last = self.span
        if self.ending == "once" or first == last:
            return 0
        at = self._start - first + (-steps if self.backwards else steps)
        return at // (last - first + (self.ending == "loop"))

    def _go(self, frame: int) -> None:
        self._expected = frame
        self.session.go(frame)

    def _count(self) -> None:
        now = self._clock()
        self._shown.append(now)
        while self._shown[0] < now - SETTLE:
            self._shown.popleft()
        if len(self._shown) > 2:
            self.rate_changed.emit((len(self._shown) - 1) / max(now - self._shown[0], 1e-6))

    def _answered(self, answer: Any) -> None:
        if abs(answer.look.time - self.session.time) < 1e-6:
            self._arrived = True
