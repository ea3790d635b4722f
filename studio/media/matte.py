"""Coverage of one person or thing, kept only where it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.media.value import media_type


@media_type
@dataclass(frozen=True, eq=False)
class Matte:
    """Coverage with its place.

    Attributes:
        coverage: (h, w) float32 in 0..1, of the box only; 0 outside it.
        origin: (x, y) of its top left pixel.
        size: (width, height) of the whole picture.
    """

    coverage: npt.NDArray[np.float32]
    origin: tuple[int, int]
    size: tuple[int, int]

    @staticmethod
    def from_full(coverage: npt.NDArray[np.float32], margin: int = 0) -> Matte:
        """From (H, W) coverage of the whole picture; the box is what is above 0, grown by ``margin`` pixels."""
        height, width = coverage.shape
        rows, columns = np.flatnonzero(coverage.any(axis=1)), np.flatnonzero(coverage.any(axis=0))
        if rows.size == 0:
            return Matte(np.zeros((0, 0), np.float32), (0, 0), (width, height))
        x0, y0 = max(0, int(columns[0]) - margin), max(0, int(rows[0]) - margin)
        x1, y1 = min(width, int(columns[-1]) + 1 + margin), min(height, int(rows[-1]) + 1 + margin)
        return Matte(np.ascontiguousarray(coverage[y0:y1, x0:x1], np.float32), (x0, y0), (width, height))

    def full(self) -> npt.NDArray[np.float32]:
        """(H, W) coverage of the whole picture."""
        whole = np.zeros((self.size[1], self.size[0]), np.float32)
        x, y = self.origin
        height, width = self.coverage.shape
        whole[y : y + height, x : x + width] = self.coverage
        return whole

    @property
    def box(self) -> tuple[int, int, int, int]:
        """(x0, y0, x1, y1), x1 and y1 excluded."""
        height, width = self.coverage.shape
        return self.origin[0], self.origin[1], self.origin[0] + width, self.origin[1] + height
