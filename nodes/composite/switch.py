"""Switch: choose between inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from studio.media.errors import BadInput
from studio.node import node
from studio.node.knob import Range

INPUTS = ("a", "b", "c", "d", "e", "f", "g", "h")


def _pick(knobs: Mapping[str, Any]) -> str:
    return INPUTS[int(knobs["which"])]


@node(family="composite", version=1, pick=_pick)
def switch(
    a: Any = None,
    b: Any = None,
    c: Any = None,
    d: Any = None,
    e: Any = None,
    f: Any = None,
    g: Any = None,
    h: Any = None,
    *,
    which: Annotated[int, Range(0, 7)] = 0,
) -> Any:
    """Hand on one of several inputs; the others are not computed. What it chooses can be animated.

    Args:
        a: Input 0, of any kind.
        b: Input 1.
        c: Input 2.
        d: Input 3.
        e: Input 4.
        f: Input 5.
        g: Input 6.
        h: Input 7.
        which: Number of the input that is handed on, counted from 0.

    Returns:
        The chosen input, as it is.

    Raises:
        BadInput: Nothing is linked to the chosen input.
    """
    chosen = (a, b, c, d, e, f, g, h)[which]
    if chosen is None:
        raise BadInput(f"nothing is linked to input {INPUTS[which]} of the switch")
    return chosen
