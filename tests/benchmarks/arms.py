"""Which arms are free: what the rigs say against what a person sees, on labelled pictures.

An arm is free where all of it and its hand are seen, where the hand holds nothing that must stay and lies on nobody,
and where nothing of the body or of anybody else lies over it. The labels were made by looking; arms about which one may
think either way are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from studio.app import Studio
from studio.media.person import People
from studio.media.rig import Rig, Rigs

NEEDS_DATA = True
LABELS = Path(__file__).with_name("arms") / "labels.json"
FREE = 0.3
"""Freedom from which on an arm that is a layer of its own acts."""
SIDES = ("left", "right")


@dataclass(frozen=True)
class Arm:
    """One labelled arm."""

    person: str
    side: str
    free: bool
    said: bool
    reason: str


def run(data: Path | None, out: Path | None) -> dict[str, Any]:
    """Rig everybody in the labelled pictures; print every arm that is judged wrongly.

    Args:
        data: The folder of real data.
        out: Not used.

    Returns:
        Precision and recall of "free", and the counts behind them.
    """
    if data is None:
        print("arms: no data; name its folder with --data DIR or VIVANT_DATA")
        return {}
    arms: list[Arm] = []
    for name, labels in json.loads(LABELS.read_text(encoding="utf-8")).items():
        studio = Studio()
        graph = studio.preset("group_photo", data / name)
        rigs: Rigs = studio.pull(graph, "rig_person")
        found = list(judged(studio.pull(graph, "order_layers"), rigs, labels))
        show(Path(name).stem, found)
        arms += found
    return figures(arms)


def figures(arms: list[Arm]) -> dict[str, Any]:
    """Precision and recall over all arms, printed and returned."""
    right = sum(arm.free and arm.said for arm in arms)
    said, free = sum(arm.said for arm in arms), sum(arm.free for arm in arms)
    precision, recall = right / max(said, 1), right / max(free, 1)
    print(
        f"free arms: precision {precision:.2f} ({right}/{said}), recall {recall:.2f} ({right}/{free}); {len(arms)} arms"
    )
    return {"arms": len(arms), "free": free, "said": said, "right": right, "precision": precision, "recall": recall}


def show(picture: str, arms: list[Arm]) -> None:
    """A row of one picture, and its mistakes."""
    print(f"{picture:<46} {sum(a.free for a in arms)} free, {sum(a.said for a in arms)} said to be", flush=True)
    for arm in arms:
        if arm.free != arm.said:
            print(f"    {arm.person} {arm.side}: " + ("not free" if arm.said else f"free, but {arm.reason}"))


def judged(people: People, rigs: Rigs, labels: list[dict[str, Any]]) -> Iterator[Arm]:
    """Every labelled arm; of a person who was not found, arms that nobody says to be free."""
    for label in labels:
        name = nearest(people, label["chest"])
        for side in SIDES:
            if side in label:
                said, reason = acts(rigs[name], side) if name in rigs else (False, "nobody was found")
                yield Arm(name or "nobody", side, label[side], said, reason)


def nearest(people: People, chest: list[int]) -> str:
    """Whose shoulders' middle is nearest to a place; "" where that is a width of the shoulders away."""
    far = {}
    for name, person in people.items():
        if person.skeleton is not None:
            left, right = (person.skeleton.point(f"{side}_shoulder") for side in SIDES)
            tall = person.box[3] - person.box[1]
            far[name] = float(np.hypot(*((left + right) / 2 - chest))) / max(
                float(np.hypot(*(left - right))), 0.1 * tall
            )
    best = min(far, key=lambda name: far[name], default="")
    return best if best and far[best] < 1 else ""


def acts(rig: Rig, side: str) -> tuple[bool, str]:
    """Whether an arm moves on its own, and why not."""
    if f"{side}UpperArm" not in rig.bones:
        return False, "it has no bones"
    k = rig.bones.index(f"{side}UpperArm")
    layer = any(part.name == f"{side}Arm" for part in rig.parts)
    return bool(layer and rig.freedom[k] >= FREE), rig.reasons[k]
