"""The numbers that ProRes takes, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from studio.files.yuv import to_422_10

BY_HAND = [
    ((65535, 65535, 65535), (940, 512, 512)),
    ((0, 0, 0), (64, 512, 512)),
    ((65535, 0, 0), (250, 409, 960)),
    ((0, 65535, 0), (691, 167, 105)),
    ((0, 0, 65535), (127, 960, 471)),
]


@pytest.mark.parametrize(("rgb", "wanted"), BY_HAND)
def test_primaries_have_the_numbers_of_the_standard(rgb: tuple[int, ...], wanted: tuple[int, ...]) -> None:
    planes = to_422_10(np.full((4, 6, 3), rgb, np.uint16))
    assert [int(plane[2, 2]) for plane in planes] == list(wanted)


def test_grey_is_grey_without_a_bias() -> None:
    ramp = np.tile((np.arange(256, dtype=np.uint16) * 257)[None, :, None], (2, 1, 3))
    luma, blue, red = to_422_10(ramp)
    assert np.abs(luma[0] - (64 + 876 * np.arange(256) / 255)).max() <= 0.5
    assert (blue[:, ::2] == 512).all() and (red[:, ::2] == 512).all()


def test_chroma_lies_on_the_even_columns() -> None:
    line = np.zeros((2, 8, 3), np.uint16)
    line[:, 4] = (65535, 0, 0)
    red = to_422_10(line)[2].astype(int) - 512
    assert red[0, ::2].tolist() == [0, 0, 224, 0]
    line = np.roll(line, 1, axis=1)
    assert (to_422_10(line)[2].astype(int) - 512)[0, ::2].tolist() == [0, 0, 112, 112]
