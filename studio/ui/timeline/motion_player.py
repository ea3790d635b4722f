"""A motion of the library as a figure that moves."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from nodes.motion.clip_preview import frames, preview

U8 = npt.NDArray[np.uint8]
FPS = 12
SIZE, STRIP = QSize(150, 150), QSize(150, 44)


class MotionPlayer(QLabel):
    """Plays one motion over and over. A frame is drawn when it is due, so that nothing waits for the others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(SIZE)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name = ""
        self._drawn: list[QPixmap] = []
        self._rest: Iterator[U8] = iter(())
        self._at = 0
        self._clock = QTimer(self)
        self._clock.setInterval(1000 // FPS)
        self._clock.timeout.connect(self.step)

    def play(self, name: str) -> None:
        """Begin with a motion's first frame; "" shows nothing."""
        self.name, self._drawn, self._at = name, [], 0
        self._rest = frames(name, (SIZE.width(), SIZE.height()), FPS) if name else iter(())
        self.clear()
        if name:
            self.step()
            self._clock.start()
        else:
            self._clock.stop()

    def step(self) -> None:
        """Show the next frame, or begin again."""
        picture = next(self._rest, None) if self._at >= len(self._drawn) else None
        if picture is not None:
            self._drawn.append(pixmap(picture))
        if self._drawn:
            self._at %= len(self._drawn)
            self.setPixmap(self._drawn[self._at])
            self._at += 1


@lru_cache(maxsize=256)
def poses(name: str) -> QPixmap:
    """Some poses of a motion side by side."""
    return pixmap(preview(name, (STRIP.width(), STRIP.height())))


def pixmap(picture: U8) -> QPixmap:
    """(H, W, 3) uint8 RGB as Qt draws it."""
    height, width = picture.shape[:2]
    return QPixmap.fromImage(QImage(picture.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888))
