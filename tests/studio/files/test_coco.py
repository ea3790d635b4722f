"""What an analysis found, in the formats of other tools."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO

from studio.files.coco import faces_document, people_document, scene_document, write_json
from studio.media.camera import Camera
from studio.media.matte import Matte
from studio.media.person import Face, People, Person
from studio.media.skeleton import KEYPOINTS, Skeleton


@pytest.fixture
def people() -> People:
    coverage = np.zeros((60, 80), np.float32)
    coverage[10:50, 20:40] = 1
    points = np.tile(np.array([[25.0, 20.0]], np.float32), (len(KEYPOINTS), 1))
    points[1] = (-5, 20)
    scores = np.full(len(KEYPOINTS), 0.9, np.float32)
    scores[2], scores[3] = 0.3, 0.01
    skeleton = Skeleton(points, scores, np.zeros(len(KEYPOINTS), np.float32), "stands")
    face = Face(np.ones((478, 2), np.float32), np.zeros(478, np.float32), (20, 10, 30, 22), 0.8)
    person = Person("person_1", (20, 10, 40, 50), 0.95, "Ada", matte=Matte.from_full(coverage), skeleton=skeleton,
                    face=face, metres=3.5, layer=1)  # fmt: skip
    return People({"person_1": person, "person_2": Person("person_2", (50, 5, 70, 55), 0.5, metres=float("inf"))})


def test_the_coco_library_reads_the_people(tmp_path: Path, people: People) -> None:
    write_json(tmp_path / "people.json", people_document(people, (80, 60), "a.jpg"))
    coco = COCO(str(tmp_path / "people.json"))
    first, second = coco.loadAnns(coco.getAnnIds())
    assert coco.annToMask(first)[10:50, 20:40].all() and coco.annToMask(first).sum() == 800 == first["area"]
    assert coco_mask.toBbox(first["segmentation"]).tolist() == first["bbox"] == [20, 10, 20, 40]
    assert first["person_id"] == "person_1" and first["attributes"]["name"] == "Ada"
    assert second["bbox"] == [50, 5, 20, 50] and "segmentation" not in second
    assert coco.loadCats(1)[0]["keypoints"][0] == "nose"


def test_flags_say_seen_hidden_or_not_there(people: People) -> None:
    annotation = people_document(people, (80, 60), "a.jpg")["annotations"][0]
    flags = annotation["keypoints"][2::3]
    assert flags[:5] == [2, 0, 1, 0, 2]  # seen; outside the picture; unsure; not found; seen
    assert len(flags) == 17 and annotation["num_keypoints"] == 15
    assert annotation["keypoints"][3:6] == [0, 0, 0]


def test_nobody_is_an_empty_list() -> None:
    assert people_document(People(), (80, 60), "a.jpg")["annotations"] == []


def test_faces_and_scene_are_strict_json(tmp_path: Path, people: People) -> None:
    faces = faces_document(people, (80, 60), "a.jpg")
    scene = scene_document(Camera((80, 60), 100, 20, 0, 1.6), people, "a.jpg")
    write_json(tmp_path / "faces.json", faces)
    write_json(tmp_path / "scene.json", scene)
    read = json.loads((tmp_path / "scene.json").read_text())
    assert [person["person_id"] for person in read["people"]] == ["person_2", "person_1"]  # farthest first
    assert read["people"][0]["distance_m"] is None and read["people"][1]["distance_m"] == 3.5
    assert len(json.loads((tmp_path / "faces.json").read_text())["faces"][0]["landmarks"]) == 478
