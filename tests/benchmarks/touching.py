"""People who touch and people who do not: gaps between hands that meet, and between hips and what is sat on; how deep
dancers go into one another.

``vivant bench touching --json FILE``; ``vivant bench together`` has these figures, too. Bodies are made of round
numbers. Those who fight may be struck: the limb that strikes, and arms that ward it off, do not count while they do.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).parents[1]))

from fakes import FakeContext

from nodes.algorithms.keep_apart import Dancer, allowed, capsule_ends, depths
from nodes.algorithms.reach_points import tips
from nodes.motion.carry_prop import carry_prop
from nodes.motion.choose_motion import choose_motion
from nodes.motion.crowd import limb_radii, touching
from nodes.motion.join_people import join_people
from nodes.motion.on_clock import figure_of, on_clock
from nodes.motion.pace_script import pace_script
from nodes.motion.place_people import place_people
from nodes.motion.plan_contacts import plan_contacts
from nodes.motion.retarget_motion import retarget_motion
from nodes.motion.sit_down import over
from studio.app import folder
from studio.cli.bench import load
from studio.media.contact import Contacts
from studio.media.motion import Motions
from studio.media.person import People, Person
from studio.media.rig import Rig, Rigs
from studio.media.scene import Scene, Thing
from studio.media.script import Beat, Script
from studio.media.skeleton import KEYPOINTS, Skeleton

F64 = npt.NDArray[np.float64]
FPS, HEIGHT = 60.0, 1.7
GAP = 0.7
"""Metres from one dancer to the next."""
OTHERWISE = ((12, GAP, 2), (12, GAP, 3), (12, 0.6, 1), (12, 0.6, 2), (12, 0.85, 1))
"""Dances and fights again: how many, metres between them, seed."""
SECONDS = {"dance": 6.0, "fight": 4.4}
SHAPES = (
    (0.75, 6.0, 6.0, 1.0),
    (0.95, 6.0, 6.0, 0.7),
    (0.8, 5.5, 6.4, 1.0),
    (1.3, 6.0, 6.0, 1.0),
    (0.7, 5.0, 5.3, 0.8),
)
"""Pairs: metres between them, metres from the camera of each, size of the second one."""


def people_of(rigs: Rigs) -> People:
    """The people of rigs, as boxes."""
    boxes = {key: (rig.heads[:, :2].min(axis=0), rig.heads[:, :2].max(axis=0)) for key, rig in rigs.items()}
    return People((key, Person(key, (*map(float, low), *map(float, high)))) for key, (low, high) in boxes.items())


def resized(rig: Rig, size: float) -> Rig:
    """The same body, smaller or larger, on the same spot of the ground."""
    ground = np.array([*rig.ground, 0.0])
    heads, tails = (
        ((places - ground) * [size, size, size] + ground).astype(np.float32) for places in (rig.heads, rig.tails)
    )
    return replace(rig, heads=heads, tails=tails, pixels_per_metre=rig.pixels_per_metre * size)


def play(rigs: Rigs, beats: Sequence[Beat], seed: int = 1) -> tuple[Motions, Motions, Contacts, float, list[str]]:
    """Motions of a script before and after people are joined, who touches whom, seconds, and what was told."""
    ctx, people, script = FakeContext(), people_of(rigs), Script(tuple(beats))
    motions = retarget_motion(ctx, rigs, choose_motion(ctx, people, None, script, seed=seed))
    contacts = plan_contacts(ctx, people, rigs, script)
    began, ctx = time.perf_counter(), FakeContext()
    joined = join_people(ctx, rigs, motions, contacts, script)
    return motions, joined, contacts, time.perf_counter() - began, ctx.warnings


def hands(action: str) -> dict[str, Any]:
    """The largest gap between hands that meet, in hundredths of the smaller one's height, over pairs of all kinds; of
    what is handed over, the farthest that it is from the nearer hand while it changes hands."""
    together = load(folder("benchmarks") / "together.py")
    worst, prop, told = 0.0, 0.0, 0
    for apart, far, farther, size in SHAPES:
        two = resized(together.rig_at("b", apart / 2 * farther / far, farther, 0), size)
        rigs = Rigs({"a": together.rig_at("a", -apart / 2, far, 1), "b": two})
        beats = [Beat("a", action, "b", 0.4, 2.6), Beat("b", action, "a", 0.4, 2.6)]
        _, joined, contacts, _, warnings = play(rigs, beats[: 1 if action == "give" else 2])
        told += len(warnings)
        for one in contacts.contacts:
            ends = ((one.first, one.first_bone), (one.second, one.second_bone))
            span = slice(int(np.ceil(one.start * FPS)), int(one.end * FPS) + 1)
            at = [tips(figure_of(rigs[who], joined[who]), bone)[span, :2] for who, bone in ends]
            small = HEIGHT * min(rig.pixels_per_metre for rig in rigs.values())
            worst = max(worst, float(np.hypot(*(at[0] - at[1]).T).max()) / small)
            if action == "give":
                prop = max(prop, _off(rigs, joined, contacts, span, at) / small)
        assert len(contacts.contacts) == 1
    found = {"action": action, "pairs": len(SHAPES), "gap_percent": round(100 * worst, 3), "told": told}
    return found | ({"prop_percent": round(100 * prop, 3)} if action == "give" else {})


def _off(rigs: Rigs, joined: Motions, contacts: Contacts, span: slice, hands: Sequence[F64]) -> float:
    """Pixels from what is handed over to the nearer of both hands, at most."""
    made = carry_prop(FakeContext(), rigs, joined, contacts)
    rig, motion = made.rigs["prop_1"], made.motions["prop_1"]
    place = (rig.heads[0, :2] * [1, -1] + motion.root[span, :2] * rig.pixels_per_metre).astype(np.float64)
    return float(np.min([np.hypot(*(place - hand).T) for hand in hands], axis=0).max())


def seats() -> dict[str, Any]:
    """The largest gap between hips and the seat that they rest on, and the farthest that feet slip meanwhile, in
    hundredths of a height, over seats of all heights behind, beside and far from somebody."""
    together = load(folder("benchmarks") / "together.py")
    worst, slips, told, chairs = 0.0, 0.0, 0, 0
    for aside, farther, high in (
        (0.0, 6.2, 0.45),
        (0.25, 6.3, 0.5),
        (1.5, 6.5, 0.42),
        (-1.4, 6.0, 0.6),
        (0.9, 7.5, 0.38),
    ):
        rigs, ctx = Rigs({"a": together.rig_at("a", 0.0, 6.0, 0)}), FakeContext()
        scene, camera = _with_box(together, aside, farther, high), together.CAMERA
        people = People((key, replace(one, skeleton=_standing())) for key, one in people_of(rigs).items())
        script = pace_script(ctx, Script((Beat("a", "sit", "box", 0.3, 2.0),)), people, rigs, camera, scene)
        contacts = plan_contacts(ctx, people, rigs, script, scene, camera)
        motions = retarget_motion(ctx, rigs, choose_motion(ctx, people, None, script))
        placed = place_people(ctx, rigs, motions, people, camera, script, contacts)
        joined = join_people(ctx, rigs, placed, contacts, script)
        for one in contacts.contacts:
            figure = figure_of(rigs["a"], joined["a"])
            times = np.arange(len(figure.root)) / joined["a"].fps
            sits = (times >= one.start) & (times <= one.end)
            tall = HEIGHT * rigs["a"].pixels_per_metre * figure.size[sits].min()
            worst = max(worst, float(np.hypot(*over(figure, one)[sits].T).max()) / tall)
            slips = max(slips, *(_slip(tips(figure, f"{side}Foot")[sits, :2]) / tall for side in ("left", "right")))
            chairs += 1
        told += len(ctx.warnings)
    found = {"action": "sit", "seats": chairs, "gap_percent": round(100 * worst, 3)}
    return found | {"feet_slip_percent": round(100 * slips, 3), "told": told}


def _with_box(together: Any, aside: float, far: float, high: float) -> Scene:
    """A box, 50 cm wide, on the ground so far away and aside."""
    camera = together.CAMERA
    metre, x = camera.pixels_per_metre(far), camera.size[0] / 2 + camera.focal * aside / far
    floor = camera.horizon + camera.focal * camera.height / far
    box = (x - 0.25 * metre, floor - high * metre, x + 0.25 * metre, floor)
    return Scene(camera.size, (Thing("box", "object", box, "box"),))


def _standing() -> Skeleton:
    """Somebody who stands, seen down to the feet."""
    many = len(KEYPOINTS)
    return Skeleton(np.full((many, 2), 9, np.float32), np.ones(many, np.float32), np.zeros(many, np.float32), "stands")


def _slip(places: F64) -> float:
    """Pixels of the way from where somebody treads first."""
    return float(np.hypot(*(places - places[0]).T).max())


def crowd(count: int, gap: float = GAP, seed: int = 1) -> Rigs:
    """People in a row who stand equally far away."""
    together = load(folder("benchmarks") / "together.py")
    dice = np.random.default_rng([count, seed])
    spots = [(gap * (k - (count - 1) / 2), 6.0 + float(dice.uniform(-0.05, 0.05))) for k in range(count)]
    return Rigs((f"p{k}", together.rig_at(f"p{k}", *spot, layer=k)) for k, spot in enumerate(spots))


def beats_of(rigs: Rigs, action: str, seconds: float) -> list[Beat]:
    """Everybody dances, or does something to a neighbour."""
    if action == "dance":
        return [Beat(key, "dance", "", 0.2, seconds) for key in rigs]
    return [Beat(f"p{k}", action, f"p{k ^ 1}", 0.2, seconds) for k in range(len(rigs) - len(rigs) % 2)]


def moving(count: int, action: str, gap: float = GAP, seed: int = 1) -> dict[str, Any]:
    """Frames in which anybody is deeper in somebody else than 1% of a height, before and after, and what is left of the
    way that each body's joints go."""
    rigs = crowd(count, gap, seed)
    motions, joined, contacts, seconds, _ = play(rigs, beats_of(rigs, action, SECONDS[action]), seed)
    before, after = _dancers(rigs, motions), _dancers(rigs, joined)
    kept = [_travel(after[key]).sum() / _travel(before[key]).sum() for key in rigs]
    least = [(_travel(after[key]) / np.maximum(_travel(before[key]), 1e-9)).min() for key in rigs]
    return {
        "people": count, "action": action, "gap_m": gap, "seed": seed,
        "penetrating_frames_before": _deep(before, contacts), "penetrating_frames": _deep(after, contacts),
        "travel_kept": round(float(min(kept)), 3),
        "travel_kept_of_the_least_joint": round(float(min(least)), 3), "seconds": round(seconds, 2),
    }  # fmt: skip


def _dancers(rigs: Rigs, motions: Motions) -> dict[str, Dancer]:
    samples = max(len(motion.rotations) for motion in motions.values())
    return {
        key: Dancer(figure_of(rig, on_clock(motions[key], FPS, samples)), limb_radii(rig), float(rig.layer))
        for key, rig in rigs.items()
    }


def _deep(dancers: Mapping[str, Dancer], contacts: Contacts) -> int:
    """Frames in which any two are too deep in one another."""
    ends = {key: capsule_ends(dancer.figure) for key, dancer in dancers.items()}
    names = list(dancers)
    bad = np.zeros(len(ends[names[0]]), bool)
    times = np.arange(len(bad)) / FPS
    for k, one in enumerate(names):
        for other in names[k + 1 : k + 3]:
            found, _ = depths(dancers[one], dancers[other], (ends[one], ends[other]))
            over = found - allowed(dancers[one], dancers[other])
            over[touching(contacts.contacts, one, other, times)] = -np.inf
            metre = (dancers[one].figure.metre + dancers[other].figure.metre) / 2
            bad |= over.max(axis=(1, 2)) > 0.01 * HEIGHT * metre
    return int(bad.sum())


def _travel(dancer: Dancer) -> F64:
    """(C * 2,) pixels that each end of each limb goes over the picture."""
    steps = np.diff(capsule_ends(dancer.figure)[..., :2], axis=0)
    return np.asarray(np.linalg.norm(steps, axis=-1).sum(axis=0).ravel())


def run(data: Path | None, output: Path | None) -> dict[str, Any]:
    """Measure all of it."""
    figures: dict[str, Any] = {"hands": [], "moving": []}
    for action in ("handshake", "give", "high_five", "hold_hands"):
        figures["hands"].append(hands(action))
        print(figures["hands"][-1], flush=True)
    figures["seats"] = seats()
    print(figures["seats"], flush=True)
    for action in ("dance", "fight"):
        for count, gap, seed in ((2, GAP, 1), (5, GAP, 1), (12, GAP, 1), *OTHERWISE):
            figures["moving"].append(moving(count, action, gap, seed))
            print(figures["moving"][-1], flush=True)
    figures["limbs_cost"] = curve()
    for row in figures["limbs_cost"]:
        print(row, flush=True)
    return figures


def curve(counts: Sequence[int] = (2, 5, 12, 25, 50, 100)) -> list[dict[str, Any]]:
    """What it takes to keep the limbs of so many dancers in a row apart for a second and a half."""
    rows = []
    for count in counts:
        rigs = crowd(count)
        seconds = play(rigs, beats_of(rigs, "dance", 1.5))[3]
        per = 1000 * seconds / (count * np.log2(count))
        rows.append({"people": count, "seconds": round(seconds, 2), "ms_per_n_log_n": round(float(per), 2)})
    return rows
