"""A picture of the window, taken when nothing is left to do."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from studio.ui.shell.launch import Wish

if TYPE_CHECKING:
    from studio.ui.window import MainWindow

QUIET = 0.6
"""Seconds without anything to do after which a window is at rest."""
LONGEST = 900.0
"""Seconds after which a window that never rests is given up."""


class Screenshot(QObject):
    """Opens the file, waits, writes the picture and ends the application.

    Attributes:
        code: Exit code: 0 where the picture was written, 2 where the file cannot be opened.
    """

    def __init__(self, window: MainWindow, wish: Wish) -> None:
        super().__init__(window)
        self._window, self._wish = window, wish
        window.tours = False
        self.code = 1
        self._idle = True
        self._begun = self._since = monotonic()
        self._set = False
        session = window.session
        session.bridge.idle_changed.connect(self._rested)
        session.bridge.answered.connect(self._touch)
        window.projects.refused.connect(self._refused)
        window.projects.reading.connect(self._touch)
        self._waiting_for_file = wish.file is not None
        session.opened.connect(self._opened)
        self._timer = QTimer(self, interval=50)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        if wish.file is not None:
            window.open(wish.file)

    def _rested(self, idle: bool) -> None:
        self._idle = idle
        self._touch()

    def _touch(self, *_: object) -> None:
        self._since = monotonic()

    def _opened(self) -> None:
        self._waiting_for_file = False
        self._touch()

    def _refused(self, line: str) -> None:
        print(f"vivant: {line}", file=sys.stderr)
        self.code = 2
        QApplication.exit()

    def _look(self) -> None:
        now = monotonic()
        if now - self._begun > LONGEST:
            print("vivant: the window never came to rest", file=sys.stderr)
            QApplication.exit()
        elif self._waiting_for_file or self._window.analysis.busy:
            self._touch()
        elif self._idle and now - self._since > QUIET:
            self._next()

    def _next(self) -> None:
        if not self._set:
            self._set = True
            self._go()
            self._touch()
        else:
            self._timer.stop()
            self._take()

    def _go(self) -> None:
        """Show what is asked for, now that all is there."""
        if self._wish.view is not None:
            self._window.session.show_number(self._wish.view)
        if self._wish.frame is not None:
            self._window.session.go(self._wish.frame)

    def _picture(self) -> QPixmap:
        """The window as the screen shows it; as it paints itself where a part of it is outside of the screen."""
        place = self._window.screen()
        if place is not None and place.geometry().contains(self._window.geometry()):
            picture = place.grabWindow(self._window.winId())
            if not picture.isNull():
                return picture
        return self._window.grab()

    def _take(self) -> None:
        assert self._wish.screenshot is not None
        picture = self._picture()
        self._wish.screenshot.parent.mkdir(parents=True, exist_ok=True)
        if picture.save(str(self._wish.screenshot)):
            self.code = 0
        else:
            print(f"vivant: cannot write {self._wish.screenshot}", file=sys.stderr)
        self._window.session.document.close()
        self._window.session.bridge.close()
        self._window.projects.close()
        QApplication.exit()
