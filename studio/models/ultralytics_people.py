"""People by Ultralytics' YOLO, from weights in flat formats that the artist put on the shelf.

Nothing is fetched, installed or reported home: the library is told so before it is imported, and keeps its settings in
Vivant's own cache folder.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from studio.media.errors import BadInput
from studio.models.found import Found
from studio.models.litert import quiet_stderr

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]
T = TypeVar("T")

SEGMENT = {
    "yolo26x-seg.onnx": 640, "yolo26l-seg.onnx": 640, "yolo26m-seg.onnx": 640, "yolo26s-seg.onnx": 640,
    "yolo26n-seg.onnx": 640, "yolo11n-seg.onnx": 640, "yolov8n-seg.onnx": 640,
    "yolov8n_320_quant_pc_ii_seg_coco-st.tflite": 320,
}  # fmt: skip
POSE = {
    "yolo26x-pose.onnx": 640, "yolo26l-pose.onnx": 640, "yolo26m-pose.onnx": 640, "yolo26s-pose.onnx": 640,
    "yolo26n-pose.onnx": 640, "yolo11n-pose.onnx": 640, "yolov8n-pose.onnx": 640, "yolo26_pose_256_qdq_int8.onnx": 256,
}  # fmt: skip
"""File names that are known, best first, with the picture size that they were exported for."""


class Shelf(Protocol):
    """What is asked of the shelf of weights."""

    def find(self, name: str) -> Path | None:
        """Where weights lie."""

    def load(self, name: str, loader: Callable[[Path], T], nbytes: int | None = None) -> T:
        """The loaded model."""


def weights(shelf: Shelf) -> tuple[str, ...]:
    """File names of the segmentation and the pose weights that will be used; empty where one is missing."""
    picked = [next((name for name in names if shelf.find(name)), "") for names in (SEGMENT, POSE)]
    return tuple(picked) if all(picked) else ()


def load_segment(path: Path) -> Any:
    """A segmentation model."""
    return load_task(path, "segment")


def load_pose(path: Path) -> Any:
    """A pose model."""
    return load_task(path, "pose")


def load_task(path: Path, task: str) -> Any:
    """A model for "segment", "pose" or "detect"."""
    return _yolo()(str(path), task=task)


def _yolo() -> Any:
    """The library's class, kept off the network.

    Importing it puts a Pillow in place that installs packages when it meets a broken picture; Pillow's own is put back.
    """
    from PIL import Image

    for name, value in (("YOLO_OFFLINE", "true"), ("YOLO_AUTOINSTALL", "false"), ("YOLO_VERBOSE", "false")):
        os.environ.setdefault(name, value)
    os.environ["YOLO_CONFIG_DIR"] = str(settings_folder())
    opened = Image.open
    try:
        from ultralytics import YOLO
    except OSError as error:
        raise BadInput(
            f"the learned backend cannot keep its settings ({error.strerror or error}); set YOLO_CONFIG_DIR to a "
            "folder that can be written, or set backend to embedded"
        ) from error
    finally:
        Image.open = opened
    return YOLO


def settings_folder() -> Path:
    """Where the library may write its settings: the folder named by YOLO_CONFIG_DIR, else Vivant's cache, else a
    folder of this process alone.
    """
    import platformdirs

    named = os.environ.get("YOLO_CONFIG_DIR", "")
    cache = Path(platformdirs.user_cache_dir("vivant")) / "ultralytics"
    for folder in (Path(named) if named else cache, cache):
        if _can_write(folder):
            return folder
    return Path(tempfile.mkdtemp(prefix="vivant-ultralytics-"))


def _can_write(folder: Path) -> bool:
    """Whether files can be made in a folder, and in the one that the library makes in it; both are made."""
    try:
        for place in (folder, folder / "Ultralytics"):
            place.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=place):
                pass
        settings = folder / "Ultralytics" / "settings.json"
        return not settings.exists() or os.access(settings, os.R_OK | os.W_OK)
    except OSError:
        return False


def _predict(model: Any, picture: U8, size: int, least: float) -> Any:
    """The library's result for one (H, W, 3) RGB picture, people only."""
    with quiet_stderr():
        return model.predict(
            np.ascontiguousarray(picture[..., ::-1]), imgsz=size, conf=least, classes=[0], retina_masks=True,
            verbose=False, save=False, device="cpu",
        )[0]  # fmt: skip


def find_people(shelf: Shelf, picture: U8, least: float, check: Callable[[], None]) -> list[Found]:
    """Everyone in a picture, best first.

    Args:
        shelf: The shelf that holds the weights.
        picture: (H, W, 3) uint8 sRGB.
        least: Score that is enough, on the embedded backend's scale; half of it is asked of YOLO.
        check: Called between the steps; raises to stop.
    """
    segment, pose = weights(shelf)
    check()
    result = _predict(shelf.load(segment, load_segment), picture, SEGMENT[segment], 0.5 * least)
    if result.masks is None:
        return []
    check()
    bodies = _bodies(shelf, pose, picture)
    height, width = picture.shape[:2]
    out: list[Found] = []
    for box, score, mask in zip(result.boxes.xyxy.tolist(), result.boxes.conf.tolist(), result.masks.data, strict=True):
        cover = (np.asarray(mask.cpu(), np.float32) * 255).astype(np.uint8)
        if cover.shape != (height, width):
            cover = np.asarray(cv2.resize(cover, (width, height)), np.uint8)
        points, scores = _nearest(np.array(box, np.float32), bodies)
        out.append(Found(float(score), cover, points, scores, np.zeros(23, np.float32)))
    return sorted(out, key=lambda found: -found.score)


def _bodies(shelf: Shelf, name: str, picture: U8) -> list[tuple[F32, F32]]:
    """((4,) box, (17, 3) keypoints) of everyone that the pose model sees."""
    result = _predict(shelf.load(name, load_pose), picture, POSE[name], 0.25)
    if result.keypoints is None or not len(result.boxes):
        return []
    rows = np.asarray(result.keypoints.data.cpu(), np.float32)
    boxes = np.asarray(result.boxes.xyxy.cpu(), np.float32)
    return list(zip(boxes, rows, strict=True))


def _nearest(box: F32, bodies: list[tuple[F32, F32]]) -> tuple[F32, F32]:
    """((23, 2), (23,)) keypoints of the body whose box overlaps best; unknown (score 0) where none does."""
    best = max(bodies, key=lambda body: _overlap(box, body[0]), default=None)
    if best is None or _overlap(box, best[0]) < 0.4:
        middle = np.array([box[0] + box[2], box[1] + box[3]], np.float32) / 2
        return np.repeat(middle[None], 23, axis=0), np.zeros(23, np.float32)
    rows = best[1]
    # YOLO has no hands and feet: a wrist and an ankle stand for theirs, unsure
    more = rows[[9, 10, 15, 16, 15, 16]] * np.array([1, 1, 0.3], np.float32)
    whole = np.concatenate([rows, more])
    return whole[:, :2].astype(np.float32), whole[:, 2].astype(np.float32)


def _overlap(a: F32, b: F32) -> float:
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    both = max(0.0, float(width)) * max(0.0, float(height))
    either = float((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])) - both
    return both / max(either, 1e-6)


def improve_pose(shelf: Shelf, picture: U8, mask: U8, found: Found) -> Found:
    """The embedded pose, which has depth, hands and feet, with YOLO's joints where YOLO is surer.

    Args:
        shelf: The shelf that holds the weights.
        picture: (H, W, 3) uint8.
        mask: (H, W) uint8 of the person.
        found: What the embedded backend says.
    """
    pose = weights(shelf)[1]
    columns, rows = np.flatnonzero((mask > 127).any(0)), np.flatnonzero((mask > 127).any(1))
    pad = int(0.1 * (rows[-1] - rows[0])) + 4
    x0, y0 = max(0, int(columns[0]) - pad), max(0, int(rows[0]) - pad)
    crop = picture[y0 : int(rows[-1]) + pad, x0 : int(columns[-1]) + pad]
    box = np.array([columns[0] - x0, rows[0] - y0, columns[-1] - x0, rows[-1] - y0], np.float32)
    points, scores = _nearest(box, _bodies(shelf, pose, crop))
    points = points + np.array([x0, y0], np.float32)
    surer = (scores > found.scores + 0.15) & (np.arange(23) < 17)
    merged = np.where(surer[:, None], points, found.points).astype(np.float32)
    return replace(found, points=merged, scores=np.maximum(found.scores, np.where(surer, scores, 0)).astype(np.float32))
