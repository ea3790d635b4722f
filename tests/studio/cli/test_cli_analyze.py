"""``vivant analyze``: files that other tools open, in pixels of the upright photo."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow
from pycocotools import mask
from pycocotools.coco import COCO

from studio.app import Studio
from studio.cli.entry import main

FILES = {"people.json", "faces.json", "scene.json", "plate.png", "depth.png", "overlay.png"}


@pytest.fixture(scope="module")
def found(two_men: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the analysis of two men was written into."""
    folder = tmp_path_factory.mktemp("analysis") / "made" / "here"
    assert main(["analyze", str(two_men), "-o", str(folder)]) == 0
    return folder


def read(path: Path) -> Any:
    """Strict JSON."""
    return json.loads(path.read_text(encoding="utf-8"), parse_constant=lambda word: pytest.fail(f"{word} in {path}"))


def test_every_file_is_there_with_a_matte_for_each_person(found: Path) -> None:
    ids = [person["person_id"] for person in read(found / "people.json")["annotations"]]
    assert len(ids) == 2
    assert {path.name for path in found.iterdir()} == FILES | {f"matte_{name}.png" for name in ids}


def test_people_are_one_coco_object_that_its_own_reader_opens(found: Path, capsys: pytest.CaptureFixture[str]) -> None:
    coco = COCO(str(found / "people.json"))
    capsys.readouterr()
    assert [(image["width"], image["height"]) for image in coco.loadImgs(coco.getImgIds())] == [(640, 360)]
    for person in coco.loadAnns(coco.getAnnIds()):
        assert len(person["keypoints"]) == 51
        assert person["num_keypoints"] == sum(flag > 0 for flag in person["keypoints"][2::3]) > 4
        covered = coco.annToMask(person).astype(bool)
        assert covered.shape == (360, 640)
        assert int(mask.area(person["segmentation"])) == person["area"] == covered.sum()
        x, y, width, height = (round(side) for side in person["bbox"])
        assert covered[y : y + height, x : x + width].sum() > 0.9 * covered.sum()
        with Pillow.open(found / f"matte_{person['person_id']}.png") as matte:
            assert matte.size == (640, 360)
            assert np.array_equal(np.asarray(matte) >= 128, covered)


def test_faces_and_scene_speak_of_the_same_people(found: Path) -> None:
    ids = {person["person_id"] for person in read(found / "people.json")["annotations"]}
    faces, scene = read(found / "faces.json"), read(found / "scene.json")
    assert {face["person_id"] for face in faces["faces"]} <= ids
    assert all(len(face["landmarks"]) == 478 for face in faces["faces"])
    assert {person["person_id"] for person in scene["people"]} == ids
    assert scene["camera"]["focal_px"] > 0
    assert scene["camera"]["height_m"] > 0


def test_pictures_have_the_photo_s_size(found: Path) -> None:
    for name, mode in (("plate.png", "RGB"), ("overlay.png", "RGB"), ("depth.png", "I;16")):
        with Pillow.open(found / name) as picture:
            assert (picture.size, picture.mode) == ((640, 360), mode)


def test_a_second_analysis_is_the_same_to_the_byte(found: Path, two_men: Path, tmp_path: Path) -> None:
    assert main(["analyze", str(two_men), "-o", str(tmp_path)]) == 0
    assert all((tmp_path / path.name).read_bytes() == path.read_bytes() for path in found.iterdir())


@pytest.mark.parametrize("size", [(1, 1), (33, 17), (96, 64)])
def test_nobody_there_is_an_empty_list(size: tuple[int, int], ramp: Callable[..., Path], tmp_path: Path) -> None:
    photo = ramp(tmp_path / "ramp.png", *size)
    assert main(["analyze", str(photo), "-o", str(tmp_path / "out")]) == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES
    assert read(tmp_path / "out" / "people.json")["annotations"] == []
    assert read(tmp_path / "out" / "faces.json")["faces"] == []
    assert read(tmp_path / "out" / "scene.json")["people"] == []
    with Pillow.open(tmp_path / "out" / "plate.png") as plate:
        assert plate.size == size


def test_a_photo_turned_by_exif_is_analysed_upright(two_men: Path, tmp_path: Path) -> None:
    """Its stored pixels lie on their side; boxes are in pixels of the upright picture."""
    turned = tmp_path / "turned.png"
    exif = Pillow.Exif()
    exif[274] = 6
    with Pillow.open(two_men) as photo:
        photo.rotate(90, expand=True).save(turned, exif=exif)
    studio = Studio()
    boxes = []
    for path in (two_men, turned):
        people = studio.pull(studio.preset("group_photo", photo=path), "detect_people")
        boxes.append(np.array([person.box for person in people.values()]))
    assert boxes[0].shape == boxes[1].shape == (2, 4)
    assert np.abs(boxes[0] - boxes[1]).max() < 3
