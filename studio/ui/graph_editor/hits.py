"""Finding what lies at a point of the scene; it works from far away as well, where no single item is shown."""

from __future__ import annotations

from dataclasses import dataclass

from studio.ui.graph_editor.measure import distance
from studio.ui.graph_editor.mirror import Mirror
from studio.ui.graph_editor.node_item import Socket
from studio.ui.graph_editor.scenery import End


@dataclass(frozen=True)
class Hit:
    """What lies at a point: a box (and its socket), a wire, or a part of a backdrop. Nothing where all are empty."""

    box: str = ""
    socket: Socket | None = None
    wire: End | None = None
    backdrop: str = ""
    part: str = ""


def find(mirror: Mirror, x: float, y: float, reach: float, sockets: bool = True) -> Hit:
    """What lies at a point of the scene; ``reach`` is how near counts, in units of the scene."""
    found, box = _socket_at(mirror, x, y, reach) if sockets else None, _box_at(mirror, x, y)
    if found and (box in ("", found.box) or mirror.nodes[box].zValue() <= mirror.nodes[found.box].zValue()):
        return found
    if box:
        return Hit(box=box)
    wire = wire_at(mirror, x, y, reach)
    return Hit(wire=wire) if wire else _backdrop_at(mirror, x, y)


def _box_at(mirror: Mirror, x: float, y: float) -> str:
    """The topmost box at a point, "" for none."""
    best, found = -1.0, ""
    for name, node in mirror.nodes.items():
        left, top, right, bottom = node.rect()
        if left <= x <= right and top <= y <= bottom and node.zValue() >= best:
            best, found = node.zValue(), name
    return found


def _socket_at(mirror: Mirror, x: float, y: float, reach: float) -> Hit | None:
    best, found = reach, None
    for name, node in mirror.nodes.items():
        left, top, right, bottom = node.rect()
        if not (left - reach <= x <= right + reach and top - reach <= y <= bottom + reach):
            continue
        for side, places in (("in", node.shape_of.ins), ("out", node.shape_of.outs)):
            for index, (dx, dy) in enumerate(places):
                away = ((left + dx - x) ** 2 + (top + dy - y) ** 2) ** 0.5
                if away < best:
                    best, found = away, Hit(box=name, socket=(side, index))
    return found


def wire_at(mirror: Mirror, x: float, y: float, reach: float, apart_from: str = "") -> End | None:
    """The nearest wire, leaving out those of one box."""
    best, found = reach, None
    for end, item in mirror.wires.items():
        if apart_from and apart_from in (item.wire.source, item.wire.target):
            continue
        away = distance(item.cubic, x, y, best)
        if away < best:
            best, found = away, end
    return found


def _backdrop_at(mirror: Mirror, x: float, y: float) -> Hit:
    for item in sorted(mirror.backdrops.values(), key=lambda item: -item.zValue()):
        part = item.backdrop.part_at(x, y)
        if part:
            return Hit(backdrop=item.backdrop.id, part=part)
    return Hit()
