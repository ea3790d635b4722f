"""What an analysis found, as files for other tools: COCO people, faces, the scene.

Source: COCO data format, "Object Detection", "Keypoint Detection" and "Results Format" (cocodataset.org).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from studio.files.atomic import replacing
from studio.media.camera import Camera
from studio.media.matte import Matte
from studio.media.person import People, Person
from studio.media.scene import Scene
from studio.media.skeleton import COCO_KEYPOINTS, Skeleton

SKELETON = (
    (16, 14), (14, 12), (17, 15), (15, 13), (12, 13), (6, 12), (7, 13), (6, 7), (6, 8), (7, 9), (8, 10), (9, 11),
    (2, 3), (1, 2), (1, 3), (2, 4), (3, 5), (4, 6), (5, 7),
)  # fmt: skip
"""COCO's own list of limbs, counted from 1."""
SEEN, LABELLED = 0.5, 0.1
"""From this score on a keypoint counts as visible (v = 2), or as placed but hidden (v = 1)."""


def people_document(people: People, size: tuple[int, int], file_name: str) -> dict[str, Any]:
    """One COCO object: the image, the category, and an annotation for each person.

    Args:
        people: Who was found. The finest coverage known (matte, or else mask) becomes the segmentation.
        size: (width, height) of the upright source picture; all coordinates are in its pixels.
        file_name: Name of the picture, without its folder.

    Returns:
        JSON values. ``person_id`` is the stable id; ``attributes`` holds what COCO has no field for.
    """
    annotations = [_annotation(number, person, size) for number, person in enumerate(people.values(), 1)]
    category = {"id": 1, "name": "person", "supercategory": "person", "keypoints": list(COCO_KEYPOINTS),
                "skeleton": [list(limb) for limb in SKELETON]}  # fmt: skip
    image = {"id": 1, "file_name": file_name, "width": size[0], "height": size[1]}
    return {"info": {"description": "People found by Vivant"}, "licenses": [], "images": [image],
            "annotations": annotations, "categories": [category]}  # fmt: skip


def faces_document(people: People, size: tuple[int, int], file_name: str) -> dict[str, Any]:
    """Faces by person: box, score, 478 landmarks (x, y, and z towards the viewer, in pixels)."""
    faces = []
    for person in people.values():
        if person.face is not None:
            face = person.face
            points = np.column_stack([face.landmarks, face.depth])
            faces.append({"person_id": person.id, "box": _box(face.box), "score": _number(face.score),
                          "landmarks": [[_number(v) for v in point] for point in points]})  # fmt: skip
    return {"image": {"file_name": file_name, "width": size[0], "height": size[1]}, "faces": faces}


def scene_document(camera: Camera, people: People, file_name: str, scene: Scene | None = None) -> dict[str, Any]:
    """The camera, the ground plane, and who stands how far away, farthest first; and the scene graph, where given."""
    order = sorted(people.values(), key=lambda person: person.layer)
    return (graph_document(scene) if scene is not None else {}) | {
        "image": {"file_name": file_name, "width": camera.size[0], "height": camera.size[1]},
        "camera": {"focal_px": _number(camera.focal), "horizon_y_px": _number(camera.horizon),
                   "roll_rad": _number(camera.roll), "height_m": _number(camera.height),
                   "sure": _number(camera.sure), "evidence": camera.evidence},
        "ground_plane": {"normal": [0.0, 1.0, 0.0], "point": [0.0, 0.0, 0.0],
                         "space": "metres, right-handed: x right, y up, z towards the viewer, "
                                  "origin on the ground under the camera"},
        "people": [{"person_id": person.id, "layer": person.layer, "distance_m": _number(person.metres),
                    "cropped": list(person.cropped)} for person in order],
    }  # fmt: skip


def graph_document(scene: Scene) -> dict[str, Any]:
    """The kind of scene, everything in it, and every relation with its score and evidence."""
    kind = {"place": scene.place, "setting": scene.setting, "company": scene.company, "tone": scene.tone,
            "arousal": _number(scene.arousal), "evidence": dict(scene.evidence)}  # fmt: skip
    things = [{"id": thing.id, "kind": thing.kind, "name": thing.name, "box": _box(thing.box),
               "score": _number(thing.score), "activity": thing.activity, "evidence": thing.evidence}
              for thing in scene.things]  # fmt: skip
    relations = [{"subject": one.subject, "relation": one.kind, "object": one.object, "score": _number(one.score),
                  "evidence": one.evidence, "by_hand": one.by_hand} for one in scene.relations]  # fmt: skip
    return {"kind": kind, "things": things, "relations": relations}


def write_json(path: str | Path, document: Mapping[str, Any]) -> None:
    """Write a document as strict JSON, whole or not at all. Raises VivantError where it cannot be written."""
    text = json.dumps(document, indent=1, allow_nan=False, ensure_ascii=False)
    with replacing(path) as temporary:
        temporary.write_text(text + "\n", encoding="utf-8")


def run_lengths(matte: Matte) -> dict[str, Any]:
    """COCO's compressed run-length encoding of where a person covers at least half a pixel."""
    from pycocotools import mask

    packed = mask.encode(np.asfortranarray(matte.full() >= 0.5, np.uint8))
    return {"size": [int(side) for side in packed["size"]], "counts": packed["counts"].decode("ascii")}


def _annotation(number: int, person: Person, size: tuple[int, int]) -> dict[str, Any]:
    coverage = person.matte or person.mask
    x0, y0, x1, y1 = (float(side) for side in person.box)
    annotation: dict[str, Any] = {
        "id": number, "image_id": 1, "category_id": 1, "person_id": person.id, "score": _number(person.score),
        "bbox": [_number(x0), _number(y0), _number(x1 - x0), _number(y1 - y0)], "iscrowd": 0,
        "area": _number((x1 - x0) * (y1 - y0)),
        "attributes": {"person_id": person.id, "name": person.name, "layer": person.layer,
                       "distance_m": _number(person.metres), "cropped": list(person.cropped),
                       "activity": person.skeleton.activity if person.skeleton else "unknown"},
    }  # fmt: skip
    if coverage is not None:
        annotation["segmentation"] = run_lengths(coverage)
        annotation["area"] = int((coverage.coverage >= 0.5).sum())
    if person.skeleton is not None:
        annotation.update(_keypoints(person.skeleton, size))
    return annotation


def _keypoints(skeleton: Skeleton, size: tuple[int, int]) -> dict[str, Any]:
    """51 numbers (x, y, v), how many are labelled, and the scores. A point outside the picture has v = 0."""
    numbers: list[float] = []
    labelled = 0
    count = len(COCO_KEYPOINTS)
    for (x, y), score in zip(skeleton.points[:count].tolist(), skeleton.scores[:count].tolist(), strict=True):
        inside = 0 <= x <= size[0] and 0 <= y <= size[1]
        flag = 0 if not inside or score < LABELLED else 2 if score >= SEEN else 1
        numbers += [_number(x) or 0.0, _number(y) or 0.0, flag] if flag else [0, 0, 0]
        labelled += flag > 0
    scores = [_number(score) for score in skeleton.scores[:count]]
    return {"keypoints": numbers, "num_keypoints": labelled, "keypoint_scores": scores}  # fmt: skip


def _box(box: tuple[float, float, float, float]) -> list[float | None]:
    return [_number(box[0]), _number(box[1]), _number(box[2] - box[0]), _number(box[3] - box[1])]


def _number(value: float | None) -> float | None:
    """A number that JSON can hold, to a thousandth; None where there is none."""
    return None if value is None or not math.isfinite(value) else round(float(value), 3)
