"""The shelf of weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.media.errors import BadInput
from studio.models.shelf import Shelf


class Weight:
    """Stands for a network."""

    def __init__(self, path: Path) -> None:
        self.text = path.read_text()


def shelf(folder: Path, budget: int = 1000) -> Shelf:
    for name in ("a.onnx", "b.onnx", "c.onnx"):
        (folder / "deep").mkdir(exist_ok=True)
        (folder / "deep" / name).write_text(name)
    return Shelf((folder,), budget)


def test_weights_are_found_below_a_folder_and_told_apart_by_content(tmp_path: Path) -> None:
    there = shelf(tmp_path)
    assert there.find("a.onnx") == tmp_path / "deep" / "a.onnx"
    assert there.find("none.onnx") is None
    assert there.digest("a.onnx") != there.digest("b.onnx")
    assert there.digest("none.onnx") == ""


def test_pickles_and_paths_are_never_found(tmp_path: Path) -> None:
    there = shelf(tmp_path)
    (tmp_path / "evil.pt").write_text("x")
    assert there.find("evil.pt") is None
    assert there.find("../a.onnx") is None


def test_a_model_is_loaded_once_and_the_longest_unused_leaves_first(tmp_path: Path) -> None:
    there = shelf(tmp_path, budget=250)
    a = there.load("a.onnx", Weight, 100)
    b = there.load("b.onnx", Weight, 100)
    assert there.load("a.onnx", Weight, 100) is a
    there.load("c.onnx", Weight, 100)
    assert there.nbytes == 200
    assert there.load("a.onnx", Weight, 100) is a
    assert there.load("b.onnx", Weight, 100) is not b


def test_offload_sets_bytes_free(tmp_path: Path) -> None:
    there = shelf(tmp_path)
    there.load("a.onnx", Weight, 100)
    there.load("b.onnx", Weight, 300)
    assert there.offload(350) == 100
    assert there.offload() == 300


def test_changed_weights_are_loaded_anew(tmp_path: Path) -> None:
    there = shelf(tmp_path)
    assert there.load("a.onnx", Weight).text == "a.onnx"
    (tmp_path / "deep" / "a.onnx").write_text("another")
    assert there.load("a.onnx", Weight).text == "another"


def test_missing_weights_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="VIVANT_MODELS"):
        shelf(tmp_path).load("none.onnx", Weight)
