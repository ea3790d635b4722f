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


def test_the_scene_tells_who_is_related_to_whom_and_why(found: Path) -> None:
    scene = read(found / "scene.json")
    ids = {thing["id"] for thing in scene["things"]} | {"camera"}
    assert scene["kind"]["company"] == "pair" and scene["kind"]["evidence"]["place"]
    assert any(one["relation"] == "left_of" for one in scene["relations"])
    for one in scene["relations"]:
        assert {one["subject"], one["object"]} <= ids and one["evidence"] and 0 < one["score"] <= 1


def test_pictures_have_the_photo_s_size(found: Path) -> None:
    for name, mode in (("plate.png", "RGB"), ("overlay.png", "RGB"), ("depth.png", "I;16")):
        with Pillow.open(found / name) as picture:
            assert (picture.size, picture.mode) == ((640, 360), mode)


def test_a_second_analysis_is_the_same_to_the_byte(found: Path, two_men: Path, tmp_path: Path) -> None:
    assert main(["analyze", str(two_men), "-o", str(tmp_path)]) == 0
    assert all((tmp_path / path.name).read_bytes() == path.read_bytes() for path in found.iterdir())


def test_nobody_in_one_pixel_is_an_empty_list(ramp: Callable[..., Path], tmp_path: Path) -> None:
    assert_nobody(ramp(tmp_path / "ramp.png", 1, 1), tmp_path / "out", (1, 1))


def test_a_photo_turned_by_exif_is_analysed_upright(ramp: Callable[..., Path], tmp_path: Path) -> None:
    """Its stored pixels lie on their side; everything is said in pixels of the upright picture."""
    with Pillow.open(ramp(tmp_path / "ramp.png", 33, 17)) as upright:
        seen = np.asarray(upright)
        exif = Pillow.Exif()
        exif[274] = 6
        upright.rotate(90, expand=True).save(tmp_path / "turned.png", exif=exif)
    assert_nobody(tmp_path / "turned.png", tmp_path / "out", (33, 17))
    with Pillow.open(tmp_path / "out" / "plate.png") as plate:
        assert np.abs(np.asarray(plate).astype(int) - seen).max() <= 1


def assert_nobody(photo: Path, out: Path, size: tuple[int, int]) -> None:
    """Analyze a picture without people: every file is there, with empty lists, at the upright picture's size."""
    assert main(["analyze", str(photo), "-o", str(out)]) == 0
    assert {path.name for path in out.iterdir()} == FILES
    people = read(out / "people.json")
    assert people["annotations"] == []
    assert (people["images"][0]["width"], people["images"][0]["height"]) == size
    assert read(out / "faces.json")["faces"] == []
    assert read(out / "scene.json")["people"] == []
    for name in ("plate.png", "depth.png", "overlay.png"):
        with Pillow.open(out / name) as picture:
            assert picture.size == size
