"""Things in a picture by a detector of COCO's 80 classes, from weights that the artist put on the shelf.

YOLOX runs by ONNX Runtime alone; YOLO's own weights by Ultralytics' library, kept off the network as everywhere.
Source: Z. Ge et al., "YOLOX: Exceeding YOLO Series in 2021", 2021; its grids have strides of 8, 16 and 32.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from studio.models.litert import quiet_stderr
from studio.models.ultralytics_people import SEGMENT, Shelf, load_segment

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]

YOLOX = {
    "yolox_x.onnx": 640, "yolox_l.onnx": 640, "yolox_m.onnx": 640, "yolox_s.onnx": 640, "yolox_tiny.onnx": 416,
    "yolox_nano.onnx": 416,
}  # fmt: skip
DETECT = {
    "yolo26x.onnx": 640, "yolo26l.onnx": 640, "yolo26m.onnx": 640, "yolo26s.onnx": 640, "yolo26n.onnx": 640,
    "yolo11n.onnx": 640, "yolov8n.onnx": 640,
}  # fmt: skip
"""File names that are known, best first, with the picture size that they were exported for."""
STRIDES = (8, 16, 32)
GREY = 114
"""What is beside a picture that is no square."""
OVERLAP = 0.5
"""Boxes of one class that overlap by more are one thing."""
SAME_PLACE = 0.8
"""Boxes of two classes that overlap by more are one thing, of the surer class."""


class Spotted(NamedTuple):
    """Something that was seen: COCO's number of its class, how sure, and (x0, y0, x1, y1)."""

    label: int
    score: float
    box: tuple[float, float, float, float]


def weights(shelf: Shelf) -> str:
    """File name of the weights that will be used, the best that are there; "" for none."""
    large = ("yolox_x.onnx", "yolox_l.onnx", "yolox_m.onnx", "yolox_s.onnx")
    small = tuple(name for name in YOLOX if name not in large)
    order = (*DETECT, *large, *SEGMENT, *small)
    return next((name for name in order if shelf.find(name)), "")


def find_things(
    shelf: Shelf, picture: U8, parts: list[tuple[int, int, int, int]], least: float, check: Callable[[], None]
) -> list[Spotted]:
    """Everything in a picture but people, the surest first.

    Args:
        shelf: The shelf that holds the weights.
        picture: (H, W, 3) uint8 sRGB.
        parts: (x0, y0, x1, y1) that are looked at once more by themselves: what somebody holds is small in the whole.
        least: Score that is enough.
        check: Called between the steps; raises to stop.
    """
    name, height, width = weights(shelf), *picture.shape[:2]
    found: list[Spotted] = []
    for x0, y0, x1, y1 in [(0, 0, width, height), *parts]:
        check()
        seen = _yolox(shelf, name, picture[y0:y1, x0:x1], least) if name in YOLOX else _yolo(
            shelf, name, picture[y0:y1, x0:x1], least
        )  # fmt: skip
        whole = (x0, y0, x1, y1) == (0, 0, width, height)
        moved = [Spotted(n, s, (b[0] + x0, b[1] + y0, b[2] + x0, b[3] + y0)) for n, s, b in seen]
        found += [one for one in moved if whole or not _cut(one.box, (x0, y0, x1, y1), (width, height))]
    return _kept([one for one in found if one.label != 0])


def _cut(box: tuple[float, ...], part: tuple[int, ...], size: tuple[int, int]) -> bool:
    """Whether something reaches beyond a part of the picture: the whole picture shows it better."""
    inner = (part[0] > 0, part[1] > 0, part[2] < size[0], part[3] < size[1])
    room = 0.01 * max(part[2] - part[0], part[3] - part[1])
    return any(edge and abs(side - border) < room for edge, side, border in zip(inner, box, part, strict=True))


def load_onnx(path: Path) -> Any:
    """A network of ONNX Runtime, on the CPU."""
    import onnxruntime

    with quiet_stderr():
        return onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])


def _yolox(shelf: Shelf, name: str, picture: U8, least: float) -> list[Spotted]:
    net, size = shelf.load(name, load_onnx), YOLOX[name]
    square, ratio = letterbox(picture, size)
    rows = net.run(None, {net.get_inputs()[0].name: square})[0][0]
    return decode(np.asarray(rows, np.float32), size, ratio, least)


def letterbox(picture: U8, size: int) -> tuple[F32, float]:
    """(1, 3, S, S) BGR in 0..255 with the picture at the top left, and pixels of it for one of the picture."""
    height, width = picture.shape[:2]
    ratio = min(size / height, size / width)
    small = cv2.resize(
        picture, (max(1, int(width * ratio)), max(1, int(height * ratio))),
        interpolation=cv2.INTER_AREA if ratio < 1 else cv2.INTER_LINEAR,
    )  # fmt: skip
    square = np.full((size, size, 3), GREY, np.float32)
    square[: small.shape[0], : small.shape[1]] = small[..., ::-1]
    return np.ascontiguousarray(square.transpose(2, 0, 1)[None]), ratio


def decode(rows: F32, size: int, ratio: float, least: float) -> list[Spotted]:
    """What YOLOX's rows say.

    Args:
        rows: (N, 85) for each cell of each grid, row by row, stride by stride: middle and the logarithm of the size in
            cells, whether something is there, and how likely each class is.
        size: Side of the network's picture.
        ratio: From :func:`letterbox`.
        least: Score that is enough.
    """
    cells, strides = [], []
    for stride in STRIDES:
        y, x = np.mgrid[: size // stride, : size // stride]
        cells.append(np.stack([x.ravel(), y.ravel()], axis=1))
        strides.append(np.full(x.size, stride))
    grid, step = np.concatenate(cells).astype(np.float32), np.concatenate(strides)[:, None].astype(np.float32)
    scores = rows[:, 4:5] * rows[:, 5:]
    label = scores.argmax(axis=1)
    best = scores[np.arange(len(rows)), label]
    middle, half = (rows[:, :2] + grid) * step / ratio, np.exp(rows[:, 2:4].clip(-10, 10)) * step / ratio / 2
    boxes = np.concatenate([middle - half, middle + half], axis=1)
    sure = np.flatnonzero(best >= least)
    return _kept([
        Spotted(int(label[k]), float(best[k]), tuple(float(v) for v in boxes[k]))  # type: ignore[arg-type]
        for k in sure[np.argsort(-best[sure], kind="stable")]
    ])  # fmt: skip


def _yolo(shelf: Shelf, name: str, picture: U8, least: float) -> list[Spotted]:
    task = load_segment if name in SEGMENT else load_detect
    size = SEGMENT.get(name) or DETECT[name]
    model = shelf.load(name, task)
    with quiet_stderr():
        result = model.predict(
            np.ascontiguousarray(picture[..., ::-1]), imgsz=size, conf=least, verbose=False, save=False, device="cpu"
        )[0]
    rows = zip(result.boxes.cls.tolist(), result.boxes.conf.tolist(), result.boxes.xyxy.tolist(), strict=True)
    return [Spotted(int(label), float(score), (box[0], box[1], box[2], box[3])) for label, score, box in rows]


def load_detect(path: Path) -> Any:
    """A detection model of Ultralytics."""
    from studio.models.ultralytics_people import load_task

    return load_task(path, "detect")


def _kept(found: list[Spotted]) -> list[Spotted]:
    """The surest of everything that lies in one place."""
    kept: list[Spotted] = []
    for one in sorted(found, key=lambda one: -one.score):
        if not any(
            overlap(one.box, other.box) > (OVERLAP if one.label == other.label else SAME_PLACE) for other in kept
        ):
            kept.append(one)
    return kept


def overlap(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """Intersection over union of two boxes."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    both = max(0.0, width) * max(0.0, height)
    either = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both
    return both / max(either, 1e-6)
