"""People whom a picture's edge cuts in half."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from fakes import SHELF, FakeContext

from nodes.people.cut_in_half import at_edge, mostly_in
from nodes.people.detect_people import detect_people
from nodes.photo.load_photo import load_photo
from studio.models.embedded_halves import find_halves, shapes
from studio.models.embedded_people import Pyramid, Square

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

U8 = npt.NDArray[np.uint8]


class Drawn:
    """A segmentation network that takes what is bright for people."""

    size = 256

    def __call__(self, crop: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float32]]:
        return (crop[..., :1],)


def scene(x0: int, x1: int) -> Pyramid:
    picture = np.zeros((200, 300, 3), np.uint8)
    picture[50:150, x0:x1] = 255
    return Pyramid(picture, mirror=True)


def test_a_shape_on_the_edge_is_told_by_its_mirrored_whole() -> None:
    (shape,) = shapes(Drawn(), scene(0, 20), Square(5, 90, 160))  # type: ignore[arg-type]
    assert (shape.square.x, shape.stands) == (0, 1)
    assert abs(shape.square.y - 100) < 3 and abs(shape.height - 100) < 5 and abs(shape.width - 0.4) < 0.05


def test_what_stands_clear_of_the_edge_or_leaves_the_crop_is_no_shape() -> None:
    assert not list(shapes(Drawn(), scene(20, 60), Square(0, 100, 160)))  # type: ignore[arg-type]
    assert not list(shapes(Drawn(), scene(0, 20), Square(0, 150, 100)))  # type: ignore[arg-type]


def test_nobody_is_cut_in_half_in_an_empty_picture_or_by_a_post_at_its_edge() -> None:
    picture = np.full((240, 180, 3), 120, np.uint8)
    assert find_halves(SHELF, picture, lambda: None) == []
    picture[60:200, :14] = (60, 70, 90)
    assert find_halves(SHELF, picture, lambda: None) == []


def test_a_part_lies_mostly_in_its_whole() -> None:
    whole = np.zeros((20, 20), np.uint8)
    whole[5:, :8] = 255
    part = np.where(np.arange(20)[:, None] > 13, whole, 0).astype(np.uint8)
    assert at_edge(whole) and not at_edge(np.roll(whole, 5, axis=1))
    assert mostly_in(part, whole) and not mostly_in(whole, part)


def test_a_woman_without_a_head_at_the_edge_is_found_whole_with_her_hand(data: Path) -> None:
    context = FakeContext()
    image = load_photo(context, path=str(data / "people" / "misc" / "bus.jpg"))
    woman, man, *others = detect_people(context, image, backend="embedded").values()
    assert len(others) == 2
    assert woman.box[0] == 0 and woman.box[1] < 620 and woman.box[3] > 850
    assert woman.mask is not None and man.mask is not None
    sleeve, hand = (slice(640, 700), slice(0, 26)), (slice(772, 794), slice(59, 68))
    assert woman.mask.full()[sleeve].mean() > 0.9 and woman.mask.full()[hand].mean() > 0.8
    assert man.mask.full()[hand].mean() < 0.2
