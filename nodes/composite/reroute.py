"""Reroute: a corner in a link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studio.node import node


def _pick(knobs: Mapping[str, Any]) -> str:
    return "value"


@node(family="composite", version=1, pick=_pick)
def reroute(value: Any) -> Any:
    """Hand the input on as it is, so that a link can go round a corner.

    Args:
        value: Anything.

    Returns:
        The same.
    """
    return value
