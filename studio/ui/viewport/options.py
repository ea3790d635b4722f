"""How the artist wants to see what is shown: exposure, channels, comparison, guides and what is drawn over it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

CHANNELS = ("RGBA", "R", "G", "B", "A", "L")
COMPARISONS = ("off", "wipe", "difference", "side by side")


class Options(QObject):
    """Set through :meth:`set`; everybody who shows something follows ``changed``.

    Attributes:
        channel: One of :data:`CHANNELS`.
        gain, gamma: Exposure of what is shown; they change no picture.
        display: Name of the display transform.
        comparison: One of :data:`COMPARISONS`.
        wipe: (x, y) in source pixels through which the wipe's line goes; None is the middle of the picture.
        angle: Of the wipe's line, in degrees; 0 stands upright.
        difference: By how much a difference is multiplied.
        region: (x0, y0, x1, y1) of the source that is looked at alone; None is all of it.
        safe, thirds, grid: Guides that are shown.
        checker: Show a checkerboard through what is transparent.
        matte: How a matte is shown: "grey" or "red" over the photo.
        skeletons, faces, boxes, names, outlines, arrows: What is drawn of people and of flow.
        bones: Colours of skeletons: "person" or "openpose".
        onion: How many ghosts of the neighbouring moments are drawn of a motion.
        weights: Bone whose weights a rig shows; "" shows its mesh.
        relief: Show depth as a relief.
        yaw, pitch: How far the relief is turned, in degrees.
        time: Seconds at the playhead.
        version: Counts the changes.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.channel, self.gain, self.gamma, self.display = "RGBA", 1.0, 1.0, ""
        self.comparison, self.angle, self.difference = "off", 0.0, 4.0
        self.wipe: tuple[float, float] | None = None
        self.region: tuple[float, float, float, float] | None = None
        self.safe = self.thirds = self.grid = False
        self.checker = True
        self.matte, self.bones, self.weights = "red", "person", ""
        self.skeletons = self.faces = self.boxes = self.names = self.outlines = self.arrows = True
        self.onion, self.relief, self.time = 2, False, 0.0
        self.yaw, self.pitch, self.version = 24.0, 8.0, 0

    def set(self, **wanted: Any) -> None:
        """Set what is named. Raises AttributeError for what there is not."""
        before = {name: getattr(self, name) for name in wanted}
        if before != wanted:
            for name, value in wanted.items():
                setattr(self, name, value)
            self.version += 1
            self.changed.emit()
