"""What is said about a thing on the canvas when the mouse rests on it."""

from __future__ import annotations

from html import escape

from studio.graph.graph import Source
from studio.ui.graph_editor.editor import Editor
from studio.ui.graph_editor.hits import Hit
from studio.ui.graph_editor.node_item import Socket
from studio.ui.graph_editor.states import Badge, amount, size

TIERS = {"ram": "in memory", "disk": "on disk", "device": "on the graphics card"}


def about(editor: Editor, hit: Hit) -> str:
    """A tooltip, as rich text; "" for nothing."""
    if hit.socket:
        return _socket(editor, hit.box, hit.socket)
    if hit.box in editor.mirror.nodes:
        return _box(editor, hit.box)
    if hit.wire in editor.mirror.wires:
        return _wire(editor, hit.wire)
    if hit.part == "head":
        return "Drag moves all that lies on it; double-click changes the title"
    return "Drag to make the frame larger or smaller" if hit.part == "corner" else ""


def _socket(editor: Editor, name: str, socket: Socket) -> str:
    box = editor.mirror.nodes[name].box
    port = (box.ins if socket[0] == "in" else box.outs)[socket[1]]
    optional = "" if port.needed or socket[0] == "out" else ", may stay unlinked"
    said = f"<b>{escape(port.label)}</b>: {escape(port.media)}{optional}"
    if port.away:
        said += f"<br>linked to {escape(port.away)}, which lies elsewhere"
    return said + (f"<br>{escape(port.doc)}" if port.doc else "")


def _box(editor: Editor, name: str) -> str:
    item = editor.mirror.nodes[name]
    lines = [f"<b>{escape(item.box.title)}</b>  <span style='color:#8b919b'>{escape(name)}</span>"]
    if item.box.hint:
        lines.append(escape(item.box.hint))
    lines += [escape(line) for line in state(item.face.badge, item.box.animated)]
    if item.box.bypass:
        lines.append("Bypassed: hands its input on")
    return "<br>".join(lines)


def state(badge: Badge, animated: bool = False) -> list[str]:
    """What is known of a node's results, a line for each thing."""
    lines: list[str] = []
    if badge.error:
        lines.append(badge.error if badge.own else f"Waits for what failed above: {badge.error}")
    lines += badge.warnings
    if badge.busy is not None:
        done = f" {badge.busy * 100:.0f} %" if badge.busy >= 0 else ""
        lines.append(f"Computing{done}{': ' + badge.note if badge.note else ''}")
    if badge.where:
        lines.append(f"Kept {TIERS.get(badge.where, badge.where)}{', ' + size(badge.bytes) if badge.bytes else ''}")
    if badge.milliseconds:
        lines.append(f"Took {amount(badge.milliseconds)}")
    if badge.pinned:
        lines.append("Pinned: its results are held on to")
    if badge.never:
        lines.append("Its results are never kept")
    if animated:
        lines.append("Changes over time")
    return lines


def _wire(editor: Editor, end: tuple[str, str]) -> str:
    wire = editor.mirror.wires[end].wire
    source: Source | None = editor.graph.nodes[end[0]].inputs.get(end[1])
    if source is None:
        return ""
    titles = [escape(editor.mirror.nodes[name].box.title) for name in (wire.source, wire.target)]
    return f"<b>{escape(wire.media)}</b><br>{titles[0]}.{escape(source.output)} → {titles[1]}.{escape(end[1])}"
