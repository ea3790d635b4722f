"""Reading clips: good ones are read as written, bad ones are refused in one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nodes.algorithms import clip_file, motion_clip
from nodes.algorithms.clip_file import parse_clip
from nodes.algorithms.motion_clip import relaxed, repeated, sample_rotations, sample_track
from studio.files.resources import resource_folder
from studio.media.skeleton import BONES

CLIPS = sorted((resource_folder() / "motions").glob("*.json"))
GOOD: dict[str, Any] = {
    "format": "vivant-motion/1", "name": "lift", "duration": 2.0, "repeat": [0.5, 1.0],
    "bones": {"head": [[0, [0, 0, 0]], [0.5, [10, 0, 0]], [1.0, [10, 0, 0]], [2, [0, 0, 0]]]},
    "root": [[0, [0, 0, 0]], [2, [0, 0.1, 0]]], "channels": {"breath": [[0, 0], [1, 1, "linear"], [2, 0]]},
}  # fmt: skip


def read(**changes: Any) -> motion_clip.MotionClip:
    return parse_clip(json.dumps({**GOOD, **changes}), BONES)


def test_keys_are_hit_and_nothing_overshoots_between_them() -> None:
    track = read().bones["head"]
    values = sample_track(track, np.linspace(-1, 3, 401))[:, 0]
    assert sample_track(track, np.array([0.0, 0.5, 1.0, 2.0]))[:, 0] == pytest.approx([0, 10, 10, 0])
    assert values.min() >= 0 and values.max() <= 10 + 1e-9


def test_a_linear_span_is_straight_and_a_held_one_stays() -> None:
    track = read(channels={"a": [[0, 0, "linear"], [1, 1, "hold"], [2, 5]]}).channels["a"]
    assert sample_track(track, np.array([0.25, 1.5, 2.0]))[:, 0] == pytest.approx([0.25, 1, 5])


def test_a_repeated_part_makes_the_clip_longer_and_keeps_its_ends() -> None:
    longer = repeated(read(), 3)
    assert longer.duration == pytest.approx(3.0)
    values = sample_track(longer.bones["head"], np.array([0.0, 0.5, 1.5, 2.0, 3.0]))[:, 0]
    assert values == pytest.approx([0, 10, 10, 10, 0])


def test_a_mirrored_clip_is_the_mirror_image_and_twice_mirrored_the_same() -> None:
    clip = parse_clip((resource_folder() / "motions" / "wave.json").read_bytes(), BONES)
    times = np.linspace(0, clip.duration, 20)
    here, there = sample_rotations(clip, BONES, times), sample_rotations(motion_clip.mirrored(clip), BONES, times)
    for j, bone in enumerate(BONES):
        other = there[:, BONES.index(motion_clip.swap_side(bone))]
        assert np.abs((here[:, j] * [1, -1, -1, 1] * other).sum(axis=1)) == pytest.approx(np.ones(20))
    assert motion_clip.mirrored(clip).limbs == ("leftArm",)
    again = motion_clip.mirrored(motion_clip.mirrored(clip))
    assert sample_rotations(again, BONES, times) == pytest.approx(here)


@pytest.mark.parametrize("path", CLIPS, ids=lambda path: path.stem)
def test_a_clip_of_ours_begins_and_ends_at_the_relaxed_stand_and_never_jumps(path: Path) -> None:
    clip = parse_clip(path.read_bytes(), BONES)
    assert clip.name == path.stem and clip.description and clip.tags
    times = np.arange(0, clip.duration, 1 / 120)
    rotations = sample_rotations(repeated(clip, 2), BONES, np.append(times, repeated(clip, 2).duration))
    assert rotations[0] == pytest.approx(relaxed(BONES), abs=1e-9)
    assert rotations[-1] == pytest.approx(relaxed(BONES), abs=1e-9)
    steps = 2 * np.arccos(np.clip(np.abs((rotations[1:-1] * rotations[:-2]).sum(axis=-1)), 0, 1))
    assert np.rad2deg(steps.max()) * 120 < 900  # degrees a second


def test_there_are_the_motions_that_were_promised() -> None:
    promised = {"breathe", "wave", "nod", "clap", "walk", "dance", "cheer", "point"}
    assert promised <= {path.stem for path in CLIPS}


DEEP = "[" * 100_000


@pytest.mark.parametrize(
    "text",
    [
        b"", b"\xff\xfe\x00", b"null", b"[]", b"{}", DEEP, '{"format": ' + DEEP, '{"a": ' + "9" * 5000 + "}",
        json.dumps({**GOOD, "format": "vivant-motion/2"}), json.dumps({**GOOD, "duration": -1}),
        json.dumps({**GOOD, "duration": 1e9}), json.dumps({**GOOD, "duration": float("nan")}),
        json.dumps({**GOOD, "duration": True}), json.dumps({**GOOD, "order": "XXY"}), json.dumps({**GOOD, "order": 3}),
        json.dumps({**GOOD, "bones": []}), json.dumps({**GOOD, "bones": {"tail": [[0, [0, 0, 0]]]}}),
        json.dumps({**GOOD, "bones": {"head": []}}), json.dumps({**GOOD, "bones": {"head": [[0, [0, 0]]]}}),
        json.dumps({**GOOD, "bones": {"head": [[0, [0, 0, "x"]]]}}), json.dumps({**GOOD, "bones": {"head": [[0]]}}),
        json.dumps({**GOOD, "bones": {"head": [[0, [0, 0, float("inf")]]]}}),
        json.dumps({**GOOD, "bones": {"head": [[1, [0, 0, 0]], [0.5, [0, 0, 0]]]}}),
        json.dumps({**GOOD, "bones": {"head": [[0, [0, 0, 0], "bouncy"]]}}),
        json.dumps({**GOOD, "bones": {"head": [[0, [0, 0, 0]]] * 20_000}}), json.dumps({**GOOD, "repeat": [1, 1]}),
        json.dumps({**GOOD, "repeat": "always"}), json.dumps({**GOOD, "tags": "idle"}), json.dumps({**GOOD, "name": 1}),
        json.dumps({**GOOD, "loop": "yes"}), json.dumps({**GOOD, "channels": {"breath": [[0, [1, 2]]]}}),
        json.dumps({**GOOD, "root": [[0, [1e9, 0, 0]]]}), b" " * (clip_file.MOST_BYTES + 1),
    ],
)  # fmt: skip
def test_what_is_no_clip_is_refused_in_one_line(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"^[^\n]{5,300}$"):
        parse_clip(text, BONES)
