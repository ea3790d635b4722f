"""How well people are found: recall, precision, masks and skeletons against ground truth.

``run(data, out)`` measures every backend that is there, prints a table with counts beside ratios, writes a picture
of every miss to ``out`` and returns the figures. Only people over 15% of the picture's height count. Precision is
measured on COCO only: the other sets leave people unlabelled. People half hidden (fewer than half of their joints seen,
or nearly half of their box within another's) are reported apart.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.oks import COCO_FALLOFF, keypoint_similarity
from nodes.algorithms.roster import Box, box_overlap
from nodes.people.backends import choose
from nodes.people.detect_people import detect_people
from nodes.people.estimate_pose import estimate_pose
from nodes.people.matte_people import matte_people
from nodes.photo.load_photo import load_photo
from studio.app import Studio
from studio.media.errors import BadInput
from studio.media.person import People, Person
from studio.models.shelf import Shelf, weight_folders
from studio.node import Context

F32 = npt.NDArray[np.float32]
NEEDS_DATA = True
LEAST_HEIGHT = 0.15

COCO_ROWS = tuple(range(17))
AIC_ROWS = (6, 8, 10, 5, 7, 9, 12, 14, 16, 11, 13, 15, -1, -1)
CROWDPOSE_ROWS = (5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, -1, -1)
MPII_ROWS = (16, 14, 12, 11, 13, 15, -1, -1, -1, -1, 10, 8, 6, 5, 7, 9)
POSETRACK_ROWS = (0, -1, -1, *range(3, 17))
"""Which COCO keypoint each label of a data set is; -1 for those that COCO has not."""


@dataclass(frozen=True, eq=False)
class Truth:
    """One labelled person.

    Attributes:
        box: (x0, y0, x1, y1).
        points: (17, 3) x, y and 0 unlabelled, 1 hidden, 2 seen.
        mask: (H, W) bool, or None.
        hidden: Half hidden or more.
    """

    box: Box
    points: F32
    mask: npt.NDArray[np.bool_] | None
    hidden: bool = False


@dataclass(frozen=True, eq=False)
class Photo:
    """A labelled photograph; ``whole`` where everybody in it is labelled."""

    path: Path
    people: list[Truth]
    whole: bool


def photos(data: Path) -> Iterator[Photo]:
    """Every labelled photograph that is there."""
    root = data / "people"
    yield from _coco(root / "coco", "test_coco.json", COCO_ROWS, whole=True)
    yield from _coco(root / "aic", "test_aic.json", AIC_ROWS)
    yield from _coco(root / "crowdpose", "test_crowdpose.json", CROWDPOSE_ROWS)
    yield from _coco(root / "ochuman", "test_ochuman.json", COCO_ROWS)
    yield from _coco(root / "posetrack18", "annotations/test_posetrack18_val.json", POSETRACK_ROWS)
    yield from _mpii(root / "mpii")


def _coco(folder: Path, name: str, rows: tuple[int, ...], whole: bool = False) -> Iterator[Photo]:
    if not (folder / name).is_file():
        return
    labels = json.loads((folder / name).read_text())
    for image in labels["images"]:
        path = folder / image["file_name"]
        if not path.is_file():
            continue
        size = (int(image["width"]), int(image["height"]))
        own = [a for a in labels["annotations"] if a["image_id"] == image["id"] and not a.get("iscrowd")]
        people = [_truth(a, rows, size) for a in own]
        yield Photo(path, [_with_hidden(person, people) for person in people], whole)


def _truth(label: dict[str, Any], rows: tuple[int, ...], size: tuple[int, int]) -> Truth:
    x, y, width, height = (float(v) for v in label["bbox"])
    raw = np.array(label["keypoints"], np.float32).reshape(-1, 3)
    box = (max(0.0, x), max(0.0, y), min(float(size[0]), x + width), min(float(size[1]), y + height))
    return Truth(box, _rows(raw, rows), _mask(label.get("segmentation"), size))


def _rows(raw: F32, rows: tuple[int, ...]) -> F32:
    points = np.zeros((17, 3), np.float32)
    for source, target in enumerate(rows):
        if target >= 0:
            points[target] = raw[source]
    return points


def _mask(label: Any, size: tuple[int, int]) -> npt.NDArray[np.bool_] | None:
    from pycocotools import mask as coco_mask

    if not label:
        return None
    if isinstance(label, list):
        label = coco_mask.merge(coco_mask.frPyObjects(label, size[1], size[0]))
    elif isinstance(label["counts"], list):
        label = coco_mask.frPyObjects(label, size[1], size[0])
    return np.asarray(coco_mask.decode(label), bool)


def _mpii(folder: Path) -> Iterator[Photo]:
    """MPII gives joints only: the box is theirs, grown by a tenth of the body for flesh, and by the head's top."""
    if not (folder / "test_mpii.json").is_file():
        return
    for label in json.loads((folder / "test_mpii.json").read_text()):
        path = folder / label["image"]
        if not path.is_file():
            continue
        raw = np.column_stack([np.array(label["joints"], np.float32), np.array(label["joints_vis"], np.float32) * 2])
        seen = raw[raw[:, 2] > 0, :2]
        low, high = seen.min(0), seen.max(0)
        grow = 0.1 * float((high - low).max())
        height, width = cv2.imread(str(path)).shape[:2]
        box = (
            max(0.0, low[0] - grow),
            max(0.0, low[1] - grow),
            min(width, high[0] + grow),
            min(height, high[1] + grow),
        )
        yield Photo(path, [Truth(tuple(map(float, box)), _rows(raw, MPII_ROWS), None)], False)  # type: ignore[arg-type]


def _with_hidden(person: Truth, people: list[Truth]) -> Truth:
    labelled = person.points[:, 2] > 0
    seen = float((person.points[:, 2] == 2).sum())
    within = max((_within(person.box, other.box) for other in people if other is not person), default=0.0)
    hidden = within > 0.45 or (bool((person.points[:, 2] == 2).any()) and seen < 0.5 * float(max(labelled.sum(), 12)))
    return Truth(person.box, person.points, person.mask, hidden)


def _within(a: Box, b: Box) -> float:
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return max(0.0, width) * max(0.0, height) / max((a[2] - a[0]) * (a[3] - a[1]), 1e-6)


def match(truths: list[Truth], people: list[Person], least: float = 0.5) -> dict[int, int]:
    """From index of a truth to index of the person found there, best overlap first, each once."""
    pairs = [(box_overlap(t.box, p.box), i, j) for i, t in enumerate(truths) for j, p in enumerate(people)]
    matched: dict[int, int] = {}
    for overlap, i, j in sorted(pairs, reverse=True):
        if overlap >= least and i not in matched and j not in matched.values():
            matched[i] = j
    return matched


def analyse(context: Context, path: Path, backend: str) -> tuple[npt.NDArray[np.uint8], People]:
    """The picture and everyone in it."""
    image = load_photo(context, path=str(path))
    people = detect_people(context, image, backend=backend)  # type: ignore[arg-type]
    people = estimate_pose(context, image, people, backend=backend)  # type: ignore[arg-type]
    return image.srgb8(), matte_people(context, image, people, backend=backend)  # type: ignore[arg-type]


class Tally:
    """Counts and sums of one group of people."""

    def __init__(self) -> None:
        self.truths = self.hits = 0
        self.masks: list[float] = []
        self.oks: list[float] = []

    def figures(self) -> dict[str, float]:
        """As plain numbers."""
        return {
            "people": self.truths, "found": self.hits, "recall": self.hits / max(self.truths, 1),
            "masks": len(self.masks), "mask_iou": float(np.mean(self.masks)) if self.masks else 0.0,
            "skeletons": len(self.oks), "oks": float(np.mean(self.oks)) if self.oks else 0.0,
        }  # fmt: skip


def measure(context: Context, data: Path, out: Path | None, backend: str) -> dict[str, Any]:
    """All figures of one backend."""
    clear, hidden = Tally(), Tally()
    found = false = 0
    sets: dict[str, Tally] = {}
    began = time.perf_counter()
    for photo in photos(data):
        picture, people = analyse(context, photo.path, backend)
        listed = list(people.values())
        matched = match(photo.people, listed)
        own = sets.setdefault(photo.path.relative_to(data / "people").parts[0], Tally())
        for i, truth in enumerate(photo.people):
            if truth.box[3] - truth.box[1] < LEAST_HEIGHT * picture.shape[0]:
                continue
            for tally in (hidden if truth.hidden else clear, own):
                _count(tally, truth, listed[matched[i]] if i in matched else None)
            if i not in matched:
                _write_miss(out, backend, photo.path, picture, truth.box, listed, f"miss_{i}")
        if photo.whole:
            tall = [j for j, p in enumerate(listed) if p.box[3] - p.box[1] >= LEAST_HEIGHT * picture.shape[0]]
            wrong = [j for j in tall if j not in matched.values()]
            found, false = found + len(tall), false + len(wrong)
            for j in wrong:
                _write_miss(out, backend, photo.path, picture, listed[j].box, listed, f"false_{j}")
    everyone = Tally()
    for tally in (clear, hidden):
        everyone.truths, everyone.hits = everyone.truths + tally.truths, everyone.hits + tally.hits
        everyone.masks, everyone.oks = everyone.masks + tally.masks, everyone.oks + tally.oks
    return {
        "all": everyone.figures(), "clear": clear.figures(), "half_hidden": hidden.figures(),
        "sets": {name: tally.figures() for name, tally in sets.items()},
        "precision": (found - false) / max(found, 1), "precision_found": found, "precision_false": false,
        "seconds": time.perf_counter() - began,
    }  # fmt: skip


def _count(tally: Tally, truth: Truth, person: Person | None) -> None:
    tally.truths += 1
    if person is None:
        return
    tally.hits += 1
    cover = person.matte or person.mask
    if truth.mask is not None and cover is not None:
        own = cover.full() >= 0.5
        tally.masks.append(float((own & truth.mask).sum()) / max(float((own | truth.mask).sum()), 1.0))
    if (truth.points[:, 2] > 0).any():
        area = float(truth.mask.sum()) if truth.mask is not None else 0.53 * _area(truth.box)
        points = person.skeleton.points[:17] if person.skeleton else np.full((17, 2), 1e9, np.float32)
        tally.oks.append(keypoint_similarity(points, truth.points[:, :2], truth.points[:, 2] > 0, area, COCO_FALLOFF))


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _write_miss(
    out: Path | None, backend: str, path: Path, picture: Any, box: Box, people: list[Person], name: str
) -> None:
    """The picture with everyone found in their colours, and the missed (or wrongly found) one in red."""
    if out is None:
        return
    out.mkdir(parents=True, exist_ok=True)
    shown = np.ascontiguousarray(picture[..., ::-1])
    for person in people:
        colour = [int(255 * v) for v in person.colour[::-1]]
        cv2.rectangle(shown, *_corners(person.box), colour, 2)
    cv2.rectangle(shown, *_corners(box), (0, 0, 255), 3)
    cv2.imwrite(str(out / f"{backend}_{path.parent.name}_{path.stem}_{name}.jpg"), shown)


def _corners(box: Box) -> tuple[tuple[int, int], tuple[int, int]]:
    return (int(box[0]), int(box[1])), (int(box[2]), int(box[3]))


def table(figures: dict[str, dict[str, Any]]) -> str:
    """The figures as text."""
    lines = [f"{'backend':<10}{'group':<14}{'recall':>16}{'mask IoU':>16}{'OKS':>16}"]
    for backend, whole in figures.items():
        groups = {k: whole[k] for k in ("all", "clear", "half_hidden")} | whole["sets"]
        for name, group in groups.items():
            recall = f"{group['recall']:.2f} ({group['found']}/{group['people']})"
            mask = f"{group['mask_iou']:.3f} ({group['masks']})" if group["masks"] else "-"
            lines.append(f"{backend:<10}{name:<14}{recall:>16}{mask:>16}{group['oks']:>10.3f} ({group['skeletons']})")
        good = whole["precision_found"] - whole["precision_false"]
        lines.append(
            f"{backend:<10}precision on COCO {whole['precision']:.2f} ({good}/{whole['precision_found']}); "
            f"{whole['seconds']:.0f} s"
        )
    return "\n".join(lines)


def run(data: Path, out: Path | None) -> dict[str, Any]:
    """Measure every backend that is there; prints a table.

    Args:
        data: The folder of real data.
        out: Where pictures of misses go; None writes none.

    Returns:
        Figures by backend.
    """
    studio = Studio(disk="")
    studio.models = Shelf((*weight_folders(), data / "models"))
    context = studio.context()
    backends = ["embedded"]
    try:
        backends.append(choose(context.models, "learned"))
    except BadInput as error:
        print(f"learned backend not measured: {error}")
    figures = {backend: measure(context, data, out, backend) for backend in backends}
    print(table(figures))
    return figures
