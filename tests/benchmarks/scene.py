"""How well a picture is understood: relations between people and things, and whom a phrase means.

The labels lie in ``scene`` beside this file and were made by looking at the pictures, before anything read them:
``labels.json`` are the pictures that the rules were tuned on, ``later.json`` others, reported apart. A label names
people by letters with boxes in shares of the picture; ``open`` lists relations that one may see either way, which count
neither for nor against. Boxes of objects are given to the node, as the artist would; people are found. A relation with
somebody whom nobody labelled does not count. ``same_group`` and ``left_of`` go on from neighbour to neighbour, so that
groups are compared whole. People who are not found count as misses. ``turned`` says where somebody's trunk and head are
turned, in degrees: 0 towards the viewer, positive to the right in the picture, 180 away; null where one cannot tell.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from nodes.algorithms.language.grounding import ground
from nodes.algorithms.roster import box_overlap
from nodes.rig.normalise_pose import neutral_pose
from nodes.rig.puppet import Puppet
from nodes.scene.coverage import matte_of
from nodes.scene.read_bodies import read_bodies
from nodes.scene.relate_people import relate_people
from nodes.scene.spots import spots_of
from nodes.script.lexicon_file import lexicon
from studio.app import Studio, folder
from studio.graph.build import Builder
from studio.media.by_id import ById
from studio.media.image import Image
from studio.media.person import People, Person
from studio.media.rig import Rig
from studio.media.scene import SYMMETRIC, Scene
from studio.media.skeleton import KEYPOINTS, Skeleton

NEEDS_DATA = True
SAME = 0.3
"""Overlap from which a person who was found is one who was labelled."""
TURN = 30.0
"""Degrees within which one tells by looking where somebody is turned."""
Said = tuple[str, str, str]


@dataclass(frozen=True, eq=False)
class Look:
    """What the program makes of a picture; ``back`` gives somebody's rig, and the photo after there and back."""

    image: Image
    people: People
    scene: Scene
    back: Callable[[str], tuple[Rig, Image]] | None = None


def labels(name: str) -> list[dict[str, Any]]:
    """The labelled pictures of a file."""
    found: list[dict[str, Any]] = json.loads((folder("benchmarks") / "scene" / name).read_text(encoding="utf-8"))
    return found


def looked_at(label: Mapping[str, Any], data: Path) -> Look:
    """Analyse a picture; objects are named to the node."""
    studio = Studio()
    build = Builder(studio.library)
    image = build.load_photo(path=str(data / label["photo"]))
    people = build.detect_people(image)
    for stage in (build.estimate_pose, build.matte_people, build.find_faces):
        people = stage(image, people)
    camera = build.estimate_camera(image, people)
    people = build.order_layers(image, people, build.estimate_depth(image, people, camera))
    photo: Image = studio.pull(build.graph, image.node)
    scene = build.relate_people(image, people, camera, objects=named(label, photo.size))
    rigs = build.rig_person(image, people, people)

    def back(name: str) -> tuple[Rig, Image]:
        again = Builder(studio.library, build.graph)
        node = again.normalise_pose(image, rigs, person=name, direction="to_photo").node
        return studio.pull(again.graph, rigs.node)[name], studio.pull(again.graph, node, "picture")

    return Look(photo, studio.pull(build.graph, people.node), studio.pull(build.graph, scene.node), back)


def named(label: Mapping[str, Any], size: tuple[int, int]) -> tuple[dict[str, Any], ...]:
    """The labelled objects as entries of the node."""
    return tuple({"name": name, "box": pixels(box, size)} for name, box in label["objects"].items())


def pixels(box: list[float], size: tuple[int, int]) -> list[float]:
    """A box in shares of the picture, in pixels."""
    return [box[0] * size[0], box[1] * size[1], box[2] * size[0], box[3] * size[1]]


def letters(label: Mapping[str, Any], people: People, size: tuple[int, int]) -> dict[str, str]:
    """The label's letter of each person who was found, by id; each letter once, best overlap first."""
    rated = sorted(
        ((box_overlap((b[0], b[1], b[2], b[3]), one.box), letter, one.id)
         for letter, box in label["people"].items() for b in [pixels(box, size)] for one in people.values()),
        reverse=True,
    )  # fmt: skip
    found: dict[str, str] = {}
    for overlap, letter, name in rated:
        if overlap >= SAME and name not in found and letter not in found.values():
            found[name] = letter
    return found


def closed(said: set[Said]) -> set[Said]:
    """Relations in one way of saying them, with same_group carried on through everybody."""
    plain = {(min(a, b), kind, max(a, b)) if kind in SYMMETRIC else (a, kind, b) for a, kind, b in said}
    together: list[set[str]] = []
    for a, kind, b in plain:
        if kind == "same_group":
            joined = [group for group in together if a in group or b in group]
            together = [group for group in together if group not in joined] + [set().union({a, b}, *joined)]
    return plain | {(a, "same_group", b) for group in together for a, b in combinations(sorted(group), 2)}


def read(lines: list[str]) -> set[Said]:
    """Labelled lines, "left_of a b"."""
    return {(one, kind, other) for kind, one, other in (line.split() for line in lines)}


def told(label: Mapping[str, Any], look: Look) -> set[Said]:
    """What was found, in the label's letters; nothing of whom nobody labelled."""
    own = letters(label, look.people, look.image.size)
    things = {**own, **{name: name for name in (*label["objects"], "camera", "ground")}}
    things |= {thing.id: "shadow" for thing in look.scene.things if thing.kind == "shadow"}
    rows = [r for r in look.scene.relations if r.kind != "left_of" and r.subject in things and r.object in things]
    found = {(things[r.subject], r.kind, things[r.object]) for r in rows}
    order = [own[thing.id] for thing in look.scene.things if thing.id in own]
    return found | {(a, "left_of", b) for a, b in pairwise(order)}


def judged(label: Mapping[str, Any], look: Look) -> Iterator[tuple[str, Said]]:
    """Each relation as "right", "extra" or "missed"."""
    wanted, either = closed(read(label["relations"])), closed(read(label["open"]))
    found = closed(told(label, look))
    for relation in sorted(wanted | found):
        if relation in wanted:
            yield ("right" if relation in found else "missed"), relation
        elif relation not in either:
            yield "extra", relation


def f1(counts: Mapping[str, int]) -> float:
    """Harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found."""
    right, wrong = counts.get("right", 0), counts.get("extra", 0) + counts.get("missed", 0)
    return 2 * right / (2 * right + wrong) if right + wrong else 1.0


def score_relations(pictures: Sequence[tuple[Mapping[str, Any], Look]]) -> dict[str, Any]:
    """F1 over all relations, by kind, and the mean of the kinds; prints what is wrong."""
    counts: Counter[str] = Counter()
    by_kind: dict[str, Counter[str]] = {}
    for label, look in pictures:
        for verdict, relation in judged(label, look):
            counts[verdict] += 1
            by_kind.setdefault(relation[1], Counter())[verdict] += 1
            if verdict != "right":
                print(f"  {label['photo']}: {verdict} {' '.join(relation)}")
    kinds = {kind: round(f1(one), 3) for kind, one in sorted(by_kind.items())}
    for kind, one in sorted(by_kind.items()):
        print(f"  {kind:<12} F1 {kinds[kind]:.2f}  right {one['right']}, missed {one['missed']}, extra {one['extra']}")
    labelled = [kinds[kind] for kind, one in by_kind.items() if one["right"] + one["missed"]]
    mean = sum(labelled) / max(1, len(labelled))
    print(f"  all relations: F1 {f1(counts):.3f} ({dict(counts)}); mean of the kinds {mean:.3f}")
    said, unsaid = facing_labels([label for label, _ in pictures])
    print(f"  facing was labelled for {said} pairs, ruled out for {unsaid}")
    return {"f1": round(f1(counts), 4), "mean_of_kinds": round(mean, 4), "kinds": kinds, **counts}


def facing_labels(pictures: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """How many ordered pairs of people are labelled as facing, and as not."""
    said = open_ones = pairs = 0
    for label in pictures:
        said += sum(line.startswith("facing ") for line in label["relations"])
        open_ones += sum(line.startswith("facing ") for line in label["open"])
        pairs += len(label["people"]) * (len(label["people"]) - 1)
    return said, pairs - said - open_ones


def score_turned(pictures: Sequence[tuple[Mapping[str, Any], Look]]) -> dict[str, Any]:
    """How many trunks and heads are found to be turned within ``TURN`` degrees of where one sees them turned."""
    right, total = Counter[str](), Counter[str]()
    for label, look in pictures:
        own = letters(label, look.people, look.image.size)
        bodies = {own.get(one.id): one for one in read_bodies(look.people, look.image.size, max(look.image.size))}
        for letter, degrees in label["turned"].items():
            body = bodies.get(letter)
            found = {} if body is None else {"trunk": body.trunk, "head": body.gaze}
            for part, wanted in zip(("trunk", "head"), degrees, strict=True):
                way = found.get(part)
                if wanted is None or (way is None and part == "head"):
                    continue
                good = way is not None and np.degrees(way.off(np.radians(wanted))) <= TURN
                total[part], right[part] = total[part] + 1, right[part] + good
                if not good:
                    print(f"  {label['photo']}: {letter}'s {part} at {wanted}°: {way.evidence if way else 'not found'}")
    print("  turned: " + ", ".join(f"{right[part]} of {total[part]} {part}s" for part in total))
    return {f"{part}s_right": right[part] for part in total} | {f"{part}s": total[part] for part in total}


def score_kind(pictures: Sequence[tuple[Mapping[str, Any], Look]]) -> dict[str, Any]:
    """How often place, company and tone are right, where the label says them."""
    right, total = 0, 0
    for label, look in pictures:
        for what, wanted in label["kind"].items():
            found = getattr(look.scene, what)
            total, right = total + bool(wanted), right + (bool(wanted) and found == wanted)
            if wanted and found != wanted:
                print(f"  {label['photo']}: {what} {found!r} instead of {wanted!r}: {dict(look.scene.evidence)[what]}")
    print(f"  kind of scene: {right} of {total} right")
    return {"kind_right": right, "kind_total": total}


def score_phrases(pictures: Sequence[tuple[Mapping[str, Any], Look]]) -> dict[str, Any]:
    """How many phrases mean exactly whom they should; a labelled person who was not found counts as wrong."""
    right, total = 0, 0
    for label, look in pictures:
        own = letters(label, look.people, look.image.size)
        spots = spots_of(look.image, look.people, look.scene)
        for phrase, wanted in label["phrases"]:
            found = ground(phrase, spots, lexicon())
            meant = sorted(own.get(one, one) for one in found.chosen)
            total, right = total + 1, right + (meant == sorted(wanted))
            if meant != sorted(wanted):
                print(f"  {label['photo']}: {phrase!r}: {meant} instead of {wanted}; {found.evidence}")
    print(f"  phrases: {right} of {total} right, {right / max(1, total):.3f}")
    return {"phrases_right": right, "phrases": total, "phrases_share": round(right / max(1, total), 4)}


def score_round_trips(pictures: Sequence[tuple[Mapping[str, Any], Look]]) -> dict[str, Any]:
    """PSNR in the mask, in 8-bit sRGB, of the two largest of each picture after the neutral stance and back.

    Only what is seen of a person counts, and only people whose neutral stance differs from the photo by 5 pixels
    somewhere, so that nobody is counted who stands in it already.
    """
    found = []
    for label, look in pictures:
        largest = sorted(look.people.values(), key=lambda one: -(one.box[3] - one.box[1]))[:2]
        photo = look.image.srgb8().astype(np.float64)
        for person in largest:
            assert look.back is not None
            rig, back = look.back(person.id)
            pose = neutral_pose(rig, Puppet(rig), float(np.radians(50)), float(np.radians(5)))
            moved = max(float(np.abs(a - b.vertices).max()) for a, b in zip(pose.vertices, rig.parts, strict=True))
            inside = matte_of(person, look.image.size).full() > 0.9
            for other in look.people.values():
                if other.layer > person.layer:
                    inside &= matte_of(other, look.image.size).full() < 0.1
            error = ((back.srgb8() - photo)[inside] ** 2).mean()
            psnr = 10 * float(np.log10(255**2 / max(float(error), 1e-6)))
            print(f"  {label['photo']}: {person.id}: {psnr:.1f} dB, moved by up to {moved:.0f} pixels")
            if moved >= 5:
                found.append(psnr)
    print(f"  round trips: {len(found)}, the worst {min(found):.1f} dB, the median {np.median(found):.1f} dB")
    return {"round_trips": len(found), "worst_db": round(min(found), 2), "median_db": round(float(np.median(found)), 2)}


def crowd(count: int) -> People:
    """So many people standing in rows of ten, a metre apart."""
    up = {"nose": 1.6, "eye": 1.63, "ear": 1.62, "shoulder": 1.4, "elbow": 1.1, "wrist": 0.85, "hip": 0.9, "knee": 0.5,
          "ankle": 0.08, "hand": 0.8, "heel": 0.03, "toe": 0.0}  # fmt: skip
    people = []
    for k in range(count):
        x, foot = 60.0 + 100 * (k % 10), 260.0 + 60 * (k // 10)
        places = [(x + (0 if "nose" in name else 18 if name.startswith("left") else -18), foot - 100 * up[part])
                  for name in KEYPOINTS for part in [name.rpartition("_")[2]]]  # fmt: skip
        skeleton = Skeleton(np.array(places, np.float32), np.ones(len(places), np.float32),
                            np.zeros(len(places), np.float32), "stands")  # fmt: skip
        name = f"person_{k + 1}"
        people.append(
            (name, Person(name, (x - 30, foot - 170, x + 30, foot), skeleton=skeleton, metres=14.0 - k // 10))
        )
    return ById(people)


def cost_of_crowds() -> dict[str, float]:
    """Seconds that relations cost for crowds up to a hundred, the picture's own share taken off."""
    studio = Studio(disk="")
    image = Image.from_array(np.full((960, 1080, 3), 0.2, np.float32))
    seconds: dict[str, float] = {}
    relate_people(studio.context(), image, crowd(2))
    for count in (1, 5, 10, 20, 50, 100):
        begun = perf_counter()
        scene = relate_people(studio.context(), image, crowd(count), regions=False)
        seconds[str(count)] = round(perf_counter() - begun, 4)
        print(f"  {count:>3} people: {seconds[str(count)]:.3f} s, {len(scene.relations)} relations")
    return seconds


def run(data: Path | None, out: Path | None) -> dict[str, Any]:
    """Print every mistake and the figures."""
    assert data is not None
    figures: dict[str, Any] = {}
    for name, when in (("labels.json", "tuned"), ("later.json", "held_out")):
        pictures = [(label, looked_at(label, data)) for label in labels(name)]
        print(f"{when}: {len(pictures)} pictures")
        figures[when] = (
            score_relations(pictures) | score_turned(pictures) | score_kind(pictures) | score_phrases(pictures)
        )
        if when == "tuned":
            figures[when] |= score_round_trips(pictures)
    print("cost of crowds:")
    figures["crowd_seconds"] = cost_of_crowds()
    return figures
