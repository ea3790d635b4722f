"""Relations of a scene graph, pinned, added or deleted by hand."""

from __future__ import annotations

from typing import Any

from studio.graph.edit.knobs import set_knob
from studio.graph.edit.places import node_at
from studio.graph.graph import Graph
from studio.graph.sockets import Types
from studio.media.errors import BadInput
from studio.media.scene import RELATIONS, Relation

NODE, KNOB = "relate_people", "edits"


def edit_relation(graph: Graph, library: Types, node: str, relation: Relation, do: str) -> Graph:
    """Pin or delete a relation, or forget what was done to it by hand.

    Args:
        graph: The graph.
        library: Node types.
        node: Id of the node that makes the scene.
        relation: Which; one that was not found is added by "pin".
        do: "pin", "delete" or "forget".
    """
    if node_at(graph, node).type != NODE:
        raise BadInput("relations are changed where they are made: show a relate_people node")
    if relation.kind not in RELATIONS or do not in ("pin", "delete", "forget"):
        raise BadInput(f"{do} {relation.kind}: no such relation")
    kept = [dict(entry) for entry in graph.nodes[node].knobs.get(KNOB, ()) if _key(entry) != relation.key]
    if do != "forget":
        kept.append({"do": do, "subject": relation.subject, "kind": relation.kind, "object": relation.object})
    return set_knob(graph, library, node, KNOB, tuple(kept))


def _key(entry: Any) -> tuple[str, str, str]:
    subject, kind, target = (str(entry.get(name, "")) for name in ("subject", "kind", "object"))
    return Relation(subject, kind, target).key
