"""Places for labels, so that none covers another and none leaves the picture."""

from __future__ import annotations

from collections.abc import Iterable

Rect = tuple[float, float, float, float]


class LabelPlaces:
    """Rectangles already taken in a picture of one size."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.taken: list[Rect] = []

    def take(self, wanted: Iterable[tuple[float, float]], width: float, height: float) -> tuple[float, float] | None:
        """The first free place among those wanted, and those next above and below them.

        Args:
            wanted: (x, y) of the label's top left corner, best first.
            width: Of the label, in pixels.
            height: Of the label.

        Returns:
            (x, y) moved into the picture, now taken; None where everything is full or the label is too large.
        """
        if width > self.size[0] or height > self.size[1]:
            return None
        for x, y in wanted:
            left = min(max(x, 0.0), self.size[0] - width)
            near = min(max(y, 0.0), self.size[1] - height)
            for step in (0, -1, 1, -2, 2, -3, 3, 4):
                top = min(max(near + step * height, 0.0), self.size[1] - height)
                rect = (left, top, left + width, top + height)
                if not any(_overlap(rect, other) for other in self.taken):
                    self.taken.append(rect)
                    return left, top
        return None


def _overlap(a: Rect, b: Rect) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
