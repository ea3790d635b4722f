"""Motion capture in BioVision's hierarchical format (BVH): read and written.

Source: Meredith and Maddock, "Motion capture file formats explained", University of Sheffield, 2001; where files differ
from it (rotation first, positions on inner joints, CRLF, tabs), what Blender and MotionBuilder do.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from studio.files.atomic import replacing
from studio.media.errors import BadInput

F64 = npt.NDArray[np.float64]
LARGEST = 512 * 1024 * 1024
MOST_JOINTS, MOST_FRAMES = 4096, 1_000_000
_CHANNELS = {f"{axis}{kind}": (axis.upper(), kind) for axis in "xyz" for kind in ("position", "rotation")}


@dataclass(frozen=True, eq=False)
class Bvh:
    """A recorded motion.

    Attributes:
        names: Joint names, J of them, parents first; an end site is called after its joint, with "_end" behind.
        parents: (J,) index of each joint's parent, -1 for the root.
        offsets: (J, 3) from the parent, in the file's unit.
        channels: For each joint its channels in order, as ("X", "rotation") pairs.
        values: (T, C) all channels of all joints, in order; degrees and the file's unit.
        seconds: Of one frame.
    """

    names: tuple[str, ...]
    parents: tuple[int, ...]
    offsets: F64
    channels: tuple[tuple[tuple[str, str], ...], ...]
    values: F64
    seconds: float


def read_bvh(path: Path) -> Bvh:
    """Read a file. Raises BadInput with one line that says what is wrong with it."""
    if not path.is_file():
        raise BadInput(f"{path}: there is no such file")
    if path.stat().st_size > LARGEST:
        raise BadInput(f"{path}: is larger than {LARGEST >> 20} MB")
    try:
        return parse_bvh(path.read_text(encoding="utf-8", errors="replace"))
    except BadInput as problem:
        raise BadInput(f"{path}: {problem}") from None


def parse_bvh(text: str) -> Bvh:
    """Read the text of a file. Raises BadInput."""
    head, mark, tail = text.partition("MOTION")
    if "HIERARCHY" not in head[:4096].upper() or not mark:
        raise BadInput("is no BVH motion: it has no HIERARCHY and MOTION")
    names, parents, offsets, channels = _hierarchy(iter(head.split()))
    values, seconds = _frames(tail, sum(map(len, channels)))
    return Bvh(tuple(names), tuple(parents), np.array(offsets, np.float64), tuple(channels), values, seconds)


def _hierarchy(
    words: Iterator[str],
) -> tuple[list[str], list[int], list[list[float]], list[tuple[tuple[str, str], ...]]]:
    names: list[str] = []
    parents: list[int] = []
    offsets: list[list[float]] = []
    channels: list[tuple[tuple[str, str], ...]] = []
    above: list[int] = []
    for word in words:
        if word in ("ROOT", "JOINT", "End"):
            if word == "ROOT" and names:
                raise BadInput("has more than one root: split it into one file a body")
            parent = above[-1] if above else -1
            name = next(words, "")
            parents.append(parent)
            names.append(f"{names[parent]}_end" if word == "End" else name)
            offsets.append([0.0, 0.0, 0.0])
            channels.append(())
            if len(names) > MOST_JOINTS:
                raise BadInput(f"has more than {MOST_JOINTS} joints")
        elif word == "{":
            above.append(len(names) - 1)
        elif word == "}":
            if not above:
                raise BadInput("has a bracket too many")
            above.pop()
        elif word == "OFFSET" and names:
            offsets[above[-1] if above else -1] = [_number(next(words, "")) for _ in range(3)]
        elif word == "CHANNELS" and names:
            count = int(_number(next(words, "")))
            channels[above[-1] if above else -1] = tuple(_channel(next(words, "")) for _ in range(min(count, 9)))
    if not names or above:
        raise BadInput("its HIERARCHY is cut short")
    return names, parents, offsets, channels


def _channel(word: str) -> tuple[str, str]:
    found = _CHANNELS.get(word.lower())
    if found is None:
        raise BadInput(f"has an unknown channel {word[:30]!r}")
    return found


def _number(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        raise BadInput(f"has {word[:30]!r} where a number belongs") from None
    if not math.isfinite(value) or abs(value) > 1e9:
        raise BadInput(f"has the impossible number {word[:30]}")
    return value


def _frames(text: str, width: int) -> tuple[F64, float]:
    words = text.replace(":", ": ").split()
    try:
        count = int(_number(words[words.index("Frames:") + 1]))
        at = words.index("Time:")
        seconds = _number(words[at + 1])
    except (ValueError, IndexError):
        raise BadInput("its MOTION says neither how many frames there are nor how long one takes") from None
    if not 0 < seconds <= 10:
        raise BadInput(f"a frame of {seconds:g} s cannot be")
    if count > MOST_FRAMES:
        raise BadInput(f"has {count} frames, at most {MOST_FRAMES} are read")
    numbers = words[at + 2 :]
    whole = min(count, len(numbers) // width) if width else 0
    if whole < 1:
        raise BadInput("holds no frame of motion")
    try:
        values = np.array(numbers[: whole * width], np.float64).reshape(whole, width)
    except ValueError:
        raise BadInput("has something else than numbers among its frames") from None
    if not np.isfinite(values).all() or np.abs(values).max() > 1e9:
        raise BadInput("has impossible numbers among its frames")
    return values, seconds


def write_bvh(path: Path, motion: Bvh) -> None:
    """Write a file, whole or not at all."""
    children: dict[int, list[int]] = {}
    for joint, parent in enumerate(motion.parents):
        children.setdefault(parent, []).append(joint)
    lines = ["HIERARCHY"]
    stack: list[tuple[int, int, bool]] = [(0, 0, False)]
    while stack:
        joint, depth, closing = stack.pop()
        pad = "\t" * depth
        if closing:
            lines.append(f"{pad}}}")
            continue
        end = not motion.channels[joint]
        lines.append(
            f"{pad}{'ROOT' if joint == 0 else 'End' if end else 'JOINT'} {'Site' if end else motion.names[joint]}"
        )
        lines.append(f"{pad}{{")
        lines.append(f"{pad}\tOFFSET " + " ".join(f"{v:.6f}" for v in motion.offsets[joint]))
        if not end:
            named = " ".join(f"{axis}{kind}" for axis, kind in motion.channels[joint])
            lines.append(f"{pad}\tCHANNELS {len(motion.channels[joint])} {named}")
        stack.append((joint, depth, True))
        stack.extend((child, depth + 1, False) for child in reversed(children.get(joint, [])))
    lines += ["MOTION", f"Frames: {len(motion.values)}", f"Frame Time: {motion.seconds:.8f}"]
    lines += [" ".join(f"{v:.6f}" for v in frame) for frame in motion.values]
    with replacing(path) as temporary:
        temporary.write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")
