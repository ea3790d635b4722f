"""A viewport on the screen, with a small graph and values that a test answers by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from immutables import Map
from PySide6.QtTest import QTest

from studio.graph.document import Document
from studio.graph.graph import Graph, Node, Source
from studio.media.camera import Camera
from studio.media.image import Image
from studio.ui.bridge import Answer, Look


def picture(width: int = 64, height: int = 48, alpha: float = 1.0) -> Image:
    """Every pixel another colour; float16 numpy, as values arrive in the window."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    light = np.stack([x / width, y / height, (x + y) % 17 / 17], axis=2) ** 2
    pixels = np.dstack([light * alpha, np.full((height, width), alpha)]).astype(np.float16)
    return Image(pixels)  # type: ignore[arg-type]


class Stage:
    """A viewport and its session; ``answer`` plays the engine."""

    def __init__(self, session: Any, panel: Any) -> None:
        self.session, self.panel, self.canvas = session, panel, panel.canvas
        self.beside: dict[str, Any] = {}

    def show(self, value: Any, node: str = "photo", output: str = "", number: int = 1) -> None:
        """Show a value as the answer of a node, and wait until it is painted."""
        self.session.look(node, output, number)
        self.answer(value, node, output)

    def answer(self, value: Any, node: str = "photo", output: str = "", error: str = "", blamed: str = "") -> None:
        """Answer the look at a node."""
        look = Look(node, output, self.session.time, self.session.scale)
        self.session.bridge.answered.emit(Answer(look, self.session.graph, value, error, blamed))
        self.settle()

    def settle(self) -> None:
        """Answer what is fetched, and wait until nothing new comes to the screen."""
        bridge = self.session.bridge
        while bridge.waiting:
            look, then = bridge.waiting.pop(0)
            value = self.beside.get(look.node)
            then(Answer(look, self.session.graph, value, "" if value is not None else "not there"))
        self.panel.looking._worker.submit(lambda: None).result()
        side = self.panel.looking.sides[0]
        self.until(lambda: side.answer is None or (side.shown is not None and side.shown.answer is side.answer))
        QTest.qWait(30)

    def focus(self) -> None:
        """Keys go to the canvas."""
        self.panel.activateWindow()
        self.canvas.setFocus()
        self.until(self.canvas.hasFocus)

    def until(self, holds: Callable[[], object], milliseconds: int = 4000) -> None:
        """Wait until something holds."""
        waited = 0
        while not holds() and waited < milliseconds:
            QTest.qWait(10)
            waited += 10
        assert holds()

    def pixels(self) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """(H, W, 3) what the canvas shows now."""
        image = self.canvas.grabFramebuffer()
        bits = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
        return np.array(bits[:, : image.width(), 2::-1])

    def at_100(self, x: int = 20, y: int = 30) -> None:
        """One pixel of the source on one of the screen, with its corner at (x, y)."""
        framing = self.canvas.view.framing
        framing.x, framing.y, framing.zoom, framing.fitted = x, y, 1.0, False
        self.canvas.update()

    def crop(self, width: int, height: int, x: int = 20, y: int = 30) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """What is shown where :meth:`at_100` put a picture of this size."""
        return self.pixels()[y : y + height, x : x + width]


@pytest.fixture
def stage(session: Any) -> Iterator[Stage]:
    """A viewport of 700 x 500 on the screen, over a photo with people, a camera, depth, rigs and motions."""
    from studio.ui.viewport.panel import ViewportPanel

    nodes = {
        "photo": Node("load_photo"),
        "people": Node("detect_people", inputs=Map({"image": Source("photo", "out")})),
        "camera": Node("estimate_camera", inputs=Map({"image": Source("photo", "out")})),
        "rigs": Node("rig_person", inputs=Map({"person": Source("people", "out"), "image": Source("photo", "out")})),
        "motion": Node("retarget_motion", inputs=Map({"rigs": Source("rigs", "out")})),
        "poses": Node("pose_at", inputs=Map({"motions": Source("motion", "out")})),
        "stage": Node(
            "stage_people",
            inputs=Map(
                {"plate": Source("photo", "out"), "rigs": Source("rigs", "out"), "poses": Source("poses", "out")}
            ),
        ),
    }
    session.open(Document(session.library, Graph(nodes=Map(nodes))))
    panel = ViewportPanel(session)
    panel.resize(700, 500)
    panel.show()
    QTest.qWaitForWindowExposed(panel)
    made = Stage(session, panel)
    made.beside = {"photo": picture(), "camera": Camera((64, 48), 60.0, 20.0, 0.0, 1.6)}
    yield made
    panel.close()
    panel.deleteLater()
    QTest.qWait(0)
