"""The stage seen by a camera: drawn as large as the closest view needs, and every frame a window of that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.film_grid import FilmGrid, film_grid
from nodes.algorithms.window_resample import Box, Window, nearest_in_window, resample_window, seen_of
from studio.media.view import View

F32 = npt.NDArray[np.float32]
F16 = npt.NDArray[np.float16]


@dataclass(frozen=True)
class Seen:
    """How a film's frame shows the stage.

    Attributes:
        stage: The grid that plate and people are drawn on: the whole picture.
        size: (width, height) of the film.
        film: Pixels of the film that show something; the rest are bars.
        part: Pixels of the film that are looked at.
    """

    stage: FilmGrid
    size: tuple[int, int]
    film: Box
    part: Box

    def window(self, view: View) -> Window:
        """What a view shows, in pixels of the stage."""
        assert view.window is not None
        x0, y0, x1, y1 = self.stage.to_film(np.array(view.window).reshape(2, 2)).astype(float).ravel().tolist()
        return x0, y0, x1, y1

    def needs(self, views: list[View]) -> Box:
        """Pixels of the stage that have to be drawn for some views."""
        boxes = [seen_of(self.window(view), self.film, self.part, self.stage.size) for view in views]
        x0, y0, x1, y1 = zip(*boxes, strict=True)
        return min(x0), min(y0), max(x1), max(y1)

    def to_film(self, points: npt.NDArray[Any], view: View) -> F32:
        """(..., 2) positions on the stage to film pixels."""
        x0, y0, x1, y1 = self.window(view)
        fx0, fy0, fx1, fy1 = self.film
        scale = np.array([(fx1 - fx0) / (x1 - x0), (fy1 - fy0) / (y1 - y0)])
        moved: F32 = ((np.asarray(points, np.float64) - [x0, y0]) * scale + [fx0, fy0]).astype(np.float32)
        return moved

    def picture(self, pixels: npt.NDArray[Any], view: View) -> F32:
        """(H, W, 4) colours of the film, from those of the stage; bars are black."""
        whole = np.zeros((self.size[1], self.size[0], 4), np.float32)
        whole[..., 3] = 1
        x0, y0, x1, y1 = self.part
        whole[y0:y1, x0:x1] = resample_window(pixels, self.window(view), self.film, self.part)
        whole[..., 3] = whole[..., 3].clip(0, 1)
        return whole

    def exact(self, values: npt.NDArray[Any], view: View, empty: float = 0.0) -> npt.NDArray[Any]:
        """(H, W, ...) of the film: each pixel has the value of one of the stage, none is mixed."""
        whole = np.full((self.size[1], self.size[0], *values.shape[2:]), empty, values.dtype)
        x0, y0, x1, y1 = self.part
        rows, columns = nearest_in_window(self.window(view), self.film, self.part, self.stage.size)
        whole[y0:y1, x0:x1] = values[rows, columns]
        return whole

    def flow(self, flow: F32, now: View, after: View) -> F32:
        """(H, W, 2) pixels of the film that everything moves by: people as they move, and all as the camera does."""
        x0, y0, x1, y1 = self.part
        rows, columns = nearest_in_window(self.window(now), self.film, self.part, self.stage.size)
        centres = np.stack(np.meshgrid(np.arange(x0, x1) + 0.5, np.arange(y0, y1) + 0.5), axis=2)
        there = self.from_film(centres, now) + flow[rows, columns]
        whole = np.zeros((self.size[1], self.size[0], 2), np.float32)
        whole[y0:y1, x0:x1] = self.to_film(there, after) - centres
        return whole

    def from_film(self, points: npt.NDArray[Any], view: View) -> npt.NDArray[np.float64]:
        """(..., 2) positions in film pixels to the stage."""
        x0, y0, x1, y1 = self.window(view)
        fx0, fy0, fx1, fy1 = self.film
        back = (np.asarray(points, np.float64) - [fx0, fy0]) / np.array([fx1 - fx0, fy1 - fy0])
        moved: npt.NDArray[np.float64] = back * [x1 - x0, y1 - y0] + [x0, y0]
        return moved


def seen_by(view: View, source: tuple[int, int], film: tuple[int, int], scale: float, looked_at: Box | None) -> Seen:
    """How a film shows what a camera sees.

    Args:
        view: Any of the film's.
        source: (width, height) of the picture.
        film: (width, height) of the shot; (0, 0) is the source's own.
        scale: Proxy scale.
        looked_at: Pixels of the film that have to be right; None for all.

    Returns:
        With a stage as large as the closest view of the film needs, and never larger than the picture itself, where it
        would hold nothing more.
    """
    assert view.window is not None
    x0, y0, x1, y1 = view.window
    size = film_grid(source, film, scale).size
    shape = (x1 - x0) / (y1 - y0)
    # shapes that differ by less than a pixel are stretched to fit, as without a camera: no bar of one pixel
    fits = abs(size[0] / shape - size[1]) <= 1.01 or abs(size[1] * shape - size[0]) <= 1.01
    wide, high = size if fits else (min(size[0], round(size[1] * shape)), min(size[1], round(size[0] / shape)))
    left, top = (size[0] - wide) // 2, (size[1] - high) // 2
    shown = left, top, left + wide, top + high
    part = shown if looked_at is None else _within(looked_at, shown)
    large = min(1.0, high / (view.sharp * source[1]))
    stage = film_grid(source, (max(1, round(source[0] * large)), max(1, round(source[1] * large))))
    return Seen(stage, size, shown, part)


def mixed(now: View, after: View, share: float) -> View:
    """The view so far on the way from one to the next."""
    if share == 0 or now.window is None or after.window is None:
        return now
    x0, y0, x1, y1 = (a + (b - a) * share for a, b in zip(now.window, after.window, strict=True))
    return replace(now, window=(x0, y0, x1, y1), nearer=now.nearer + (after.nearer - now.nearer) * share)


def _within(box: Box, outer: Box) -> Box:
    x0, y0, x1, y1 = max(box[0], outer[0]), max(box[1], outer[1]), min(box[2], outer[2]), min(box[3], outer[3])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else (outer[0], outer[1], outer[0] + 1, outer[1] + 1)
