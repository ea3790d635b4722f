"""A value on its way from the child to the window: its arrays in the arena, the rest as text."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from studio.engine.child.arena import Arena
from studio.engine.child.wire import Message
from studio.media.image import Image
from studio.media.region import WHOLE, Region, pixels_of
from studio.media.value import is_tensor, pack, unpack

_ALIGNED = 64


def cut_out(value: object, region: Region) -> tuple[object, list[int] | None]:
    """The part of a picture that is looked at, and where it lies: [x0, y0, x1, y1, width, height] of the whole.

    What is no picture, or looked at as a whole, stays as it is.
    """
    if region == WHOLE or not isinstance(value, Image):
        return value, None
    height, width = (int(side) for side in value.pixels.shape[:2])
    x0, y0, x1, y1 = pixels_of(region, (width, height))
    return Image(value.pixels[y0:y1, x0:x1]), [x0, y0, x1, y1, width, height]


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
