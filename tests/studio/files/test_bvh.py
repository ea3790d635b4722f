"""Motion capture files, read and written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nodes.algorithms.capture import local_motion, world_motion
from studio.files.bvh import parse_bvh, read_bvh, write_bvh
from studio.media.errors import BadInput

TEXT = """HIERARCHY
ROOT Hips
{
 OFFSET 0 0 0
 CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation
 JOINT Arm
 {
  OFFSET 0 10 0
  CHANNELS 3 Zrotation Xrotation Yrotation
  End Site
  {
   OFFSET 5 0 0
  }
 }
}
MOTION
Frames: 2
Frame Time: 0.04
1 2 3 90 0 0 0 0 0
1 2 3 0 0 0 90 0 0
"""


def test_joints_lie_where_turning_by_hand_puts_them() -> None:
    motion = parse_bvh(TEXT)
    rotations, places = local_motion(motion.offsets, motion.channels, motion.values)
    _, placed = world_motion(rotations, places, motion.parents)
    assert motion.names == ("Hips", "Arm", "Arm_end")
    np.testing.assert_allclose(placed[0], [[1, 2, 3], [-9, 2, 3], [-9, 7, 3]], atol=1e-9)
    np.testing.assert_allclose(placed[1], [[1, 2, 3], [1, 12, 3], [1, 17, 3]], atol=1e-9)


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    motion = parse_bvh(TEXT)
    write_bvh(tmp_path / "m.bvh", motion)
    again = read_bvh(tmp_path / "m.bvh")
    assert again.parents == motion.parents
    assert again.channels == motion.channels
    np.testing.assert_allclose(again.values, motion.values)
    np.testing.assert_allclose(again.offsets, motion.offsets)


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("", "no BVH"), ("HIERARCHY", "no BVH"), (TEXT.replace("}\nMOTION", "\nMOTION"), "cut short"),
        (TEXT.replace("0.04", "0"), "cannot be"), (TEXT.replace("Frames: 2", "Frames: two"), "two"),
        (TEXT.replace("Zrotation", "Wrotation"), "unknown channel"), (TEXT.replace("OFFSET 0 10 0",
        "OFFSET 0 nan 0"), "nan"),
        (TEXT.split("0.04")[0] + "0.04\n", "no frame"), (TEXT.replace("1 2 3 90", "1 2 x 90"), "numbers"),
        (TEXT.replace("MOTION", "ROOT Other\n{\n}\nMOTION"), "more than one root"), (TEXT.replace("}\nMOTION",
        "}\n}\nMOTION"), "bracket too many"),
    ],
)  # fmt: skip
def test_a_broken_file_is_told_in_one_line(broken: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as problem:
        parse_bvh(broken)
    assert "\n" not in str(problem.value)


def test_frames_that_are_cut_off_are_left_out() -> None:
    assert len(parse_bvh(TEXT.rstrip().rsplit(" ", 2)[0]).values) == 1


def test_forward_kinematics_agree_with_positions_that_another_program_wrote(data: Path) -> None:
    import csv

    folder = data / "bvh" / "bvh_toolbox"
    motion = read_bvh(folder / "walk01.bvh")
    rotations, places = local_motion(motion.offsets, motion.channels, motion.values)
    _, placed = world_motion(rotations, places, motion.parents)
    with (folder / "walk01_pos.csv").open() as file:
        head, *rows = csv.reader(file)
    truth = np.array(rows, float)
    height = np.ptp(placed[0, :, 1])
    for joint, name in enumerate(motion.names):
        column = head.index(name.replace("_end", "_End") + ".x")
        assert np.abs(placed[:, joint] - truth[:, column : column + 3]).max() < 1e-4 * height
