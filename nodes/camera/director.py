"""From moves of the camera to windows over time: each move is a way from what was seen to what is to be seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.camera_path import blended, eased, seconds_needed, tracked
from nodes.algorithms.framing import BESIDE, LOOK, Subject, framed, inside, whole
from studio.media.script import CameraMove

F64 = npt.NDArray[np.float64]

INTO, OUT_OF = ("push_in", "zoom_in"), ("pull_out", "zoom_out")
DOLLY = ("push_in", "pull_out")
"""What moves the camera, and not only its lens."""
TIGHTER = 0.62
"""How much of the picture is still seen after a zoom onto nobody."""
LOOSEST = 0.85
"""How much of it is seen at most, where many stand side by side."""
ARRIVES = 1.2
"""Seconds in which a camera that is to follow or to stay with somebody has them in the picture."""
LESS = 0.75
"""How much of what was seen, or of the whole picture, is left at most by a move onto somebody."""
CLOSER = {"wide": "medium", "medium": "chest", "chest": "close", "close": "close"}
ASIDE = 0.13
"""How far beside the middle somebody is seen at most, in widths of the window, beside the room for a look."""


@dataclass
class Take:
    """What the camera sees, move by move.

    Attributes:
        picture: (width, height).
        shape: Width of a window over its height.
        least: Height that a window has at least.
        hardest: Largest acceleration, in heights of the window a second squared.
        times, fps: (T,) seconds, and samples a second.
        who: Makes subjects of ids; of none of everybody.
        everyone: All ids.
        nudges: By id of a move, how its framing is changed by hand: "right" and "down" in heights of the window,
            "closer" as a factor.
        warn: Told what cannot be done.
    """

    picture: tuple[float, float]
    shape: float
    least: float
    hardest: float
    times: F64
    fps: float
    who: Callable[[Sequence[str]], list[Subject]]
    everyone: tuple[str, ...]
    nudges: Mapping[str, Mapping[str, Any]]
    warn: Callable[[str], None]
    windows: F64 = field(init=False)
    nearer: F64 = field(init=False)
    cuts: npt.NDArray[np.bool_] = field(init=False)
    onto: tuple[str, ...] = field(default=(), init=False)
    size: str = field(default="", init=False)

    def __post_init__(self) -> None:
        """Begin with the whole picture."""
        self.windows = np.tile(whole(self.picture, self.shape), (len(self.times), 1))
        self.nearer = np.ones(len(self.times))
        self.cuts = np.zeros(len(self.times), bool)

    def add(self, move: CameraMove) -> None:
        """The next move, in order of start."""
        if move.action in ("handheld", "steady") or (move.action == "hold" and not move.onto):
            return
        origin = self._origin(move)
        if origin is not None:
            self._cut(move.start, origin)
        onto, size, aim = self._aim(move)
        aim = self._nudged(move, aim)
        if move.action == "cut" or (move.start <= 0 and move.action in ("hold", "follow")):
            self._cut(move.start, aim)
        else:
            self._go(move, aim)
        self.onto, self.size = onto, size

    def _cut(self, start: float, aim: F64) -> None:
        """What is seen from here on is something else."""
        after = self.times >= start - 0.5 / self.fps
        if not after.any():
            return
        self.windows[after], self.nearer[after] = aim[after], 1.0
        first = int(np.argmax(after))
        self.cuts[first] = first > 0

    def _go(self, move: CameraMove, aim: F64) -> None:
        """From what is seen to something else, no faster than is pleasant."""
        first = int(np.clip(round(move.start * self.fps), 0, len(self.times) - 1))
        duration = min(move.duration, ARRIVES) if move.action in ("hold", "follow") else move.duration
        last = min(first + round(duration * self.fps), len(self.times) - 1)
        if not move.exact:
            duration = max(duration, seconds_needed(self.windows[first], aim[last], self.hardest))
        share = eased((self.times - move.start) / max(duration, 1e-3), move.ease)
        before = self.windows
        self.windows = blended(before, aim, share)
        self.nearer *= self._approach(move, before, aim) ** share

    def _approach(self, move: CameraMove, before: F64, aim: F64) -> F64:
        """By how much the camera itself comes nearer; back in its place where the whole picture is seen."""
        high, low = before[:, 3] - before[:, 1], aim[:, 3] - aim[:, 1]
        full = low >= 0.98 * (whole(self.picture, self.shape)[3] - whole(self.picture, self.shape)[1])
        gone = np.where(full, 1.0 / self.nearer, 1.0)
        return np.where(full, gone, high / low) if move.action in DOLLY else gone

    def _origin(self, move: CameraMove) -> F64 | None:
        """Windows with which a move begins, where that is not what is seen then."""
        if move.origin:
            return self._framed(move.origin, move.size or "medium", False)
        if move.start > 0 or self.cuts.any() or self.onto or move.onto:
            return None
        if move.action in OUT_OF:
            return self._tighter()
        if move.towards:
            return self._side({"left": "right", "right": "left", "up": "down", "down": "up"}[move.towards])
        return None

    def _aim(self, move: CameraMove) -> tuple[tuple[str, ...], str, F64]:
        """Who is seen after a move, how close, and the windows."""
        onto, all_ = move.onto, set(move.onto) >= set(self.everyone)
        if move.towards and not onto:
            return (), "", self._side(move.towards)
        if not onto and move.action in INTO:
            if not self.onto:
                return (), "", self._tighter()
            onto = self.onto
        elif not onto and move.action == "follow":
            onto = self.onto or self.everyone
        full = not onto or (all_ and not move.size and move.action not in (*INTO, "follow")) or not self.who(onto)
        if full or (move.size == "wide" and all_):
            return (), "", np.tile(whole(self.picture, self.shape), (len(self.times), 1))
        size = move.size or self._close_enough(move, onto)
        aim = self._framed(onto, size, move.action == "follow")
        return onto, size, self._into(move, aim) if move.action in INTO and not move.size else aim

    def _close_enough(self, move: CameraMove, onto: tuple[str, ...]) -> str:
        """How close, where nothing is said of it, so that something is seen to happen, and to whom: a photo of people
        down to the waist has no room for less than a face."""
        if move.action in ("follow", *OUT_OF):
            return "wide"
        size = self._usual(move, onto)
        now = int(np.clip(round(move.start * self.fps), 0, len(self.times) - 1))
        high = (self.windows if move.action in INTO else [whole(self.picture, self.shape)] * (now + 1))[now]
        while size != "close":
            aim = self._framed(onto, size, False)[now]
            if aim[3] - aim[1] <= LESS * (high[3] - high[1]) and self._aside(onto, aim, now) <= ASIDE:
                break
            size = CLOSER[size]
        return size

    def _into(self, move: CameraMove, aim: F64) -> F64:
        """Windows that are closer than what is seen, however large the thing is that the camera goes to."""
        now = int(np.clip(round(move.start * self.fps), 0, len(self.times) - 1))
        if any(subject.body for subject in self.who(move.onto or self.onto)):
            return aim
        most, high = LESS * (self.windows[now, 3] - self.windows[now, 1]), aim[:, 3] - aim[:, 1]
        x, y = (aim[:, :2] + aim[:, 2:]).T / 2
        return inside(x, y, np.minimum(high, max(most, self.least)), self.picture, self.shape)

    def _aside(self, onto: Sequence[str], aim: F64, now: int) -> float:
        """How far beside the middle of a window people are, in its widths: at the picture's edge it cannot follow."""
        seen = self.who(onto)
        middle = np.mean([subject.head[now, 0] for subject in seen]) + LOOK * (aim[2] - aim[0]) * (
            seen[0].looks if len(seen) == 1 else 0.0
        )
        return abs(float(middle - (aim[0] + aim[2]) / 2)) / float(aim[2] - aim[0])

    def _usual(self, move: CameraMove, onto: tuple[str, ...]) -> str:
        """How close a move would like to be."""
        if move.action in INTO and onto == self.onto and self.size:
            return CLOSER[self.size]
        return self.size or "medium"

    def _framed(self, onto: Sequence[str], size: str, follows: bool) -> F64:
        aim = framed(self.who(onto), size, self.picture, self.shape, self.least)
        aim = tracked(aim, self.fps, follows)
        middle, high = (aim[:, :2] + aim[:, 2:]) / 2, aim[:, 3] - aim[:, 1]
        return inside(middle[:, 0], middle[:, 1], high, self.picture, self.shape)

    def _tighter(self) -> F64:
        """A part of the picture about the heads of everybody; as far as it goes, none is cut off."""
        subjects, full = self.who(self.everyone), whole(self.picture, self.shape)
        x, y, wide = self.picture[0] / 2, self.picture[1] / 2, 0.0
        if subjects:
            heads = np.array([subject.head[0] for subject in subjects])
            beside = BESIDE["close"] * np.array([subject.height[0] for subject in subjects])
            left, right = float((heads[:, 0] - beside).min()), float((heads[:, 0] + beside).max())
            x, y, wide = (left + right) / 2, float(heads[:, 1].mean()), right - left
        high = (full[3] - full[1]) * min(max(TIGHTER, wide / (full[2] - full[0])), LOOSEST)
        ones = np.ones(len(self.times))
        return inside(ones * x, ones * (y + 0.14 * high), ones * high, self.picture, self.shape)

    def _side(self, side: str) -> F64:
        """A part of the picture at one of its sides; as close as what is seen, where that is close already."""
        ones, full = np.ones(len(self.times)), whole(self.picture, self.shape)
        now = self.windows[:, 3] - self.windows[:, 1]
        high = np.minimum(now, (full[3] - full[1]) * TIGHTER)
        x, y = (self.windows[:, :2] + self.windows[:, 2:]).T / 2
        if now[0] > 0.95 * (full[3] - full[1]):
            heads = [subject.head for subject in self.who(self.everyone)]
            y = ones * (np.mean(heads, axis=0)[0, 1] + 0.14 * high) if heads else y
        x = ones * {"left": 0.0, "right": self.picture[0]}.get(side, 0.0) if side in ("left", "right") else x
        y = ones * {"up": 0.0, "down": self.picture[1]}.get(side, 0.0) if side in ("up", "down") else y
        return inside(x, y, high, self.picture, self.shape)

    def _nudged(self, move: CameraMove, aim: F64) -> F64:
        """Windows as somebody corrected them."""
        nudge = self.nudges.get(move.id)
        if nudge is None:
            return aim
        high = (aim[:, 3] - aim[:, 1]) / max(float(nudge.get("closer", 1.0)), 0.05)
        x, y = (aim[:, :2] + aim[:, 2:]).T / 2
        right, down = float(nudge.get("right", 0.0)), float(nudge.get("down", 0.0))
        return inside(x + right * high, y + down * high, high, self.picture, self.shape)
