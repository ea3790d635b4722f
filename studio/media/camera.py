"""The camera that took the picture, and the ground it stands on."""

from __future__ import annotations

from dataclasses import dataclass

from studio.media.value import media_type


@media_type
@dataclass(frozen=True)
class Camera:
    """A level pinhole camera over a flat ground.

    Attributes:
        size: (width, height) of the source picture.
        focal: Focal length in pixels.
        horizon: y of the horizon at the picture's middle column, in pixels (may lie outside the picture).
        roll: Slope of the horizon, in radians, positive clockwise on the screen.
        height: Height of the camera above the ground, in metres.
        sure: 0..1, how much evidence there was; 0 is a guess from the picture's size alone.
        evidence: One line on what it was estimated from.

    Convention:
        A point of the ground at distance z metres is seen ``focal * height / z`` pixels under the horizon.
    """

    size: tuple[int, int]
    focal: float
    horizon: float
    roll: float
    height: float
    sure: float = 0.0
    evidence: str = ""

    def ground_distance(self, x: float, y: float) -> float:
        """Metres to the ground seen at pixel (x, y); inf at and above the horizon."""
        below = y - (self.horizon + self.roll * (x - self.size[0] / 2))
        return self.focal * self.height / below if below > 1e-6 else float("inf")

    def pixels_per_metre(self, distance: float) -> float:
        """Size of a metre, held upright at ``distance`` metres, in pixels."""
        return self.focal / distance
