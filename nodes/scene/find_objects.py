"""Find objects: the things in a picture that people have to do with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from nodes.scene.scene_edits import read_object
from nodes.script.lexicon_file import things_known
from studio.media.errors import BadInput
from studio.media.image import Image
from studio.media.person import People
from studio.media.scene import Objects, Thing
from studio.models import object_weights
from studio.models.object_weights import Spotted
from studio.node import Context, Models, Resolution, node
from studio.node.knob import Entries, Fraction, Range, Text

AROUND = 0.25
"""How far around a person things are looked for, in heights of the person."""
MOST = 12
"""People around whom things are looked for, the largest first."""
HOW = (
    "put yolox_nano.onnx or a larger YOLOX or YOLO detection model (.onnx) into a folder named by VIVANT_MODELS, or "
    "name things by hand"
)


def resolve_objects(models: Models, knobs: Mapping[str, Any]) -> Resolution:
    """The detector that will be used here, and a digest of its weights."""
    backend = str(knobs.get("backend", "auto"))
    name = object_weights.weights(models) if backend != "none" else ""
    if backend == "learned" and not name:
        raise BadInput(f"find_objects: the learned backend has no weights here; {HOW}")
    # without weights auto stays auto: the node then says what is missing
    return Resolution({"backend": "learned"}, models.digest(name)) if name else Resolution({"backend": backend}, "")


@node(family="scene", version=1, resolve=resolve_objects)
def find_objects(
    ctx: Context,
    image: Image,
    people: People | None = None,
    *,
    backend: Literal["auto", "none", "learned"] = "auto",
    least: Fraction = 0.4,
    only: Text = "",
    smallest: Annotated[float, Range(0.0, 0.5, soft=(0.0, 0.1))] = 0.01,
    named: Entries = (),
) -> Objects:
    """Find things: balls, cups, phones, umbrellas, dogs, chairs, cars and whatever else COCO has a word for.

    Around each person it looks once more, closely, since what somebody holds is small. Linked to relate_people, people
    hold, are near and look at what was found, and phrases such as "the woman with the umbrella" are understood.

    Args:
        ctx: Services lent by the engine.
        image: The photo.
        people: Everyone in it; without them only the whole picture is looked at.
        backend: A detector whose weights lie on this machine (learned), or none; auto takes it where it is there.
        least: Things less sure than this are left out.
        only: Names of what is looked for, with commas between; empty for everything.
        smallest: Things smaller than this share of the picture's longer side are left out.
        named: Things by hand: entries {"name": "ball", "box": [x0, y0, x1, y1]} in pixels of the photo.

    Returns:
        What was found, from left to right; nothing where there is no detector, which is said where
        something is looked for by its name.
    """
    by_hand = [read_object(entry, k + 1, image.size) for k, entry in enumerate(named)]
    if backend != "learned":
        if backend == "auto" and only.strip():
            ctx.warn(f"things are not looked for, there are no weights for it: {HOW}")
        return Objects(tuple(by_hand))
    parts = _around(people, image.size) if people else []
    spotted = object_weights.find_things(ctx.models, image.srgb8(), parts, least, ctx.check)
    wanted = {word.strip().lower() for word in only.split(",") if word.strip()}
    side = smallest * max(image.size)
    found = [one for one in _things(spotted, image.size) if not wanted or one.name in wanted]
    found = [one for one in found if max(one.box[2] - one.box[0], one.box[3] - one.box[1]) >= side]
    new = [one for one in found if all(object_weights.overlap(one.box, hand.box) < 0.6 for hand in by_hand)]
    return Objects((*by_hand, *_apart(new, by_hand)))


def _around(people: People, size: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    """Squares around people, the largest first."""
    parts = []
    for one in sorted(people.values(), key=lambda one: one.box[1] - one.box[3])[:MOST]:
        x0, y0, x1, y1 = one.box
        half = max(x1 - x0, y1 - y0) * (0.5 + AROUND)
        if 2 * half > 0.9 * max(size):
            continue
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        parts.append(
            (max(0, int(x - half)), max(0, int(y - half)), min(size[0], int(x + half)), min(size[1], int(y + half)))
        )
    return parts


def _things(spotted: Sequence[Spotted], size: tuple[int, int]) -> list[Thing]:
    """What was spotted, in words, from left to right."""
    labels, names = things_known()
    made = []
    for one in sorted(spotted, key=lambda one: one.box[0] + one.box[2]):
        x0, y0, x1, y1 = (min(max(v, 0.0), float(size[k % 2])) for k, v in enumerate(one.box))
        name = names[labels[one.label]]
        made.append(Thing(name, "object", (x0, y0, x1, y1), name, one.score, f"a detector is {one.score:.0%} sure"))
    return made


def _apart(things: Sequence[Thing], taken: Sequence[Thing]) -> list[Thing]:
    """Things with an id each: "ball", "chair_1", "chair_2"."""
    many = Counter(thing.name for thing in (*things, *taken))
    count: Counter[str] = Counter()
    used, made = {thing.id for thing in taken}, []
    for thing in things:
        count[thing.name] += 1
        plain = thing.name.replace(" ", "_")
        name = plain if many[thing.name] == 1 else f"{plain}_{count[thing.name]}"
        while name in used:
            count[thing.name] += 1
            name = f"{plain}_{count[thing.name]}"
        used.add(name)
        made.append(Thing(name, thing.kind, thing.box, thing.name, thing.score, thing.evidence))
    return made
