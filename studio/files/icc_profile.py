"""ICC profiles made of three curves and a matrix, applied at full depth (Pillow's engine knows 8 bits only).

Source: ICC.1:2022, sections 7 (header and tags), 10.6 (curveType), 10.18 (parametricCurveType), 10.31 (XYZType);
annex F.3 (three-component matrix-based profiles). The profile connection space is CIE XYZ relative to D50.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from studio.files.encoded_light import STRIP
from studio.media.image import srgb_to_linear

F32 = npt.NDArray[np.float32]
F16 = npt.NDArray[np.float16]
REC709_TO_D50 = np.array(
    [[0.4360747, 0.3850649, 0.1430804], [0.2225045, 0.7168786, 0.0606169], [0.0139322, 0.0971045, 0.7141733]]
)
"""Linear Rec.709 to XYZ, adapted to D50 by Bradford's cone responses."""


@dataclass(frozen=True, eq=False)
class MatrixProfile:
    """What a profile says of 16-bit numbers.

    Attributes:
        curves: (1 or 3, 65536) float32: linear light of each number, for grey or for red, green and blue.
        matrix: (3, 3) float32 from the profile's linear light to linear Rec.709; identity for grey.
    """

    curves: F32
    matrix: F32

    @property
    def is_srgb(self) -> bool:
        """Whether it says what sRGB says, up to a quarter of an 8-bit step."""
        srgb = srgb_to_linear(np.arange(65536, dtype=np.float32) / 65535)
        return bool(np.abs(self.curves - srgb).max() < 2e-3 and np.abs(self.matrix - np.eye(3)).max() < 4e-3)

    def linear(self, pixels: npt.NDArray[np.uint16]) -> F16:
        """(H, W, 1..4) numbers with straight alpha to (H, W, 4) linear Rec.709, premultiplied; never below 0."""
        made = np.ones((*pixels.shape[:2], 4), np.float16)
        colours = pixels[..., : len(self.curves)]
        for top in range(0, len(pixels), STRIP):
            rows = slice(top, top + STRIP)
            light = np.stack([curve[colours[rows, :, i]] for i, curve in enumerate(self.curves)], axis=2)
            light = np.broadcast_to(light, (*light.shape[:2], 3)) @ self.matrix.T
            alpha = pixels[rows, :, -1:].astype(np.float32) / 65535 if pixels.shape[2] in (2, 4) else np.float32(1)
            made[rows, :, :3] = np.maximum(light, 0) * alpha
            made[rows, :, 3:] = alpha
        return made


def read_profile(profile: bytes, grey: bool) -> MatrixProfile | None:
    """Curves and matrix of a profile; None where it is broken, made of tables, or for other colours.

    Args:
        profile: The whole profile.
        grey: Whether the picture is grey.
    """
    try:
        tags = _tags(profile)
        if grey:
            return MatrixProfile(_curve(tags[b"kTRC"])[None], np.eye(3, dtype=np.float32))
        if b"A2B0" in tags or profile[20:24] != b"XYZ ":
            return None
        curves = np.stack([_curve(tags[name]) for name in (b"rTRC", b"gTRC", b"bTRC")])
        to_d50 = np.stack([_xyz(tags[name]) for name in (b"rXYZ", b"gXYZ", b"bXYZ")], axis=1)
    except (KeyError, struct.error, ValueError, IndexError):
        return None
    return MatrixProfile(curves, np.linalg.solve(REC709_TO_D50, to_d50).astype(np.float32))


def _tags(profile: bytes) -> Mapping[bytes, bytes]:
    count = min(int(struct.unpack_from(">I", profile, 128)[0]), 256)
    entries = [struct.unpack_from(">4sII", profile, 132 + 12 * i) for i in range(count)]
    return {name: profile[start : start + size] for name, start, size in entries}


def _xyz(tag: bytes) -> npt.NDArray[np.float64]:
    return np.array(struct.unpack_from(">3i", tag, 8)) / 65536


def _curve(tag: bytes) -> F32:
    """(65536,) linear light of each 16-bit number."""
    x = np.arange(65536) / 65535
    if tag[:4] == b"para":
        made = _parametric(x, tag)
    else:
        count = int(struct.unpack_from(">I", tag, 8)[0])
        if tag[:4] != b"curv" or count > 65536:
            raise ValueError("no curve")
        table = np.frombuffer(tag, ">u2", count, 12)
        if count == 0:
            made = x
        elif count == 1:
            made = x ** (table[0] / 256)
        else:
            made = np.interp(x, np.linspace(0, 1, count), table / 65535)
    return np.nan_to_num(made).clip(0, 1).astype(np.float32)


def _parametric(x: npt.NDArray[Any], tag: bytes) -> npt.NDArray[Any]:
    """Y = (aX + b)^g + e from d on, cX + f below; fewer parameters mean the simpler forms of the standard."""
    kind = int(struct.unpack_from(">H", tag, 8)[0])
    numbers = [n / 65536 for n in struct.unpack_from(f">{(1, 3, 4, 5, 7)[kind]}i", tag, 12)]
    g, a, b = (*numbers, 1.0, 0.0)[:3] if kind == 0 else numbers[:3]
    c = numbers[3] if kind >= 3 else 0.0
    e, f = (numbers[5], numbers[6]) if kind == 4 else (numbers[3], numbers[3]) if kind == 2 else (0.0, 0.0)
    d = numbers[4] if kind >= 3 else -b / a if kind else 0.0
    return np.where(x >= d, np.maximum(a * x + b, 0) ** g + e, c * x + f)
