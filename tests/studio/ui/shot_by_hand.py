"""A shot with two made people, answered by hand: what the engine would tell the panels, without an engine."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from contracts import samples

from studio.app import open_graph, preset_path
from studio.graph.document import Document
from studio.media.by_id import ById
from studio.media.image import Image
from studio.ui.bridge import Answer


def open_shot(session: Any) -> None:
    """Open the group photo's graph."""
    session.open(Document(session.library, open_graph(preset_path("group_photo")).graph))


def answer(session: Any, **instead: Any) -> None:
    """Answer everything that was fetched, by the type of the node asked."""
    values = {"load_photo": photo, "rig_person": free_rigs}
    values |= dict.fromkeys(("order_layers", "find_faces"), samples.people)
    while session.bridge.waiting:
        look, then = session.bridge.waiting.pop(0)
        kind = session.graph.nodes[look.node].type
        moves = session.library[kind].outputs[0].media == "Motions"
        otherwise = instead.get("retarget_motion", samples.motions()) if moves else values.get(kind, lambda: None)()
        value = instead.get(kind) or otherwise
        then(Answer(look, session.graph, value))


def free_rigs() -> Any:
    """Their bodies; nothing in the photo holds a limb back."""
    return ById(
        (name, replace(rig, freedom=np.ones_like(rig.freedom), reasons=("",) * len(rig.bones)))
        for name, rig in samples.rigs().items()
    )


def photo() -> Image:
    """The picture, as it comes to the window: a plain array."""
    return Image(samples.image().pixels.numpy())
