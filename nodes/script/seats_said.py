"""What a prompt says is sat on, among the things that are known in the picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from nodes.script.lexicon_file import words_for
from studio.media.person import People
from studio.media.scene import Scene, Thing
from studio.media.script import Beat

HOW = "name it in find_objects or relate_people, or give plan_contacts a seat"
ANY = "seat"
SEATS = frozenset({"chair", "couch", "bench", "stool", "armchair", "sofa", "seat"})
"""What a seat may be, where nothing more is said."""


def with_seats(beats: Iterable[Beat], scene: Scene | None, people: People, warn: Callable[[str], None]) -> list[Beat]:
    """The beats that sit on something with the thing's id as their target.

    Args:
        beats: Of a prompt; "thing" is what is sat on, as a word.
        scene: The things that there are.
        people: Who is in the picture.
        warn: Takes one line for each who sits on something that nobody knows: they sit where they are.
    """
    things = [thing for thing in scene.things if thing.kind == "object"] if scene else []
    made = []
    for beat in beats:
        if beat.action == "sit" and beat.thing and not beat.target:
            found = _meant(beat, things, people)
            if found is None:
                warn(f"no {beat.thing} is known in the picture: {beat.who} sits down on the air; {HOW}")
            beat = replace(beat, target=found.id) if found is not None else beat
        made.append(beat)
    return made


def _meant(beat: Beat, things: Iterable[Thing], people: People) -> Thing | None:
    """The thing of that name that is nearest to somebody."""
    fitting = [thing for thing in things if _is(thing, beat.thing)]
    if beat.who not in people:
        return None
    x0, _, x1, floor = people[beat.who].box
    return min(fitting, key=lambda it: abs(it.middle[0] - (x0 + x1) / 2) + abs(it.box[3] - floor), default=None)


def _is(thing: Thing, word: str) -> bool:
    names = set(thing.name.lower().replace("_", " ").split())
    known = names | {other for name in names for other in words_for().get(name, ())}
    return word in known or word == thing.id or (word == ANY and bool(known & SEATS))
