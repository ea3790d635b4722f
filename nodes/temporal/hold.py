"""Hold: freeze a frame, or step through time."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Any

from studio.media.shot import Shot
from studio.node import node
from studio.node.knob import Range


def _retime(time: float, knobs: Mapping[str, Any], shot: Shot) -> float:
    frame, every = int(knobs["frame"]), int(knobs["every"])
    if every == 0:
        return shot.time(frame)
    steps = math.floor((time * shot.fps - frame) / every + 1e-6)
    return shot.time(frame + steps * every)


@node(family="temporal", version=1, retime=_retime)
def hold(
    value: Any,
    *,
    frame: Annotated[int, Range(-100000, 100000, "frames", soft=(0, 200))] = 0,
    every: Annotated[int, Range(0, 1000, "frames", soft=(0, 8))] = 0,
) -> Any:
    """Freeze the input at one frame, or show every so many frames only, as in animation on twos.

    Args:
        value: Anything that changes over time.
        frame: The frame that is held, counted from 0.
        every: 0 holds that one frame; 2 shows every second frame for two frames, counted from the held one.

    Returns:
        The input as it is at the held time.
    """
    return value
