"""Recordings of any convention move people of four photos: what is accepted, which feet slide, which joints overbend.

``run(data, out)`` gives every BVH of the data, as it is, to one person each of four photos: two who stand, one who
sits, one who is seen to the hips; on the spot and on its way. Feet are judged where the picture shows them, against the
recording's own contacts. As in Karunratanakul et al., Guided Motion Diffusion for Controllable Human Motion Synthesis,
ICCV 2023, a foot slides in a frame in which it is in contact and quicker than a limit, there 0.5 m/s, here a tenth of
that. Limits of joints are those of the American Academy of Orthopaedic Surgeons, 1965; what the photo itself shows is
never a violation.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.capture import local_motion, world_motion
from nodes.algorithms.foot_contact import planted
from nodes.algorithms.humanoid import recognise
from nodes.algorithms.kinematics import flip_y, global_rotations, posed_bones
from nodes.algorithms.rotation import angle_between, inverse, multiply
from nodes.motion.load_motion import load_motion
from nodes.motion.retarget_motion import retarget_motion
from studio.app import Studio
from studio.files.bvh import Bvh, read_bvh
from studio.media.errors import BadInput
from studio.media.motion import Motion
from studio.media.person import People
from studio.media.rig import Rig, Rigs

NEEDS_DATA = True
PHOTOS = (
    ("people/ochuman/000817.jpg", "person_2"), ("people/misc/bus.jpg", "person_2"),
    ("people/mpii/052475643.jpg", "person_1"), ("people/groups/19.jpg", "person_3"),
)  # fmt: skip
"""Two who stand whole, one who sits, one who is seen to the hips."""
SLIDES, LITERATURE = 0.05, 0.5
"""Metres a second, of a body of 1.7 m, from which on a foot in contact slides."""
LOW = 0.005
"""Metres above its place in the photo up to which a foot is on the ground."""
LIMITS = {
    "elbow": ("UpperArm", "LowerArm", 150.0), "knee": ("UpperLeg", "LowerLeg", 150.0),
    "wrist": ("LowerArm", "Hand", 90.0),
}  # fmt: skip
"""Degrees by which the second bone may be bent against the first."""
NECK = 80.0
"""Degrees by which a head may be bent against the chest."""
TOLERANCE = 1.0
"""Degrees beyond the limit, or beyond what the photo shows, that are rounding."""

F64 = npt.NDArray[np.float64]
Cast = list[tuple[str, People, Rig]]


def run(data: Path, out: Path | None) -> dict[str, Any]:
    """Measure; prints a row a file.

    Args:
        data: The folder of real data.
        out: Not used: nothing is drawn.

    Returns:
        {"files": [a row each], "kinematics": error in parts of the height, ...}.
    """
    studio = Studio()
    cast = [actor(studio, data, photo, person) for photo, person in PHOTOS]
    print(f"{'file':<52} bones skate slide.5 dragged limits, or why it is refused")
    rows = [measure(studio, path, data, cast) for path in sorted((data / "bvh").rglob("*.bvh"))]
    accepted = [row for row in rows if row["accepted"]]
    worst = kinematics(data / "bvh" / "bvh_toolbox")
    most = max(row["skate_ratio"] for row in accepted)
    wrong = sum(row["limit_violations"] for row in accepted)
    print(f"{len(accepted)} of {len(rows)} files accepted, each on {len(cast)} photos; largest skate ratio {most:.2%}, "
          f"limit violations {wrong}, forward kinematics off by {worst:.1e} of the height")  # fmt: skip
    return {
        "files": rows, "photos": [f"{photo} {person}" for photo, person in PHOTOS], "skate_ratio": most,
        "limit_violations": wrong, "kinematics": worst,
    }  # fmt: skip


def actor(studio: Studio, data: Path, photo: str, person: str) -> tuple[str, People, Rig]:
    """One person of a photo, by themselves."""
    graph = studio.preset("group_photo", data / photo)
    people: People = studio.pull(graph, "order_layers")
    rigs: Rigs = studio.pull(graph, "rig_person")
    return photo, People({person: people[person]}), rigs[person]


def measure(studio: Studio, path: Path, data: Path, cast: Cast) -> dict[str, Any]:
    """One file on everybody, on the spot and on its way over the ground."""
    name = str(path.relative_to(data / "bvh"))
    row: dict[str, Any] = {"file": name, "accepted": True, "mapped_bones": mapped(read_bvh(path))}
    slid = contacts = far = dragged = shown = 0
    wrong = 0
    try:
        for _, people, rig in cast:
            for travel in (0.0, 1.0):
                motions = load_motion(studio.context(), people, path=str(path), travel=travel)
                rigs = Rigs({rig.person: rig})
                motion = retarget_motion(studio.context(), rigs, motions)[rig.person]
                found = skate(rig, motion, motions[rig.person], read_bvh(path))
                contacts, slid, far = contacts + found[0], slid + found[1], far + found[2]
                seen = on_the_ground(rig, motion)
                shown, dragged = shown + seen[0], dragged + seen[1]
                wrong += violations(rig, motion)
    except BadInput as problem:
        row |= {"accepted": False, "message": str(problem).removeprefix(f"{path}: ")}
        print(f"{name:<52} {row['mapped_bones']:5} {row['message']}", flush=True)
        return row
    row |= {
        "skate_ratio": slid / max(contacts, 1), "skate_ratio_literature": far / max(contacts, 1),
        "contact_frames": contacts, "limit_violations": wrong, "dragged_ratio": dragged / max(shown, 1),
    }  # fmt: skip
    print(f"{name:<52} {row['mapped_bones']:5} {row['skate_ratio']:5.2%} {row['skate_ratio_literature']:7.2%} "
          f"{row['dragged_ratio']:7.2%} {wrong:6}", flush=True)  # fmt: skip
    return row


def mapped(file: Bvh) -> int:
    """How many of our bones the file's joints are."""
    _, placed = world_motion(*local_motion(file.offsets, file.channels, file.values[:1]), file.parents)
    return len(recognise(file.names, file.parents, placed[0]))


def skate(rig: Rig, motion: Motion, relative: Motion, file: Bvh) -> tuple[int, int, int]:
    """Frames of contact of both feet, and of these those in which the foot slides, by either limit.

    Contacts are the recording's own: its ankle in space is low and slow. Nothing is asked of feet that the photo does
    not show.
    """
    if not rig.standing:
        return 0, 0, 0
    heads, _ = posed(rig, motion)
    truth = recorded_contacts(file, len(motion.root) - 1, motion.fps)
    metre = float(rig.pixels_per_metre)
    total = slid = far = 0
    for column, side in enumerate(("left", "right")):
        path = heads[1:, rig.bones.index(f"{side}Foot"), :2] / metre
        speed = np.linalg.norm(np.diff(path, axis=0), axis=1) * motion.fps
        both = truth[1:, column] & truth[:-1, column]
        total, slid, far = (
            total + both.sum(),
            slid + (both & (speed > SLIDES)).sum(),
            far + (both & (speed > LITERATURE)).sum(),
        )
    return int(total), int(slid), int(far)


def on_the_ground(rig: Rig, motion: Motion) -> tuple[int, int]:
    """Frames in which a foot is on the ground in the picture, and of these those in which it slides there."""
    if not rig.standing:
        return 0, 0
    heads, _ = posed(rig, motion)
    total = slid = 0
    for side in ("left", "right"):
        foot = rig.bones.index(f"{side}Foot")
        path = heads[:, foot, :2] / float(rig.pixels_per_metre)
        low = path[:, 1] + rig.heads[foot, 1] / float(rig.pixels_per_metre) < LOW
        speed = np.abs(np.diff(path[:, 0])) * motion.fps
        stands = low[1:] & low[:-1]
        total, slid = total + int(stands.sum()), slid + int((stands & (speed > SLIDES)).sum())
    return total, slid


def recorded_contacts(file: Bvh, samples: int, fps: float) -> npt.NDArray[np.bool_]:
    """(samples, 2) when the recording's own feet stand, by their ankles in space."""
    _, placed = world_motion(*local_motion(file.offsets, file.channels, file.values), file.parents)
    joints = recognise(file.names, file.parents, placed[0])
    up = int(np.abs(np.median(placed[:, joints["chest"]] - placed[:, joints["leftFoot"]], axis=0)).argmax())
    order = [(up + 1) % 3, up, (up + 2) % 3]
    sign = np.sign(np.median(placed[:, joints["chest"], up] - placed[:, joints["leftFoot"], up]))
    leg = float(np.median(sum(
        np.linalg.norm(placed[:, joints[a]] - placed[:, joints[b]], axis=1)
        for a, b in (("leftUpperLeg", "leftLowerLeg"), ("leftLowerLeg", "leftFoot"))
    )))  # fmt: skip
    step = max(1, round(1 / file.seconds / fps))
    feet = [placed[::step, joints[f"{side}Foot"]][:, order] * sign for side in ("left", "right")]
    low = np.stack([planted(path, leg, fps) for path in feet], axis=1)
    return low[len(low) - samples :] if len(low) >= samples else np.pad(low, ((0, samples - len(low)), (0, 0)))


def posed(rig: Rig, motion: Motion) -> tuple[F64, F64]:
    """Heads and tails of the posed bones, (T, J, 3) pixels, y up."""
    turns = multiply(global_rotations(motion.rotations, rig.parents), inverse(global_rotations(rig.rest, rig.parents)))
    return posed_bones(turns, motion.root * rig.pixels_per_metre, flip_y(rig.heads), flip_y(rig.tails), rig.parents)


def violations(rig: Rig, motion: Motion) -> int:
    """Frames, over all joints, in which a joint is bent beyond its limit and beyond what the photo shows."""
    heads, tails = posed(rig, motion)
    along = tails - heads
    at_rest = flip_y(rig.tails) - flip_y(rig.heads)
    found = 0
    for first, second, most in bends():
        if first in rig.bones and second in rig.bones:
            a, b = rig.bones.index(first), rig.bones.index(second)
            rest = np.rad2deg(angle_between(at_rest[a], at_rest[b]))
            bent = np.rad2deg(angle_between(along[:, a], along[:, b]))
            found += int((bent > max(most, float(rest)) + TOLERANCE).sum())
    return found


def bends() -> Iterator[tuple[str, str, float]]:
    """Pairs of bones, and how far they may be bent."""
    for first, second, most in LIMITS.values():
        for side in ("left", "right"):
            yield f"{side}{first}", f"{side}{second}", most
    yield "chest", "head", NECK


def kinematics(folder: Path) -> float:
    """Largest error of joint positions against the published ones, in parts of the body's height."""
    file = read_bvh(folder / "walk01.bvh")
    _, placed = world_motion(*local_motion(file.offsets, file.channels, file.values), file.parents)
    with (folder / "walk01_pos.csv").open(newline="", encoding="utf-8") as stream:
        table = [[cell.strip() for cell in row] for row in csv.reader(stream)]
    heads = [name.rpartition(".")[0] for name in table[0]]
    values = np.array(table[1:], np.float64)
    worst = 0.0
    height = float(np.ptp(placed[0, :, 1]))
    for joint, name in enumerate(file.names):
        columns = [k for k, head in enumerate(heads) if head.lower() == name.lower()]
        if len(columns) == 3:
            worst = max(worst, float(np.abs(placed[: len(values), joint] - values[:, columns]).max()) / height)
    return worst
