"""How steady people are found: small changes of a picture must not change who is in it.

``run(data, out)`` looks at each picture as it is, scaled, mirrored, brighter and darker, and counts flips: people found
in one and not in the other. Nobody's truth is asked for; a miss that stays a miss is no flip.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.roster import Box, match_boxes
from nodes.people.detect_people import detect_people
from studio.app import Studio
from studio.media.image import Image, srgb_to_linear
from studio.node import Context

NEEDS_DATA = True
PICTURES = (
    "misc/2019-LADIES-NIGHT-2ND-GOMES.jpg", "misc/Athlete-Intake.jpg", "misc/bus.jpg", "misc/zidane.jpg",
    "misc/three_people.jpg", "groups/13.jpg", "groups/19.jpg", "coco/000000196141.jpg",
)  # fmt: skip
U8 = npt.NDArray[np.uint8]
Change = tuple[Callable[[U8], U8], bool]


def scaled(factor: float) -> Change:
    """The picture made larger or smaller."""
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return lambda picture: np.asarray(
        cv2.resize(picture, None, fx=factor, fy=factor, interpolation=way), np.uint8
    ), False


def brighter(gain: float) -> Change:
    """The picture's values times a factor."""
    return lambda picture: np.clip(picture * gain + 0.5, 0, 255).astype(np.uint8), False


CHANGES: dict[str, Change] = {
    "x 0.75": scaled(0.75), "x 0.9": scaled(0.9), "x 1.1": scaled(1.1),
    "mirror": (lambda picture: np.ascontiguousarray(picture[:, ::-1]), True),
    "bright": brighter(1.08), "dark": brighter(0.92),
}  # fmt: skip
"""What is done to a picture, and whether left and right change places."""


def boxes(context: Context, picture: U8, mirrored: bool = False) -> list[Box]:
    """Boxes of everyone found, in parts of the picture."""
    image = Image.from_array(srgb_to_linear(picture.astype(np.float32) / 255))
    size = np.array([*image.size, *image.size], np.float32)
    out = []
    for person in detect_people(context, image, backend="embedded").values():
        x0, y0, x1, y1 = (float(v) for v in np.array(person.box) / size)
        out.append((1 - x1, y0, 1 - x0, y1) if mirrored else (x0, y0, x1, y1))
    return out


def run(data: Path, out: Path | None) -> dict[str, Any]:
    """Measure; prints a row a picture.

    Args:
        data: The folder of real data.
        out: Not used: nothing is drawn.

    Returns:
        Flips by picture and change.
    """
    context = Studio(disk="").context()
    print(f"{'picture':<34} people " + " ".join(f"{name:>7}" for name in CHANGES) + "   (lost/new)")
    figures = {}
    for name in PICTURES:
        picture = cv2.cvtColor(cv2.imread(str(data / "people" / name)), cv2.COLOR_BGR2RGB)
        first = boxes(context, np.asarray(picture, np.uint8))
        row = {
            change: flips(first, boxes(context, made(picture), turned)) for change, (made, turned) in CHANGES.items()
        }
        cells = " ".join(f"{f'{lost}/{new}':>7}" for lost, new in row.values())
        print(f"{Path(name).stem[:34]:<34} {len(first):6} {cells}", flush=True)
        figures[name] = {"people": len(first)} | {change: sum(pair) for change, pair in row.items()}
    total = sum(sum(row.values()) - row["people"] for row in figures.values())
    print(f"flips: {total} in {len(PICTURES) * len(CHANGES)} changed pictures")
    return figures | {"flips": total}


def flips(first: list[Box], second: list[Box]) -> tuple[int, int]:
    """How many are lost, and how many new."""
    matched = len(match_boxes(first, second, 0.5))
    return len(first) - matched, len(second) - matched
