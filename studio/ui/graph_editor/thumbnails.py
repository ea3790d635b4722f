"""Thumbnails of nodes that make pictures: of those that are seen, and only of results that are there already."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QRectF, QTimer
from PySide6.QtGui import QImage, QPixmap

from studio.ui.bridge import Answer, Look
from studio.ui.graph_editor.canvas import Canvas
from studio.ui.graph_editor.edits import below
from studio.ui.graph_editor.overview import READABLE as NEAR
from studio.ui.graph_editor.picture import small

MOST, AT_ONCE, REST = 400, 4, 120
"""Pictures that are held; questions that are open at once; milliseconds between looking what is wanted."""
SCALE = 0.25

Key = tuple[str, int, float]
"""A node, the state of what it computes from, and the time where that matters."""


class Thumbnails(QObject):
    """Fetches thumbnails and puts them on boxes.

    Args:
        canvas: Where the boxes are.

    Attributes:
        on: Whether there are any.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self.on = True
        self._canvas, self._editor = canvas, canvas.editor
        self._session = canvas.editor.session
        self._kept: OrderedDict[Key, QPixmap | None] = OrderedDict()
        self._asked: dict[Key, None] = {}
        self._state: dict[str, int] = {}
        self._moving: frozenset[str] = frozenset()
        self._count = 0
        self._timer = QTimer(self, singleShot=True, interval=REST)
        self._timer.timeout.connect(self._ask)
        self._session.changed.connect(self._follow)
        self._session.opened.connect(self._begin)
        self._session.frame_changed.connect(lambda _: self.refresh())
        self._session.bridge.went_down.connect(lambda _: self._lost())
        for signal in (canvas.viewed, canvas.editor.shown, canvas.editor.entered):
            signal.connect(self.refresh)
        canvas.editor.states.changed.connect(lambda _: self.refresh())
        self._begin()

    def refresh(self) -> None:
        """Look soon what is wanted."""
        if self.on and not self._timer.isActive():
            self._timer.start()

    def switch(self, on: bool) -> None:
        """Have thumbnails, or none and no room for them."""
        self.on = on
        self._canvas.mirror.set_pictures(on)
        self._timer.stop()
        self.refresh()

    def _begin(self) -> None:
        self._kept.clear()
        self._asked.clear()
        self._state.clear()
        self._count += 1
        self._know_moving()
        self.refresh()

    def _lost(self) -> None:
        """What was asked will not be answered."""
        self._asked.clear()
        self.refresh()

    def _know_moving(self) -> None:
        """The nodes whose results depend on time: those that say so, and all below them."""
        library = self._session.library
        start = [
            name
            for name, node in self._session.graph.nodes.items()
            if node.curves or ((kind := library.get(node.type)) is not None and kind.wants_time)
        ]
        self._moving = frozenset(below(self._session.graph, start)) if start else frozenset()

    def _follow(self, changes: Any) -> None:
        if changes.computes:
            changed = {*changes.added, *changes.changed}
            stale: Iterable[str] = self._session.graph.nodes if "shot" in changes.about else ()
            self._count += 1
            for name in {*below(self._session.graph, changed & set(self._session.graph.nodes)), *stale}:
                self._state[name] = self._count
            self._know_moving()
        self.refresh()

    def _key(self, node: str) -> Key:
        return node, self._state.get(node, 0), self._session.time if node in self._moving else -1.0

    def _ask(self) -> None:
        """Put on what is there; ask for what is missing, a few at a time."""
        if not self.on or self._canvas.zoom < NEAR or not self._canvas.isVisible():
            return
        seen = self._canvas.seen()
        for name, item in self._canvas.mirror.nodes.items():
            left, top, right, bottom = item.rect()
            if not item.box.pictures or not seen.intersects(QRectF(left, top, right - left, bottom - top)):
                continue
            key = self._key(name)
            if self._kept.get(key) is not None:
                self._kept.move_to_end(key)
                item.wear(picture=self._kept[key])
                self._canvas.mirror.overview.update()
            elif key not in self._kept and key not in self._asked and self._there(name):
                self._fetch(key, item.box.outs[0].ends[0][1])

    def _there(self, node: str) -> bool:
        """Whether asking costs little: the result is known, and nothing is playing."""
        badge = self._editor.states.badge(node)
        known = bool(badge.where) or badge.milliseconds > 0
        return known and not badge.error and badge.busy is None and not self._session.playing

    def _fetch(self, key: Key, output: str) -> None:
        if len(self._asked) < AT_ONCE:
            self._asked[key] = None
            look = Look(key[0], output, self._session.time, SCALE)
            self._session.bridge.fetch(look, lambda answer: self._take(key, answer))

    def _take(self, key: Key, answer: Answer) -> None:
        if key not in self._asked:
            return
        del self._asked[key]
        self._kept[key] = pixmap(answer.value)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        self.refresh()


def pixmap(value: Any) -> QPixmap | None:
    """A value as a small picture, None where it is none."""
    pixels = small(value)
    if pixels is None:
        return None
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    return QPixmap.fromImage(QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888))
