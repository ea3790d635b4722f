"""Which joints of a skeleton are which bones of a human body, by their names, else by how they hang together.

Names differ between CMU, Mixamo, MotionBuilder, Rokoko, Bandai-Namco, MakeHuman and 3ds Max; all of them are a side and
a part in some spelling. Where names say nothing, the shape does: a body has two legs and two arms that mirror each
other across a spine with a head on top.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]

PARTS: tuple[tuple[str, str], ...] = (
    ("Toes", r"toe(base|s)?|ball|toe0"),
    ("Foot", r"foot|ankle"),
    ("LowerLeg", r"(lower|low)leg|leg|knee|shin|calf|tibia"),
    ("UpperLeg", r"up(per)?leg|hip|thigh|femur|leg1|buttock"),
    ("Hand", r"hand|wrist"),
    ("LowerArm", r"fore?arm|(lower|low)arm|elbow|radius"),
    ("UpperArm", r"up(per)?arm|arm|shldr|humerus"),
    ("Shoulder", r"shoulder|collar|clavicle|clav"),
)
"""Parts that come in pairs, and how files spell them; a name is matched whole, side and prefixes taken off."""
NEEDED = ("UpperLeg", "LowerLeg", "Foot", "UpperArm", "LowerArm", "Hand")
_GLUED = re.compile(
    r"^(left|right|l|r)(collar|clav|shldr|shoulder|upper|upleg|uparm|fore|lower|low|arm|elbow|hand|wrist|hip|thigh|buttock|leg|knee|"
    r"shin|calf|ankle|foot|toe)"
)


def recognise(names: Sequence[str], parents: Sequence[int], rest: F64) -> dict[str, int]:
    """The joint of each VRM bone.

    Args:
        names: Joint names.
        parents: Index of each joint's parent, -1 for the root.
        rest: (J, 3) places of joints at some moment in which the body stands, y up.

    Returns:
        Index by bone name; without the limbs of a human body an empty mapping.
    """
    found = by_name(names, parents)
    if not _whole(found):
        found = by_shape(parents, rest)
    if not _whole(found):
        return {}
    return found | _trunk(found, names, parents)


def _whole(found: Mapping[str, int]) -> bool:
    return all(f"{side}{part}" in found for side in ("left", "right") for part in NEEDED)


def plain_name(name: str) -> tuple[str, str]:
    """A joint's side ("left", "right" or "") and its part, in lower case without marks and prefixes."""
    name = name.rpartition(":")[2]
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)
    side = ""
    kept = []
    for word in words:
        lower = word.lower()
        if not side and lower in ("l", "left", "r", "right"):
            side = "left" if lower.startswith("l") else "right"
        elif lower not in ("mixamorig", "bip", "bone", "jnt", "joint", "def", "org", "bn", "b", "character", "ctrl"):
            kept.append(lower)
    part = "".join(kept)
    glued = None if side else _GLUED.match(part)
    if glued:
        side, part = ("left" if glued.group(1).startswith("l") else "right"), part[glued.end(1) :]
    return side, part


def by_name(names: Sequence[str], parents: Sequence[int]) -> dict[str, int]:
    """Paired bones by their names; the part that a name means can depend on what hangs below it."""
    sides: dict[str, list[tuple[int, str]]] = {"left": [], "right": []}
    for joint, name in enumerate(names):
        side, part = plain_name(name)
        if side:
            sides[side].append((joint, part))
    found: dict[str, int] = {}
    for side, joints in sides.items():
        for bone, pattern in PARTS:
            fitting = [joint for joint, part in joints if re.fullmatch(pattern, part)]
            if fitting:
                found[f"{side}{bone}"] = fitting[0]
        _settle(found, side, joints, parents)
    return found


def _settle(found: dict[str, int], side: str, joints: list[tuple[int, str]], parents: Sequence[int]) -> None:
    """Names that mean different joints in different files: "LeftShoulder" over an elbow, "LeftHip" over a knee."""
    below, above, collar = f"{side}LowerArm", f"{side}UpperArm", f"{side}Shoulder"
    if below in found and above not in found:
        upper = parents[found[below]]
        if upper >= 0:
            found[above] = upper
    if found.get(collar) is not None and found.get(collar) == found.get(above):
        collars = [joint for joint, part in joints if re.fullmatch(r"collar|clavicle|clav", part)]
        if collars:
            found[collar] = collars[0]
        else:
            del found[collar]
    knee, thigh = found.get(f"{side}LowerLeg"), f"{side}UpperLeg"
    if knee is not None and parents[knee] >= 0 and parents[knee] != found.get(thigh):
        found[thigh] = parents[knee]


def by_shape(parents: Sequence[int], rest: F64) -> dict[str, int]:
    """Paired bones by the tree alone: a pair of long limbs that ends low, and one that does not; feet point forward."""
    pairs = _pairs(parents, rest)
    if len(pairs) != 2:
        return {}
    legs, arms = sorted(pairs, key=lambda pair: len(_chain(parents, pair[0][0])))
    ankles = np.array([rest[_three(leg, rest)[2]] for leg in legs])
    toes = np.array([rest[leg[-1]] for leg in legs]) - ankles
    left = np.cross(rest[parents[arms[0][0]]] - ankles.mean(axis=0), toes.mean(axis=0))
    found: dict[str, int] = {}
    for pair, parts in ((legs, ("UpperLeg", "LowerLeg", "Foot")), (arms, ("UpperArm", "LowerArm", "Hand"))):
        ordered = sorted(pair, key=lambda limb: -float(rest[limb[-1]] @ left))
        for side, limb in zip(("left", "right"), ordered, strict=True):
            found |= {f"{side}{part}": joint for part, joint in zip(parts, _three(limb, rest), strict=True)}
    return found


def _pairs(parents: Sequence[int], rest: F64) -> list[tuple[list[int], list[int]]]:
    """Limbs of the same length that hang on the same joint; none at all where more than two hang there."""
    extent = float(np.ptp(rest, axis=0).max())
    reach, below = np.zeros(len(parents)), [-1] * len(parents)
    for joint in range(len(parents) - 1, 0, -1):
        bone = _bone(rest, parents, joint)
        if reach[joint] + bone > reach[parents[joint]]:
            reach[parents[joint]], below[parents[joint]] = reach[joint] + bone, joint
    long: list[list[int]] = [[] for _ in parents]
    for joint in range(1, len(parents)):
        if reach[joint] + _bone(rest, parents, joint) > 0.2 * extent:
            long[parents[joint]].append(joint)
    pairs = []
    for children in long:
        limbs = [_down(child, below) for child in children if len(children) > 1 and not _forks(child, long)]
        twins = [(a, b) for k, a in enumerate(limbs) for b in limbs[k + 1 :] if _mirrored((a, b), rest)]
        if len(twins) > 1:
            return []
        pairs += twins
    return pairs


def _down(joint: int, below: list[int]) -> list[int]:
    """The longest chain from a joint on."""
    chain = [joint]
    while below[chain[-1]] >= 0:
        chain.append(below[chain[-1]])
    return chain


def _bone(rest: F64, parents: Sequence[int], joint: int) -> float:
    return float(np.linalg.norm(rest[joint] - rest[parents[joint]]))


def _forks(joint: int, long: list[list[int]]) -> bool:
    """Whether a long branch lies below a joint."""
    while len(long[joint]) == 1:
        joint = long[joint][0]
    return len(long[joint]) > 1


def _mirrored(pair: tuple[list[int], list[int]], rest: F64) -> bool:
    one, other = (_length(limb, rest) for limb in pair)
    return abs(one - other) < 0.1 * max(one, other)


def _chain(parents: Sequence[int], joint: int) -> list[int]:
    """Joints from the root down to one."""
    chain = [joint]
    while parents[chain[-1]] >= 0:
        chain.append(parents[chain[-1]])
    return chain[::-1]


def _common(one: list[int], other: list[int]) -> int:
    """How many joints two chains share from the root on."""
    return next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _length(chain: list[int], rest: F64) -> float:
    return float(np.linalg.norm(np.diff(rest[chain], axis=0), axis=1).sum())


def _three(chain: list[int], rest: F64) -> tuple[int, int, int]:
    """The two long bones of a limb and what comes behind them: joints at which they begin, and the last one's end."""
    if len(chain) < 3:
        return chain[0], chain[min(1, len(chain) - 1)], chain[-1]
    lengths = np.linalg.norm(np.diff(rest[chain], axis=0), axis=1)
    both = lengths[:-1] + lengths[1:]
    # a collar can be as long as a forearm, but comes before it
    first = int(np.flatnonzero(both > 0.9 * both.max())[-1])
    return chain[first], chain[first + 1], chain[first + 2]


def _trunk(found: Mapping[str, int], names: Sequence[str], parents: Sequence[int]) -> dict[str, int]:
    """Hips, spine, chest, neck and head."""
    left, right = (_chain(parents, found[f"{side}UpperLeg"]) for side in ("left", "right"))
    arms = [_chain(parents, found[f"{side}UpperArm"]) for side in ("left", "right")]
    hips = left[_common(left, right) - 1]
    chest = arms[0][_common(*arms) - 1]
    trunk = {"hips": hips, "chest": chest}
    between = arms[0][: arms[0].index(chest) + 1]
    if hips in between:
        between = between[between.index(hips) :]
    if len(between) > 2:
        trunk["spine"] = between[1]
    head = next((k for k, name in enumerate(names) if plain_name(name) == ("", "head")), None)
    head = head if head is not None else _top(parents, found, chest)
    if head is not None and head != chest:
        trunk["head"] = head
        above = _chain(parents, head)
        necks = [joint for joint in above[:-1] if joint not in _chain(parents, chest)]
        if necks:
            trunk["neck"] = necks[0]
    return trunk


def _top(parents: Sequence[int], found: Mapping[str, int], chest: int) -> int | None:
    """The joint under which nothing but the head hangs: the chest's child that leads to no arm."""
    arms = {joint for side in ("left", "right") for joint in _chain(parents, found[f"{side}UpperArm"])}
    above = [joint for joint, parent in enumerate(parents) if parent == chest and joint not in arms]
    if not above:
        return None
    child = above[0]
    below = [joint for joint, parent in enumerate(parents) if parent == child]
    return below[0] if below else child
