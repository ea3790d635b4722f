"""Calling a node's function: what it is handed, one person at a time where it asks for that, and what it hands back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from studio.engine.digest import PLAIN, content, digest
from studio.engine.lend import Lent
from studio.engine.step import Request
from studio.media.by_id import ById
from studio.media.errors import VivantError
from studio.media.shot import Shot
from studio.media.value import walk_arrays
from studio.node.declare import NodeType


def services(request: Request, lent: Lent, wanted: frozenset[str], shot: Shot | None = None) -> dict[str, Any]:
    """Everything but the inputs that a node's function takes: what it asked to be lent, and its knobs."""
    kind = request.step.type
    handed = dict(request.step.settings.handed(request.time, request.scale))
    if kind.wants_ctx:
        handed["ctx"] = lent
    if kind.wants_time:
        handed["time"] = request.time
    if kind.wants_shot:
        handed["shot"] = shot or request.step.shot
    if kind.wants_scale:
        handed["scale"] = request.scale
    if kind.wants_wanted:
        handed["wanted"] = wanted
    if kind.wants_region:
        handed["region"] = request.region
    return handed


def outputs_of(kind: NodeType, result: Any, wanted: frozenset[str]) -> dict[str, Any]:
    """What came back, by output; every array in it read-only from here on. Raises VivantError for a wrong shape."""
    if len(kind.outputs) == 1 and kind.outputs[0].name == "out":
        found = {"out": result}
    elif isinstance(result, tuple) and hasattr(result, "_asdict"):
        found = result._asdict()
    else:
        raise VivantError(f"{kind.name} hands back {type(result).__name__} instead of its {len(kind.outputs)} outputs")
    if kind.wants_wanted:
        found = {name: value for name, value in found.items() if name in wanted}
    for value in found.values():
        seal(value)
    return found


def seal(value: Any) -> None:
    """Make every numpy array of a value read-only, so that no node can write to a kept result."""
    if type(value) in PLAIN:
        return
    for array in walk_arrays(value):
        while isinstance(array, np.ndarray) and array.flags.writeable:
            array.flags.writeable = False
            array = array.base


def each_ids(request: Request, inputs: Mapping[str, Any]) -> list[str]:
    """Ids for which a node is called: those of its first one-by-one input that all required others have too."""
    ids: list[str] | None = None
    for socket in request.step.type.inputs:
        value = inputs.get(socket.name)
        if not socket.each or (value is None and socket.optional):
            continue
        if not isinstance(value, Mapping):
            raise VivantError(f"input {socket.name} wants one value for each person, not {type(value).__name__}")
        ids = list(value) if ids is None else [key for key in ids if key in value or socket.optional]
    return ids or []


def item_inputs(request: Request, inputs: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The inputs of the call for one id."""
    each = {socket.name for socket in request.step.type.inputs if socket.each}
    return {
        name: value.get(key) if name in each and value is not None else value for name, value in inputs.items()
    }  # fmt: skip


def item_name(request: Request, one: Mapping[str, Any], shared: bytes) -> bytes | None:
    """Name by content of the result for one id; None where an item cannot be digested."""
    parts = [b"item", shared]
    try:
        parts.extend(content(one[socket.name]) for socket in request.step.type.inputs if socket.each)
    except TypeError:
        return None
    return digest(b"".join(parts))


def gather(kind: NodeType, items: Mapping[str, Mapping[str, Any]], wanted: frozenset[str]) -> dict[str, Any]:
    """One ById for each output, from the outputs for each id."""
    names = [output.name for output in kind.outputs if not kind.wants_wanted or output.name in wanted]
    return {name: ById((key, found.get(name)) for key, found in items.items()) for name in names}
