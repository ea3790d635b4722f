"""Somebody sits down on something: the hips come down on its surface and stay there, the feet stay on the ground."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms.figure import Figure
from nodes.algorithms.meeting import Timing, nearness
from nodes.algorithms.reach_points import reach_points, tips
from studio.media.contact import Contact

F64 = npt.NDArray[np.float64]
FLESH = 0.09
"""Metres from the joints of the hips down to what is sat on."""
CLOSE = 0.002
"""Metres from a seat at which hips rest on it already."""
ASIDE, UP = 0.4, 0.55
"""Metres that a seat may be beside, and above or below, where somebody would sit on the air; beyond that they would
fly."""


def sit_down(figure: Figure, contact: Contact, times: F64) -> str:
    """Bring the hips onto a seat while a contact lasts, in place.

    Args:
        figure: Who sits, on a clock; they sit on the air already.
        contact: With a seat.
        times: (T,) seconds of the clock.

    Returns:
        Why they cannot, "" where they do.
    """
    timing = Timing(contact.start, contact.end, min(contact.approach, contact.start), contact.release)
    near = nearness(timing, times)
    span = slice(*(np.flatnonzero(near > 0)[[0, -1]] + [0, 1])) if (near > 0).any() else slice(0, 0)
    cut, near = figure.cut(span), near[span]
    off = over(cut, contact)
    there = near > 0.999
    metre = cut.metre.mean() if len(near) else 1.0
    if not there.any() or np.abs(off[there]).max() < CLOSE * metre:
        return ""
    far = np.abs(off[there]).max(axis=0) / metre
    if far[0] > ASIDE or far[1] > UP:
        return f"the seat is {float(np.hypot(*far)):.1f} m from where they are"
    feet = {foot: tips(cut, foot)[:, :2] for foot in ("leftFoot", "rightFoot") if cut.body.index(foot) >= 0}
    cut.move(np.column_stack([-off * near[:, None], np.zeros(len(near))]))
    for foot, places in feet.items():
        reach_points(cut, foot, places)
    figure.put(span, cut)
    return ""


def over(figure: Figure, contact: Contact) -> F64:
    """(T, 2) pixels, y up, of the hips from where they are when they rest on the seat."""
    x, y = contact.seat[:2]
    return np.asarray(figure.places()[0][:, 0, :2] - np.array([x, -y]) - FLESH * figure.metre[:, None] * [0.0, 1.0])
