"""People together: crossing without collisions, leads that keep their path, feet that stand, hands that meet.

``vivant bench together --json FILE``. Bodies are made here, of round numbers, so that it needs no pictures.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).parents[1]))

from fakes import FakeContext

from nodes.algorithms.gait import chain_of
from nodes.algorithms.ground_path import Goal, Walker, free_time, walk
from nodes.algorithms.kinematics import flip_y, global_rotations, posed_bones
from nodes.algorithms.motion_clip import relaxed
from nodes.algorithms.rotation import inverse, multiply, rotate
from nodes.motion.place_people import place_people
from nodes.motion.posing import body_from
from studio.cli.bench import load
from studio.media.camera import Camera
from studio.media.motion import Motion, Motions
from studio.media.person import People, Person
from studio.media.rig import Rig, Rigs
from studio.media.skeleton import BONES, PARENT, T_POSE_DIRECTION

F64 = npt.NDArray[np.float64]

CAMERA = Camera((1920, 1080), 1660.0, 380.0, 0.0, 1.6, 1.0)
HEIGHT, FPS = 1.7, 60.0
ROOM = 0.27
"""Metres around a body that nobody comes into: the node's own default."""
DEEP = 0.01 * HEIGHT
LENGTHS: Mapping[str, float] = {
    "hips": 0.1, "spine": 0.15, "chest": 0.25, "neck": 0.08, "head": 0.22, "Shoulder": 0.15, "UpperArm": 0.27,
    "LowerArm": 0.25, "Hand": 0.09, "UpperLeg": 0.41, "LowerLeg": 0.4, "Foot": 0.14, "Toes": 0.06,
}  # fmt: skip
OFFSETS: Mapping[str, tuple[float, float, float]] = {"Shoulder": (0.03, -0.05, 0.0), "UpperLeg": (0.09, -0.05, 0.0)}
"""Metres from the tail (shoulders) or the head (legs) of the bone above, of the left side."""
LANE, OFF = 1.35, 0.12
"""Metres from one lane of those who cross to the next, and that a seed puts somebody elsewhere, at most."""
OTHERWISE = ((5, LANE, 1), (12, LANE, 1), (12, LANE, 2), (12, LANE, 3), (12, 1.15, 0), (12, 1.15, 1), (12, 1.6, 1))
"""Crossings again: how many, metres between lanes, seed."""
STAND = 0.94
"""Metres of the hips above the ground."""


def rig_at(person: str, x: float, far: float, layer: int = 0) -> Rig:
    """A body of 1.7 m that stands on the camera's ground, x metres to the right and so far away."""
    scale = CAMERA.focal / far
    parents = np.array([-1 if PARENT[b] is None else BONES.index(str(PARENT[b])) for b in BONES], np.int32)
    rest = relaxed(BONES)
    turned = global_rotations(rest, parents)
    heads, tails = np.zeros((len(BONES), 3)), np.zeros((len(BONES), 3))
    for j, bone in enumerate(BONES):
        kind = bone.removeprefix("left").removeprefix("right")
        above = int(parents[j])
        if above >= 0:
            off = np.array(OFFSETS.get(kind, (0, 0, 0))) * (1 if bone.startswith("left") else [-1, 1, 1])
            heads[j] = (heads[above] if kind == "UpperLeg" else tails[above]) + off
        tails[j] = heads[j] + rotate(turned[j], np.array(T_POSE_DIRECTION[bone])) * LENGTHS[kind]
    ground = (CAMERA.size[0] / 2 + CAMERA.focal * x / far, CAMERA.horizon + CAMERA.focal * CAMERA.height / far)
    hips = np.array([ground[0], ground[1] - STAND * scale, 0.0])
    values = {
        "heads": (flip_y(heads) * scale + hips).astype(np.float32),
        "tails": (flip_y(tails) * scale + hips).astype(np.float32), "rest": rest.astype(np.float32),
    }  # fmt: skip
    return Rig(
        person=person, bones=BONES, parents=parents, freedom=np.ones(len(BONES), np.float32),
        reasons=("",) * len(BONES), pinned=("leftFoot", "rightFoot"), pixels_per_metre=scale, layer=layer, parts=(),
        ground=ground, standing=True, **values,
    )  # fmt: skip


def stage_of(spots: Sequence[tuple[float, float]]) -> tuple[Rigs, People, Motions]:
    """People at (x, far) metres, who do nothing."""
    order = sorted(range(len(spots)), key=lambda k: -spots[k][1])
    rigs, people, motions = {}, {}, {}
    for k, (x, far) in enumerate(spots):
        name = f"person_{k + 1}"
        rig = rig_at(name, x, far, order.index(k))
        box = (rig.ground[0] - 40, rig.ground[1] - HEIGHT * rig.pixels_per_metre, rig.ground[0] + 40, rig.ground[1])
        rigs[name], people[name] = rig, Person(name, box, metres=far)
        still = np.repeat(rig.rest[None], 120, axis=0)
        motions[name] = Motion("still", BONES, FPS, still, np.zeros((120, 3), np.float32), {}, relative=False)
    return Rigs(rigs), People(people), Motions(motions)


def ground_places(rig: Rig, motion: Motion) -> F64:
    """(T, 2) metres of a body's root on the ground, as the picture shows it."""
    size = np.asarray(motion.channels.get("size", np.ones(len(motion.root))), np.float64)
    far = CAMERA.ground_distance(*rig.ground) / size
    x = rig.heads[0, 0] + motion.root[:, 0].astype(np.float64) * rig.pixels_per_metre
    return np.column_stack([(x - CAMERA.size[0] / 2) * far / CAMERA.focal, -far])


def crossing_spots(count: int, apart: float = LANE, seed: int = 0) -> list[tuple[float, float]]:
    """(x, far) of two groups that face each other, left and right, in lanes so far apart; a seed puts all a little
    elsewhere."""
    lanes, dice = max(1, (count + 3) // 4), np.random.default_rng(seed)
    spots = []
    for k in range(count):
        side, place = (-1 if k % 2 == 0 else 1), k // 2
        rank, lane = divmod(place, lanes)
        x, far = dice.uniform(-OFF, OFF, 2) if seed else (0.0, 0.0)
        spots.append((side * (1.6 + 0.9 * rank) + x, 5.2 + apart * lane + (0.3 if side > 0 else 0.0) + far))
    return spots


def crossing(count: int, apart: float = LANE, seed: int = 0) -> dict[str, Any]:
    """Everybody walks to the other side at the same time."""
    spots = crossing_spots(count, apart, seed)
    rigs, people, motions = stage_of(spots)
    marks = tuple({"person": name, "at": 4.0, "x": -2.0 * spots[k][0], "z": 0.0} for k, name in enumerate(rigs))
    began = time.perf_counter()
    made = place_people(FakeContext(), rigs, motions, people, CAMERA, marks=marks)
    seconds = time.perf_counter() - began
    length = max(len(motion.root) for motion in made.values())
    places = {name: ground_places(rigs[name], made[name]) for name in rigs}
    whole = np.stack([np.concatenate([p, np.repeat(p[-1:], length - len(p), 0)]) for p in places.values()])
    ratios, misses = [], []
    for k, name in enumerate(rigs):
        alone = place_people(FakeContext(), Rigs({name: rigs[name]}), motions, people, CAMERA, marks=marks[k : k + 1])
        ratios.append(_lasts(places[name]) / max(_lasts(ground_places(rigs[name], alone[name])), 1e-6))
        misses.append(float(np.hypot(places[name][-1, 0] + spots[k][0], places[name][-1, 1] + spots[k][1])))
    return {
        "people": count, "lanes_m": apart, "seed": seed, "penetrating_frames": penetrating(whole),
        "slowest": round(max(ratios), 3), "farthest_from_mark_m": round(max(misses), 4),
        "sliding_mm": round(max(1000 * sliding(rigs[name], made[name]) for name in rigs), 2),
        "seconds": round(seconds, 2),
    }  # fmt: skip


def _lasts(places: F64) -> float:
    """Seconds from setting out until being 3 cm from where one comes to stand."""
    away = np.flatnonzero(np.linalg.norm(places - places[0], axis=1) > 0.03)
    left = np.flatnonzero(np.linalg.norm(places - places[-1], axis=1) > 0.03)
    return float(left[-1] - away[0]) / FPS if away.size else 0.0


def penetrating(places: F64) -> int:
    """Frames of (N, T, 2) places in which two bodies are deeper in one another than 1% of their height."""
    apart = np.linalg.norm(places[:, None] - places[None], axis=-1) + 9 * np.eye(len(places))[:, :, None]
    return int((apart.min(axis=(0, 1)) < 2 * ROOM - DEEP).sum())


def sliding(rig: Rig, motion: Motion) -> float:
    """Metres that a foot which stands goes over the picture, at the photo's scale: the most of any stance."""
    body = body_from(rig)
    rest = global_rotations(body.rest, body.parents)
    turns = multiply(global_rotations(motion.rotations.astype(np.float64), body.parents), inverse(rest))
    ends = posed_bones(turns, np.zeros(3), body.heads, body.tails, body.parents)
    size = np.asarray(motion.channels["size"], np.float64)[:, None]
    worst = 0.0
    for side in ("left", "right"):
        chain = chain_of(body, side)
        assert chain is not None  # the body was made here
        # a foot that rolls stands on its toes, or on its heel
        points = [body.heads[0, :2] + size * (end[:, chain[2], :2] - body.heads[0, :2]) for end in ends]
        points = [seen + motion.root[:, :2] * rig.pixels_per_metre for seen in points]
        stands = motion.channels[f"{side}Lift"] < 1e-6
        edges = np.flatnonzero(np.diff(np.concatenate([[0], stands.astype(np.int8), [0]])))
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            slides = min(float(np.ptp(seen[first:last], axis=0).max(initial=0)) for seen in points)
            worst = max(worst, slides / rig.pixels_per_metre)
    return worst


def leads() -> dict[str, Any]:
    """One keeps to its path, come who may, while five go the other way."""
    far = free_time(6.0, 1.1)
    lead = Walker((-3.0, -6.0), (Goal((3.0, -6.0), 0.0, far),), ROOM, 1e-3)
    lanes = (-0.4, -0.05, 0.3, 0.65, 1.0)
    others = [Walker((3.0, -6.0 + z), (Goal((-3.0, -6.0 + z), 0.0, far),), ROOM) for z in lanes]
    spread = [Walker((3.0 - 0.7 * k, one.start[1]), one.goals, ROOM) for k, one in enumerate(others)]
    _, alone = walk([lead])
    _, places = walk([lead, *spread])
    length = min(len(alone), len(places))
    aside = float(np.abs(alone[:length, 0] - places[:length, 0]).max())
    return {
        "people": 6, "lead_off_its_path_mm": round(1000 * aside, 2),
        "penetrating_frames": penetrating(places.swapaxes(0, 1)),
    }  # fmt: skip


def curve(counts: Sequence[int] = (2, 5, 12, 25, 50, 100)) -> list[dict[str, Any]]:
    """What it takes to let so many go a little way at once, at the same room for each."""
    rows = []
    for count in counts:
        wide = int(np.ceil(np.sqrt(count)))
        starts = [(1.2 * (k % wide), -4.0 - 1.2 * (k // wide)) for k in range(count)]
        people = [Walker(at, (Goal((at[0] + 3.0, at[1]), 0.0, 4.0),), ROOM) for at in starts]
        took = []
        for _ in range(3):
            began = time.perf_counter()
            walk(people)
            took.append(time.perf_counter() - began)
        per = min(took) / (count * max(np.log2(count), 1))
        rows.append({"people": count, "seconds": round(min(took), 4), "ms_per_n_log_n": round(1000 * per, 4)})
    return rows


def run(data: Path | None, output: Path | None) -> dict[str, Any]:
    """Measure all of it."""
    figures: dict[str, Any] = {"crossing": [], "leads": leads(), "cost": curve()}
    for count, apart, seed in ((2, LANE, 0), (5, LANE, 0), (12, LANE, 0), *OTHERWISE):
        figures["crossing"].append(crossing(count, apart, seed))
        print(figures["crossing"][-1], flush=True)
    print(figures["leads"], flush=True)
    for row in figures["cost"]:
        print(row, flush=True)
    touching = load(Path(__file__).with_name("touching.py"))
    return figures | touching.run(data, output)
