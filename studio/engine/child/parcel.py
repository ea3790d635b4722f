"""A value on its way from the child to the window: its arrays in the arena, the rest as text."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from studio.engine.child.arena import Arena
from studio.engine.child.wire import Message
from studio.media.value import is_tensor, pack, unpack

_ALIGNED = 64


def wrap(arena: Arena, value: object) -> Message:
    """Put a value into the arena. Raises TypeError for one that cannot travel, VivantError where there is no room."""
    arrays, structure = pack(value)
    plain = {name: _plain(array) for name, array in arrays.items()}
    places, size = {}, 0
    for name, array in plain.items():
        places[name] = size
        size += -(-array.nbytes // _ALIGNED) * _ALIGNED
    block = arena.take(size) if size else 0
    listed = []
    for name, array in plain.items():
        at = block + places[name]
        _view(arena, array.dtype.str, array.shape, at)[...] = array
        listed.append([name, array.dtype.str, array.shape, at])
    return {"structure": structure, "block": block, "arrays": listed}


def unwrap(arena: Arena, parcel: Message) -> Any:
    """The value, copied out of the arena; its arrays are numpy's, and read-only."""
    arrays = {name: _copy(arena, dtype, tuple(shape), at) for name, dtype, shape, at in parcel["arrays"]}
    return unpack(arrays, parcel["structure"])


def _plain(array: Any) -> npt.NDArray[Any]:
    if is_tensor(array):
        array = array.detach().cpu()
        # numpy does not know this type of number
        array = (array.float() if str(array.dtype) == "torch.bfloat16" else array).numpy()
    if array.dtype.hasobject:
        raise TypeError("an array of Python objects cannot be shown")
    found: npt.NDArray[Any] = array
    return found


def _view(arena: Arena, dtype: str, shape: tuple[int, ...], at: int) -> npt.NDArray[Any]:
    return np.ndarray(shape, np.dtype(dtype), buffer=arena.memory, offset=at)


def _copy(arena: Arena, dtype: str, shape: tuple[int, ...], at: int) -> npt.NDArray[Any]:
    copy = np.array(_view(arena, dtype, shape, at))
    copy.flags.writeable = False
    return copy
