"""Reorder people: who is in front of whom, changed by hand from a moment on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nodes.algorithms.layer_order import OrderKey, order_at
from studio.media.errors import BadInput
from studio.media.motion import Poses
from studio.media.rig import Rigs
from studio.node import Time, node
from studio.node.knob import Entries


@node(family="scene", version=1)
def reorder_people(poses: Poses, rigs: Rigs | None = None, *, time: Time = 0.0, keys: Entries = ()) -> Poses:
    """Draw people in another order than the picture's, from a moment on.

    Args:
        poses: How everyone stands.
        rigs: The people's bodies, which know the picture's order; without them it is that of the poses.
        time: Seconds.
        keys: Entries {"time": seconds, "order": ids, the farthest first}. Each holds until the next; before the first
            of them the picture's order holds. Who is not named keeps their place among the others.

    Returns:
        The poses with a channel "layer", 0 for the farthest; without keys the very same poses.
    """
    if not keys:
        return poses
    natural = {name: float(rigs[name].layer if rigs and name in rigs else k) for k, name in enumerate(poses)}
    order = order_at([read_order(entry) for entry in keys], time, natural)
    return Poses(
        (name, replace(pose, channels={**pose.channels, "layer": float(order.index(name))}))
        for name, pose in poses.items()
    )


def read_order(entry: Mapping[str, Any]) -> OrderKey:
    """An entry as a key. Raises BadInput where it is none."""
    time, order = entry.get("time"), entry.get("order")
    if not isinstance(time, int | float) or isinstance(time, bool):
        raise BadInput(f"reorder_people: a key needs a time in seconds, not {str(time)[:60]}")
    if not isinstance(order, tuple | list) or not all(isinstance(name, str) for name in order):
        raise BadInput(f"reorder_people: the order at {time:g} s wants a list of person ids, not {str(order)[:60]}")
    return OrderKey(float(time), tuple(order))
