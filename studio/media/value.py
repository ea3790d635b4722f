"""How any value on a link is measured, digested and stored, without pickle.

A value is a tree of: None, bool, int, float, str, bytes, tuples and named tuples, lists, mappings with string keys,
:class:`~studio.media.by_id.ById`, numpy arrays, torch tensors, and dataclasses declared with :func:`media_type`.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import struct
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import numpy as np

from studio.media.by_id import ById

C = TypeVar("C", bound=type)
_TYPES: dict[str, type] = {}


def media_type(cls: C) -> C:
    """Declare a frozen dataclass or NamedTuple as a value that travels on links and can be stored."""
    _TYPES[cls.__name__] = cls
    return cls


def is_tensor(value: object) -> bool:
    """Whether a value is a torch tensor, asked without importing torch."""
    return type(value).__module__ == "torch" and type(value).__name__ in {"Tensor", "Parameter"}


def walk_arrays(value: object) -> list[Any]:
    """Every numpy array and torch tensor in a value, without recursion."""
    found: list[Any] = []
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, np.ndarray) or is_tensor(item):
            found.append(item)
        elif dataclasses.is_dataclass(item) and not isinstance(item, type):
            pending.extend(getattr(item, field.name) for field in dataclasses.fields(item))
        elif isinstance(item, Mapping):
            pending.extend(item.values())
        elif isinstance(item, tuple | list):
            pending.extend(item)
    return found


def nbytes(value: object) -> int:
    """Bytes that a value's arrays hold; at least 64 for anything."""
    return 64 + sum(int(array.nbytes) for array in walk_arrays(value))


def map_arrays(value: Any, change: Callable[[Any], Any]) -> Any:
    """The same value with every array replaced by ``change(array)`` (for moving it between tiers)."""
    if isinstance(value, np.ndarray) or is_tensor(value):
        return change(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: map_arrays(getattr(value, f.name), change) for f in dataclasses.fields(value)}
        return type(value)(**fields)
    if isinstance(value, ById):
        return ById((key, map_arrays(item, change)) for key, item in value.items())
    if isinstance(value, Mapping):
        return {key: map_arrays(item, change) for key, item in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(map_arrays(item, change) for item in value))
    if isinstance(value, tuple | list):
        return type(value)(map_arrays(item, change) for item in value)
    return value


def pack(value: object) -> tuple[dict[str, Any], str]:
    """Split a value into named arrays and a JSON text that says how they fit together.

    Returns:
        ``(arrays, structure)``; arrays keep their kind (numpy or torch). Raises TypeError for a foreign object.
    """
    arrays: dict[str, Any] = {}
    structure = json.dumps(_pack(value, arrays), separators=(",", ":"), allow_nan=True)
    return arrays, structure


def unpack(arrays: Mapping[str, Any], structure: str) -> Any:
    """Rebuild what :func:`pack` split. Raises ValueError where a type is not known. Runs no code from the text."""
    return _unpack(json.loads(structure), arrays)


def _pack(value: Any, arrays: dict[str, Any]) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray) or is_tensor(value):
        name = str(len(arrays))
        arrays[name] = value
        return {"array": name, "kind": "torch" if is_tensor(value) else "numpy"}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, ById):
        return {"by_id": [[key, _pack(item, arrays)] for key, item in value.items()]}
    if dataclasses.is_dataclass(value) and type(value).__name__ in _TYPES:
        fields = dataclasses.fields(value)
        return {"type": type(value).__name__, "fields": {f.name: _pack(getattr(value, f.name), arrays) for f in fields}}
    if isinstance(value, tuple) and hasattr(value, "_fields") and type(value).__name__ in _TYPES:
        named = zip(value._fields, value, strict=True)
        return {"type": type(value).__name__, "fields": {name: _pack(item, arrays) for name, item in named}}
    if isinstance(value, tuple | list):
        return {"tuple": [_pack(item, arrays) for item in value]}
    if isinstance(value, Mapping):
        return {"map": [[key, _pack(item, arrays)] for key, item in value.items()]}
    raise TypeError(f"a value of type {type(value).__name__} cannot be stored; declare it with @media_type")


def _unpack(node: Any, arrays: Mapping[str, Any]) -> Any:
    if not isinstance(node, dict):
        return node
    if "array" in node:
        return arrays[node["array"]]
    if "bytes" in node:
        return bytes.fromhex(node["bytes"])
    if "by_id" in node:
        return ById((key, _unpack(item, arrays)) for key, item in node["by_id"])
    if "tuple" in node:
        return tuple(_unpack(item, arrays) for item in node["tuple"])
    if "map" in node:
        return {key: _unpack(item, arrays) for key, item in node["map"]}
    cls = _TYPES.get(node.get("type", ""))
    if cls is None:
        raise ValueError(f"stored value of unknown type {node.get('type')!r}")
    return cls(**{name: _unpack(item, arrays) for name, item in node["fields"].items()})


def content_digest(value: object, size: int = 16) -> bytes:
    """A digest of what a value is made of: equal values, equal digest, whatever object holds them."""
    digest = hashlib.blake2b(digest_size=size)
    arrays, structure = pack(value)
    digest.update(structure.encode())
    for array in arrays.values():
        plain = array.detach().cpu().numpy() if is_tensor(array) else array
        digest.update(struct.pack(f"<{plain.ndim}q", *plain.shape) + plain.dtype.str.encode())
        digest.update(np.ascontiguousarray(plain).data)
    return digest.digest()
