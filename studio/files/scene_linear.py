"""Pictures that OpenImageIO reads at their full depth: OpenEXR and Radiance HDR (linear light), 16-bit PNG and TIFF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from studio.files.encoded_light import F16, from_linear, from_srgb
from studio.files.icc_profile import read_profile
from studio.files.limit import limit_pixels, one_line
from studio.files.upright import upright
from studio.media.errors import BadInput

REC709 = (0.64, 0.33, 0.30, 0.60, 0.15, 0.06, 0.3127, 0.3290)
"""Chromaticities (x, y) of red, green, blue and white. Source: ITU-R BT.709."""


def read(path: Path) -> F16:
    """An OpenEXR or Radiance HDR picture, (H, W, 4) linear Rec.709, premultiplied."""
    numbers, spec = read_numbers(path, "float")
    linear = _in_frame(from_linear(_colour_channels(numbers, spec)), spec)
    chromaticities = spec.getattribute("chromaticities")
    if chromaticities is not None and not np.allclose(chromaticities, REC709, atol=2e-3):
        linear[..., :3] = linear[..., :3].astype(np.float32) @ to_rec709(chromaticities).T
    return linear


def _in_frame(linear: F16, spec: Any) -> F16:
    """The picture in its display window, where the file holds a smaller or larger part of it."""
    x, y = spec.x - spec.full_x, spec.y - spec.full_y
    width, height = spec.full_width, spec.full_height
    if (x, y, width, height) == (0, 0, spec.width, spec.height) or width <= 0 or height <= 0:
        return linear
    limit_pixels(width, height)
    frame = np.zeros((height, width, 4), np.float16)
    inside = frame[max(0, y) : max(0, y + spec.height), max(0, x) : max(0, x + spec.width)]
    part = linear[max(0, -y) :, max(0, -x) :][: inside.shape[0], : inside.shape[1]]
    inside[: part.shape[0], : part.shape[1]] = part
    return frame


def read_deep(path: Path) -> F16:
    """A 16-bit or float PNG or TIFF at its full depth; floats are taken as linear light."""
    numbers, spec = read_numbers(path, None)
    numbers = _colour_channels(numbers, spec)
    linear = from_linear(numbers) if numbers.dtype.kind == "f" else _encoded(_straight(_sixteen(numbers), spec), spec)
    return np.ascontiguousarray(upright(linear, int(spec.getattribute("Orientation") or 1)))


def read_numbers(path: Path, kind: str | None) -> tuple[npt.NDArray[Any], Any]:
    """The numbers of a file's first picture as stored, (H, W, C), and OpenImageIO's description of it.

    Args:
        path: The file.
        kind: "float" to have everything as float32; None for the file's own type.
    """
    import OpenImageIO

    hints = OpenImageIO.ImageSpec()
    hints.attribute("oiio:UnassociatedAlpha", 1)
    source = OpenImageIO.ImageInput.open(str(path), hints)
    if source is None:
        raise BadInput(f"the file is broken and cannot be shown ({_said(OpenImageIO.geterror())})")
    try:
        spec = source.spec()
        limit_pixels(spec.width, spec.height)
        numbers = source.read_image(0, 0, 0, spec.nchannels, kind or spec.format)
        if numbers is None:
            raise BadInput(f"the file is broken and cannot be shown ({_said(source.geterror())})")
        return numbers.reshape(spec.height, spec.width, spec.nchannels), spec
    finally:
        source.close()


def to_rec709(chromaticities: Any) -> npt.NDArray[np.float32]:
    """(3, 3) from linear RGB of other primaries and white to Rec.709, adapted by Bradford's cone responses."""
    bradford = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
    source, target = _to_xyz(chromaticities), _to_xyz(REC709)
    gains = (bradford @ target.sum(axis=1)) / (bradford @ source.sum(axis=1))
    adapt = np.linalg.inv(bradford) @ np.diag(gains) @ bradford
    change: npt.NDArray[np.float32] = (np.linalg.inv(target) @ adapt @ source).astype(np.float32)
    return change


def _to_xyz(chromaticities: Any) -> npt.NDArray[np.float64]:
    """(3, 3) from linear RGB to CIE XYZ, white at Y = 1."""
    points = np.asarray(chromaticities, np.float64).reshape(4, 2)
    columns = np.stack([points[:, 0] / points[:, 1], np.ones(4), (1 - points.sum(axis=1)) / points[:, 1]])
    to_xyz: npt.NDArray[np.float64] = columns[:, :3] * np.linalg.solve(columns[:, :3], columns[:, 3])
    return to_xyz


def _colour_channels(numbers: npt.NDArray[Any], spec: Any) -> npt.NDArray[Any]:
    """Grey, grey and alpha, RGB or RGBA, by the channels' names where they say so."""
    names = {
        str(name).upper().rsplit(".", 1)[-1]: index for index, name in reversed(list(enumerate(spec.channelnames)))
    }
    wanted = [names[name] for name in ("R", "G", "B", "A") if name in names]
    if len(wanted) >= 3 and {"R", "G", "B"} <= set(names):
        return numbers[..., wanted]
    if "Y" in names:
        return numbers[..., [names["Y"]] + ([names["A"]] if "A" in names else [])]
    return numbers[..., : 3 if numbers.shape[2] >= 3 else 1]


def _sixteen(numbers: npt.NDArray[Any]) -> npt.NDArray[Any]:
    if numbers.dtype == np.uint32:
        return (numbers >> 16).astype(np.uint16)
    return numbers if numbers.dtype in (np.uint8, np.uint16) else numbers.clip(0).astype(np.uint16)


def _encoded(numbers: npt.NDArray[Any], spec: Any) -> F16:
    """Integers to linear light as their profile means them; as sRGB where there is none that can be used."""
    embedded = spec.getattribute("ICCProfile")
    if embedded is None or numbers.dtype != np.uint16:
        return from_srgb(numbers)
    profile = read_profile(np.asarray(embedded, np.uint8).tobytes(), grey=numbers.shape[2] < 3)
    return from_srgb(numbers) if profile is None or profile.is_srgb else profile.linear(numbers)


def _straight(numbers: npt.NDArray[Any], spec: Any) -> npt.NDArray[Any]:
    """Divide colours by alpha where the file keeps them multiplied."""
    if numbers.shape[2] not in (2, 4) or spec.getattribute("oiio:UnassociatedAlpha"):
        return numbers
    most = np.iinfo(numbers.dtype).max
    alpha = numbers[..., -1:].astype(np.float32) / most
    colours = np.divide(numbers[..., :-1], alpha, out=np.zeros(numbers[..., :-1].shape, np.float32), where=alpha > 0)
    return np.concatenate([np.rint(colours).clip(0, most).astype(numbers.dtype), numbers[..., -1:]], axis=2)


def _said(error: str) -> str:
    return one_line(ValueError(error)) if error else "it cannot be decoded"
