"""Pictures of the viewport and of the inspector: every kind of value, and every way to look at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from studio.graph.edit import set_key
from studio.graph.graph import Graph

VALUES = {"people": 3, "clean_plate": 4, "depth": 5, "rig": 6, "motion": 7, "flow": 8, "ids": 9}
"""What is shown by which number key."""


class ViewportScenes:
    """A film at a frame on which everybody moves.

    Args:
        photographer: Holds the window.
    """

    def __init__(self, photographer: Any) -> None:
        self.by, self.session = photographer, photographer.session
        self.panel = photographer.window.viewport
        self.options = self.panel.options

    def take(self) -> None:
        """All of them; everything is as before afterwards."""
        self.by.window.docks.choose("Review")
        self.session.go(40)
        for name, number in VALUES.items():
            self.session.show_number(number)
            self.shoot(name)
        self.session.show_number(5)
        with self.seen(relief=True, yaw=32.0, pitch=14.0):
            self.shoot("relief")
        self.session.show_number(6)
        with self.seen(weights="leftUpperArm"):
            self.shoot("weights")
        self.session.look("matte_people_1", "", 3)
        self.shoot("matte")
        self.comparing()
        self.closely()
        self.inspector()

    def comparing(self) -> None:
        """The film under a wipe, beside the photo, and how far it differs."""
        self.session.show_number(1)
        self.session.compare(5)
        with self.seen(comparison="wipe", angle=12.0):
            self.shoot("wipe")
        self.session.compare(2)
        with self.seen(comparison="difference", difference=4.0):
            self.shoot("difference")

    def closely(self) -> None:
        """Guides and the probe; one channel; a region; another display transform."""
        self.session.show_number(1)
        with self.seen(safe=True, thirds=True):
            middle = self.panel.canvas.rect().center()
            self.by.drag(self.panel.canvas, [middle], press=False)
            self.shoot("guides")
        with self.seen(channel="R"):
            self.shoot("channel")
        x0, y0, x1, y1 = self.panel.canvas.view.plane().frame
        with self.seen(region=(x0 + (x1 - x0) * 0.55, y0 + 0.05 * (y1 - y0), x1, y0 + (y1 - y0) * 0.7)):
            self.session.go(44)
            self.shoot("region")
        self.session.go(40)
        self.shoot_menu(self.panel.bar.display, "display")

    def inspector(self) -> None:
        """Knobs of every kind, and a knob that is linked to another by its name."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        inspector = self.by.window.docks.docks["Inspector"].widget()
        self.by.window.docks.choose("Animate")
        self.session.select(["choose_motion_1"])
        self.by.work_quietly(600)
        library = self.session.library

        def keys(graph: Graph) -> Graph:
            for seconds, value in ((0.2, 0.8), (1.4, 1.6), (2.2, 0.5), (3.6, 1.2)):
                graph = set_key(graph, library, "choose_motion_1", "tempo", seconds, value)
            return graph

        self.session.apply(keys)
        self.by.shoot_widget(inspector, "inspector")
        QTest.mouseClick(inspector.row("amplitude").name, Qt.MouseButton.LeftButton)
        self.session.select(["retarget_motion_1"])
        self.by.work_quietly(600)
        self.by.shoot_widget(inspector, "inspector_link")
        inspector.picking.cancel()
        self.session.undo()

    @contextmanager
    def seen(self, **options: Any) -> Iterator[None]:
        """Look in another way for a while."""
        before = {name: getattr(self.options, name) for name in options}
        self.options.set(**options)
        yield
        self.options.set(**before)

    def shoot(self, name: str) -> None:
        """The viewport, once its value is there."""
        self.by.rest()
        self.by.shoot_widget(self.panel, f"view_{name}")

    def shoot_menu(self, button: Any, name: str) -> None:
        """A menu of the viewport's bar, open."""
        from PySide6.QtCore import QTimer

        def shoot() -> None:
            self.by.shoot_widget(self.panel, f"view_{name}", (button.menu(),))
            button.menu().hide()

        QTimer.singleShot(600, shoot)
        button.showMenu()
