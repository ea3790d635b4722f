"""How a node type is declared: ``@node`` on a typed function, knob types, the Context, the library, upgrades."""

from studio.node.context import Context, Models
from studio.node.declare import (
    Clip,
    Each,
    NodeType,
    Region,
    Resolution,
    Scale,
    Time,
    Wanted,
    Window,
    node,
    node_type_of,
)
from studio.node.knob import Knob, KnobKind

__all__ = [
    "Clip", "Context", "Each", "Knob", "KnobKind", "Models", "NodeType", "Region", "Resolution", "Scale", "Time",
    "Wanted", "Window", "node", "node_type_of",
]  # fmt: skip
