"""The headless context: it opens, it says why not, it lets go of what nobody holds."""

from __future__ import annotations

import gc
import subprocess
import sys
from typing import Any

import moderngl
import numpy as np
import pytest

from studio.gl.canvas import Canvas, Canvases, box_of, join_boxes
from studio.gl.context import INSTALL, describe, drawing, open_context, prepare
from studio.media.errors import VivantError


def test_describe_names_the_renderer() -> None:
    found = describe()
    assert found["works"] and found["renderer"] and found["version"]


def test_without_gl_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: Any) -> None:
        raise Exception("cannot open\ndisplay")

    monkeypatch.setattr(moderngl, "create_context", refuse)
    with pytest.raises(VivantError) as caught:
        open_context()
    assert "\n" not in str(caught.value) and "cannot open display" in str(caught.value)
    assert not describe()["works"] and describe()["reason"] == str(caught.value)


def test_the_line_for_debian_is_in_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(moderngl, "create_context", lambda **_: 1 / 0)
    with pytest.raises(VivantError, match="apt-get install"):
        open_context()
    assert "libegl1" in INSTALL


def test_contexts_have_their_own_serials() -> None:
    a, b = open_context(), open_context()
    assert prepare(a) == prepare(a) != prepare(b)


def test_what_nobody_holds_is_released_at_the_next_drawing() -> None:
    gl = open_context()
    with drawing(gl):
        texture = gl.texture((8, 8), 4)
    del texture
    gc.collect()
    assert len(gl.objects) == 1
    with drawing(gl):
        assert len(gl.objects) == 0


def test_a_context_that_was_lost_says_so_in_one_line() -> None:
    gl = open_context()
    gl.release()
    with pytest.raises(VivantError, match="context was lost"), drawing(gl):
        pass


def test_two_contexts_may_take_turns() -> None:
    contexts = [open_context(), open_context()]
    canvases = []
    for gl in contexts:
        with drawing(gl):
            canvases.append(Canvas(gl, (8, 4), ("colour", "ids")))
    for value, (gl, canvas) in enumerate(zip(contexts, canvases, strict=True)):
        with drawing(gl):
            canvas.each["colour"].clear(0.25 * value, 0.5, 1.0, 1.0)
    for value, (gl, canvas) in enumerate(zip(contexts, canvases, strict=True)):
        with drawing(gl):
            assert (canvas.read("colour", (2, 1, 5, 3)) == [0.25 * value, 0.5, 1, 1]).all()


def test_a_canvas_starts_from_the_plate_and_row_0_is_the_top() -> None:
    gl = open_context()
    pixels = np.arange(4 * 6 * 4, dtype=np.float16).reshape(4, 6, 4)
    with drawing(gl):
        plate = gl.framebuffer([gl.texture((6, 4), 4, pixels.tobytes(), dtype="f2")])
        canvas = Canvas(gl, (6, 4), ("colour", "data", "ids"))
        canvas.start(plate)
        assert (canvas.read("colour", (0, 0, 6, 4)) == pixels).all()
        assert (canvas.read("colour", (1, 2, 4, 3)) == pixels[2:3, 1:4]).all()
        assert (canvas.read("data", (0, 0, 6, 4)) == 0).all() and (canvas.read("ids", (0, 0, 6, 4)) == 0).all()


def test_only_the_last_few_canvases_are_kept() -> None:
    gl = open_context()
    with drawing(gl):
        canvases = Canvases(gl, most=2)
        first, second = canvases.get((4, 4), ("colour",)), canvases.get((4, 4), ("colour", "ids"))
        assert canvases.get((4, 4), ("colour",)) is first
        canvases.get((8, 8), ("colour",))
        assert canvases.get((4, 4), ("colour",)) is first
        assert canvases.get((4, 4), ("colour", "ids")) is not second


def test_boxes_that_overlap_become_one() -> None:
    assert join_boxes([(0, 0, 4, 4), (10, 0, 12, 4), (3, 3, 11, 5)]) == [(0, 0, 12, 5)]
    assert join_boxes([(0, 0, 4, 4), (4, 0, 8, 4), (5, 5, 5, 9)]) == [(0, 0, 4, 4), (4, 0, 8, 4)]


def test_a_box_stays_inside_the_picture() -> None:
    points = np.array([[-50, 3.2], [7.5, 900]], np.float32)
    assert box_of(points, (100, 80)) == (0, 1, 10, 80)
    assert box_of(points - [200, 0], (100, 80)) == (0, 0, 0, 0)
    assert box_of(np.array([[np.nan, 1]], np.float32), (9, 9)) == (0, 0, 0, 0)


def test_torchvision_can_be_imported_after_the_software_renderer_was_used() -> None:
    code = "from studio.gl.context import open_context; gl = open_context(); import torchvision"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
