"""View at: what the camera sees at one moment."""

from __future__ import annotations

import numpy as np

from studio.media.view import View, ViewPath
from studio.node import Time, node


@node(family="camera", version=1)
def view_at(path: ViewPath, *, time: Time = 0.0) -> View:
    """Read a camera's way at one time.

    Args:
        path: What is seen over a whole film.
        time: Seconds.

    Returns:
        What is seen then; the last that there is after the end. Between two samples with a cut there is no way.
    """
    samples = len(path.windows)
    if not samples:
        return View()
    place = min(max(time * path.fps, 0.0), samples - 1.0)
    place = round(place) if abs(place - round(place)) < 1e-4 else place  # a frame's time is rarely exact in binary
    first = int(place)
    second = min(first + 1, samples - 1)
    share = 0.0 if path.cuts[second] else place - first
    window = (1 - share) * path.windows[first] + share * path.windows[second]
    nearer = float((1 - share) * path.nearer[first] + share * path.nearer[second])
    x0, y0, x1, y1 = (float(np.round(value, 6)) for value in window)
    return View((x0, y0, x1, y1), path.sharp, round(nearer, 9), int(path.cuts[: first + 1].sum()))
