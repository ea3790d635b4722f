"""The node that reads a photo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from fakes import FakeContext
from PIL import Image as Pillow

from nodes.photo.load_photo import load_photo
from studio.media.errors import BadInput


def test_a_photo_is_read_where_it_was_found_again(tmp_path: Path) -> None:
    Pillow.new("RGB", (3, 2), (10, 20, 30)).save(tmp_path / "moved.png")
    ctx = FakeContext()
    ctx.media = {"photos/old.png": tmp_path / "moved.png"}
    image = load_photo(ctx, path="photos/old.png")
    assert image.size == (3, 2)
    assert np.array_equal(image.srgb8()[0, 0], (10, 20, 30))


def test_no_path_says_what_to_do() -> None:
    with pytest.raises(BadInput, match="set the path"):
        load_photo(FakeContext(), path="")
