"""Zoom, pan, fit, and tools that are told where in the source picture they are touched."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPointingDevice, QTabletEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.media.image import Image
from studio.ui.viewport.framing import Framing
from studio.ui.viewport.tool import Place, Tool, Touch


def flat(width: int = 64, height: int = 48) -> Any:
    pixels = np.full((height, width, 4), 0.5, np.float16)
    pixels[..., 3] = 1
    return Image(pixels)  # type: ignore[arg-type]


class Noting(Tool):
    """Notes what it is told."""

    title, icon, tip = "Noting", "", "Notes"

    def __init__(self) -> None:
        self.told: list[tuple[str, Touch]] = []
        self.keys: list[int] = []
        self.places: list[Place] = []

    def press(self, touch: Touch, place: Place) -> bool:
        self.told.append(("press", touch))
        return touch.button == Qt.MouseButton.LeftButton

    def drag(self, touch: Touch, place: Place) -> bool:
        self.told.append(("drag", touch))
        return True

    def release(self, touch: Touch, place: Place) -> bool:
        self.told.append(("release", touch))
        return True

    def hover(self, touch: Touch, place: Place) -> bool:
        self.told.append(("hover", touch))
        return True

    def key(self, event: QKeyEvent) -> bool:
        self.keys.append(event.key())
        return event.key() == Qt.Key.Key_R

    def paint(self, painter: QPainter, place: Place, area: QRectF) -> None:
        self.places.append(place)

    def enter(self) -> None:
        self.told.append(("enter", None))  # type: ignore[arg-type]

    def leave(self) -> None:
        self.told.append(("leave", None))  # type: ignore[arg-type]


def wheel(canvas: Any, at: QPoint, steps: int) -> None:
    event = QWheelEvent(
        QPointF(at), QPointF(canvas.mapToGlobal(at)), QPoint(), QPoint(0, 120 * steps), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def test_zooming_keeps_what_lies_under_the_mouse(stage: Any) -> None:
    stage.show(flat())
    at = QPoint(211, 173)
    before = stage.panel.place().to_picture(QPointF(at))
    zoom = stage.panel.place().zoom
    wheel(stage.canvas, at, 3)
    assert stage.panel.place().zoom == pytest.approx(zoom * 1.2**3)
    after = stage.panel.place().to_picture(QPointF(at))
    assert after == pytest.approx(before, abs=1 / zoom)


def test_zoom_ends_at_its_limits() -> None:
    framing = Framing(zoom=1.0)
    framing.zoom_about(QPointF(10, 10), 1e9)
    assert framing.zoom == 256
    framing.zoom_about(QPointF(10, 10), 1e-9)
    assert framing.zoom == 1 / 64


def test_a_picture_is_fitted_and_follows_the_widget_until_it_is_moved(stage: Any) -> None:
    stage.show(flat())
    place, canvas = stage.panel.place(), stage.canvas
    middle = place.to_picture(QPointF(canvas.width() / 2, canvas.height() / 2))
    assert middle == pytest.approx((32, 24), abs=0.2)
    stage.panel.resize(900, 600)
    stage.until(lambda: stage.panel.place().zoom > place.zoom)
    QTest.mousePress(canvas, Qt.MouseButton.MiddleButton, pos=QPoint(100, 100))
    QTest.mouseMove(canvas, QPoint(130, 90))
    QTest.mouseRelease(canvas, Qt.MouseButton.MiddleButton, pos=QPoint(130, 90))
    moved = stage.panel.place()
    stage.panel.resize(700, 500)
    QTest.qWait(40)
    assert stage.panel.place() == moved
    stage.focus()
    QTest.keyClick(canvas, Qt.Key.Key_F)
    assert stage.panel.place().zoom == pytest.approx(place.zoom, rel=1e-3)


def test_the_middle_button_and_alt_pan(stage: Any) -> None:
    stage.show(flat())
    for button, keys in (
        (Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier),
        (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier),
    ):
        before = stage.panel.place().origin
        QTest.mousePress(stage.canvas, button, keys, QPoint(200, 200))
        QTest.mouseMove(stage.canvas, QPoint(225, 190))
        QTest.mouseRelease(stage.canvas, button, keys, QPoint(225, 190))
        moved = stage.panel.place().origin - before
        assert (moved.x(), moved.y()) == (25, -10)


def test_at_100_percent_a_pixel_of_the_picture_is_one_of_the_screen(stage: Any) -> None:
    stage.show(flat())
    stage.focus()
    QTest.keyClick(stage.canvas, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert stage.panel.place().zoom * stage.canvas.devicePixelRatioF() == pytest.approx(1)


def test_the_picture_lies_on_whole_pixels_of_any_screen() -> None:
    framing = Framing(x=10.3, y=7.8, zoom=2.0)
    for density in (1.0, 1.25, 1.5, 2.0):
        origin = framing.place(density).origin
        assert origin.x() * density == pytest.approx(round(origin.x() * density))
        assert abs(origin.x() - 10.3) <= 0.5 / density


def test_a_tool_is_touched_in_pixels_of_the_source_at_any_zoom(stage: Any) -> None:
    stage.show(flat())
    tool = Noting()
    stage.panel.add_tool(tool)
    stage.panel.use_tool("Noting")
    for steps in (0, 4, -9):
        wheel(stage.canvas, QPoint(300, 200), steps)
        tool.told.clear()
        at = stage.panel.place().to_widget(31.0, 20.0).toPoint()
        wanted = stage.panel.place().to_picture(QPointF(at))
        QTest.mousePress(stage.canvas, Qt.MouseButton.LeftButton, pos=at)
        QTest.mouseMove(stage.canvas, at + QPoint(12, 6))
        QTest.mouseRelease(stage.canvas, Qt.MouseButton.LeftButton, pos=at + QPoint(12, 6))
        kinds = [kind for kind, _ in tool.told]
        assert kinds[0] == "press" and "drag" in kinds and kinds[-1] == "release"
        touch = tool.told[0][1]
        assert (touch.x, touch.y) == pytest.approx(wanted)
        assert (touch.x, touch.y) == pytest.approx((31, 20), abs=0.6 / stage.panel.place().zoom)
        moved = tool.told[-1][1]
        assert moved.x - touch.x == pytest.approx(12 / stage.panel.place().zoom)


def test_a_proxy_lies_where_the_picture_lies(stage: Any) -> None:
    stage.beside["photo"] = flat()
    stage.show(flat(), "stage", "colour")
    full = stage.panel.place()
    stage.session.set_scale(0.5)
    stage.answer(flat(32, 24), "stage", "colour")
    assert stage.canvas.view.plane().sheet.shape[:2] == (24, 32)
    assert stage.panel.place() == full
    assert stage.canvas.view.plane().frame == (0, 0, 64, 48)


def test_a_film_with_bars_lies_where_the_photo_is_in_it(stage: Any) -> None:
    from dataclasses import replace

    stage.beside["photo"] = flat()
    stage.session.apply(lambda graph: replace(graph, shot=replace(graph.shot, size=(160, 48))))
    stage.show(flat(160, 48), "stage", "colour")
    # the photo is 64 wide in the middle of 160
    assert stage.canvas.view.plane().frame == pytest.approx((-48, 0, 112, 48))


def test_a_pen_brings_its_pressure_and_no_mouse_after_it(stage: Any) -> None:
    stage.show(flat())
    tool = Noting()
    stage.panel.add_tool(tool)
    stage.panel.use_tool("Noting")
    at = stage.panel.place().to_widget(10, 10)
    for kind, button in (
        (QEvent.Type.TabletPress, Qt.MouseButton.LeftButton),
        (QEvent.Type.TabletMove, Qt.MouseButton.NoButton),
        (QEvent.Type.TabletRelease, Qt.MouseButton.LeftButton),
    ):
        event = QTabletEvent(
            kind, QPointingDevice.primaryPointingDevice(), at, at, 0.25, 0, 0, 0, 0, 0,
            Qt.KeyboardModifier.NoModifier, button, Qt.MouseButton.LeftButton,
        )  # fmt: skip
        QApplication.sendEvent(stage.canvas, event)
        assert event.isAccepted()
    assert [kind for kind, _ in tool.told][-3:] == ["press", "drag", "release"]
    assert tool.told[-3][1].pressure == 0.25
    assert (tool.told[-3][1].x, tool.told[-3][1].y) == pytest.approx((10, 10))


def test_a_tool_has_its_keys_before_the_viewport(stage: Any) -> None:
    stage.show(flat())
    tool = Noting()
    stage.panel.add_tool(tool)
    stage.panel.use_tool("Noting")
    stage.focus()
    QTest.keyClick(stage.canvas, Qt.Key.Key_R)
    assert tool.keys == [Qt.Key.Key_R]
    assert stage.panel.options.channel == "RGBA"
    QTest.keyClick(stage.canvas, Qt.Key.Key_B)
    assert stage.panel.options.channel == "B"


def test_taking_up_another_tool_leaves_the_first(stage: Any) -> None:
    tool = Noting()
    stage.panel.add_tool(tool)
    stage.panel.use_tool("Noting")
    stage.panel.use_tool("")
    assert [kind for kind, _ in tool.told] == ["enter", "leave"]
    assert "viewport.tool.noting" in stage.session.commands


def test_a_tool_draws_over_the_picture_where_it_lies(stage: Any) -> None:
    stage.show(flat())
    tool = Noting()
    stage.panel.add_tool(tool)
    stage.panel.use_tool("Noting")
    stage.pixels()
    assert tool.places[-1] == stage.panel.place()


def test_a_region_is_dragged_and_the_rest_gets_dark(stage: Any) -> None:
    stage.show(flat())
    stage.panel.use_tool("Region")
    place = stage.panel.place()
    first, last = place.to_widget(10, 10).toPoint(), place.to_widget(30, 30).toPoint()
    QTest.mousePress(stage.canvas, Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseMove(stage.canvas, last)
    QTest.mouseRelease(stage.canvas, Qt.MouseButton.LeftButton, pos=last)
    assert stage.panel.options.region == (10, 10, 30, 30)
    shown = stage.pixels()
    inside, outside = (place.to_widget(*at).toPoint() for at in ((20, 20), (50, 40)))
    assert shown[inside.y(), inside.x(), 0] > 2 * shown[outside.y(), outside.x(), 0]
    QTest.mouseClick(stage.canvas, Qt.MouseButton.LeftButton, pos=last)
    assert stage.panel.options.region is None


def test_pixels_are_squares_with_a_grid_when_they_are_large(stage: Any) -> None:
    half = np.zeros((4, 4, 4), np.float16)
    half[..., 3] = 1
    half[:, 2:, :3] = 1
    stage.show(Image(half))  # type: ignore[arg-type]
    stage.canvas.view.framing.x, stage.canvas.view.framing.y, stage.canvas.view.framing.zoom = 20, 20, 40.0
    stage.canvas.view.framing.fitted = False
    row = stage.pixels()[20 + 60 + 10, 20:180, 0]
    assert row[70] == 0 and row[90] == 255, "the border between two pixels is sharp"
    assert 0 < row[40] < 128 < row[120] < 255, "and lines part them"


def test_the_viewport_fills_the_screen_and_comes_back(stage: Any) -> None:
    stage.show(flat(640, 480))
    stage.panel.full_screen()
    QTest.qWait(150)
    assert stage.canvas.window() is not stage.panel.window()
    shown = stage.pixels()
    assert len(np.unique(shown[shown.shape[0] // 2, shown.shape[1] // 2])) == 1
    assert shown[shown.shape[0] // 2, shown.shape[1] // 2, 0] == 188
    stage.canvas.window().activateWindow()
    stage.canvas.setFocus()
    stage.until(stage.canvas.hasFocus)
    QTest.keyClick(stage.canvas, Qt.Key.Key_A)
    assert stage.panel.options.channel == "A", "shortcuts hold on the full screen"
    QTest.keyClick(stage.canvas, Qt.Key.Key_A)
    QTest.keyClick(stage.canvas, Qt.Key.Key_Escape)
    QTest.qWait(100)
    assert stage.canvas.window() is stage.panel.window()
    shown = stage.pixels()
    assert shown[shown.shape[0] // 2, shown.shape[1] // 2, 0] == 188


def test_a_release_that_another_window_had_ends_the_drag(stage: Any) -> None:
    from PySide6.QtGui import QMouseEvent

    stage.show(flat())
    tool = Noting()
    stage.panel.add_tool(tool)
    stage.panel.use_tool("Noting")
    at = QPointF(200, 200)
    QTest.mousePress(stage.canvas, Qt.MouseButton.LeftButton, pos=at.toPoint())
    none, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(stage.canvas, QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, keys))
    assert tool.told[-1][0] == "release"
    QTest.mousePress(stage.canvas, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert tool.told[-1][0] == "press"


def test_a_tool_that_cannot_draw_is_told_once_and_the_picture_goes_on(stage: Any) -> None:
    class Broken(Noting):
        title = "Broken"

        def paint(self, painter: QPainter, place: Place, area: QRectF) -> None:
            raise ValueError("no such bone")

    said: list[str] = []
    stage.session.said.connect(lambda kind, line: said.append(line))
    stage.show(flat(640, 480))
    stage.panel.add_tool(Broken())
    stage.panel.use_tool("Broken")
    for _ in range(3):
        shown = stage.pixels()
        QTest.qWait(10)
    assert len(said) == 1 and "no such bone" in said[0]
    assert shown[shown.shape[0] // 2, shown.shape[1] // 2, 0] == 188
