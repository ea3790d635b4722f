"""Where on the ground somebody stands, and where and how large that is seen from the camera.

Convention:
    Ground places are (x, z) metres, x right, z towards the viewer, origin under the camera: what is seen has z below 0.
    Picture places are pixels, y up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]

NEAREST = 0.35
"""Of the photo's distance: nobody comes nearer to the camera than that."""


@dataclass(frozen=True)
class GroundView:
    """One person's ground as a level camera sees it, exact at the spot where the photo has the person.

    Attributes:
        focal: Pixels.
        height: Metres of the camera above the ground.
        roll: Slope of the horizon, positive clockwise on the screen.
        distance: Metres from the camera to the person in the photo.
        middle: x of the picture's middle, in pixels.
        ground: (x, y up) of the ground under the person in the photo, in pixels.
    """

    focal: float
    height: float
    roll: float
    distance: float
    middle: float
    ground: tuple[float, float]

    @property
    def start(self) -> tuple[float, float]:
        """Where the photo has the person."""
        return (self.ground[0] - self.middle) * self.distance / self.focal, -self.distance

    def size(self, places: F64) -> F64:
        """(...) how large somebody is seen at (..., 2) places, against the photo."""
        return np.asarray(self.distance / self._far(places))

    def seen(self, places: F64) -> F64:
        """(..., 2) pixels, y up, of the ground at (..., 2) places."""
        far = self._far(places)
        x = self.middle + self.focal * places[..., 0] / far
        lower = self.focal * self.height * (1 / far - 1 / self.distance) + self.roll * (x - self.ground[0])
        return np.stack([x, self.ground[1] - lower], axis=-1)

    def place(self, seen: F64, distance: float | None = None) -> tuple[float, float]:
        """Ground at a picture's column and a distance."""
        far = self.distance if distance is None else distance
        return float((seen[0] - self.middle) * far / self.focal), -far

    def under(self, seen: tuple[float, float]) -> tuple[float, float]:
        """Ground (x, z) that is seen at (x, y up) of the picture; what lies above the horizon is as far as the photo
        has the person."""
        lower = self.ground[1] - seen[1] - self.roll * (seen[0] - self.ground[0])
        nearness = lower / (self.focal * self.height) + 1 / self.distance
        far = 1 / nearness if nearness > 1e-3 / self.distance else self.distance
        return (seen[0] - self.middle) * far / self.focal, -far

    def _far(self, places: F64) -> F64:
        return np.maximum(-np.asarray(places, np.float64)[..., 1], NEAREST * self.distance)
