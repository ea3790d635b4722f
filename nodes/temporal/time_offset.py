"""Time offset: earlier, later or backwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from studio.media.shot import Shot
from studio.node import node
from studio.node.knob import Range


def _retime(time: float, knobs: Mapping[str, Any], shot: Shot) -> float:
    moved = time - float(knobs["frames"]) / shot.fps
    return shot.time(shot.first + shot.last) - moved if knobs["reverse"] else moved


@node(family="temporal", version=1, retime=_retime)
def time_offset(
    value: Any,
    *,
    frames: Annotated[float, Range(-100000.0, 100000.0, "frames", soft=(-100.0, 100.0))] = 0.0,
    reverse: bool = False,
) -> Any:
    """Show the input earlier or later.

    Args:
        value: Anything that changes over time.
        frames: How many frames later it happens; negative is earlier.
        reverse: Run the shot backwards.

    Returns:
        The input as it is at the other time.
    """
    return value
