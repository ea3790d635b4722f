"""Beats that a picture itself suggests, where nobody says what shall happen; each says what it was told from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from studio.media.scene import VIEWER, Relation, Scene, Thing
from studio.media.script import Beat

USES = {
    "throw": ("ball", "frisbee", "stone", "snowball"),
    "drink": ("cup", "mug", "bottle", "glass", "can", "coffee", "tea"),
    "read": ("book", "paper", "newspaper", "magazine", "letter", "clipboard", "scroll", "menu", "map", "tablet"),
    "photograph": ("camera", "phone", "smartphone"),
    "eat": ("food", "cake", "apple", "sandwich", "fruit", "bread"),
    "play_music": ("guitar", "violin", "piano", "drum", "flute", "trumpet", "accordion", "cello"),
    "write": ("pen", "pencil", "board", "notebook"),
}
"""What one does with a thing in the hand, by words of its name."""
GAP = 0.18
"""Seconds from one person's wave to the next one's: nobody is drilled."""
TURN = 2.6
"""Seconds that one talks before the other answers."""


@dataclass
class Suggested:
    """Beats as they come, and why.

    Attributes:
        beats: In the order in which they were thought of.
        reasons: Beside each beat, one line.
        busy: Who has something to do already.
    """

    beats: list[Beat] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    busy: set[str] = field(default_factory=set)

    def add(self, beat: Beat, why: str) -> None:
        """One more beat."""
        self.beats.append(beat)
        self.reasons.append(why)
        self.busy.add(beat.who)


def beats_from_scene(scene: Scene) -> tuple[list[Beat], list[str]]:
    """What everybody does, by who reaches for, holds, meets, faces and looks at what.

    Args:
        scene: The scene graph, with the artist's edits.

    Returns:
        Beats in order of their start, and one line for each that says why. Calm scenes give small motions.
    """
    made = Suggested()
    people = [thing for thing in scene.things if thing.kind == "person"]
    _things(scene, people, made)
    _meetings(scene, made)
    _talks(scene, made)
    _posing(scene, people, made)
    _watching(scene, people, made)
    for thing in people:
        if thing.id not in made.busy:
            beat, why = _alone(thing)
            made.add(beat, why)
    strength = round(0.8 + 0.4 * scene.arousal, 2)
    ordered = sorted(zip(made.beats, made.reasons, strict=True), key=lambda pair: pair[0].start)
    return [replace(beat, amplitude=strength) for beat, _ in ordered], [why for _, why in ordered]


def _why(relation: Relation) -> str:
    return f"{relation.subject} {relation.kind} {relation.object} ({relation.score:.0%}: {relation.evidence})"


def _things(scene: Scene, people: Sequence[Thing], made: Suggested) -> None:
    """Who reaches for a thing takes it; who holds one uses it."""
    names = {thing.id: thing.name or thing.id for thing in scene.things if thing.kind == "object"}
    for person in people:
        for relation in scene.of("reaches_for", person.id):
            if relation.object in names and person.id not in made.busy:
                made.add(Beat(person.id, "take", start=0.4, duration=2.0), _why(relation))
        for relation in scene.of("holds", person.id):
            words = set(names.get(relation.object, "").lower().replace("_", " ").split())
            action = next((action for action, nouns in USES.items() if words & set(nouns)), "")
            if action and person.id not in made.busy:
                made.add(Beat(person.id, action, start=0.4, duration=3.0), _why(relation))


def _meetings(scene: Scene, made: Suggested) -> None:
    """Hands that meet shake."""
    for relation in scene.of("touches"):
        pair = (relation.subject, relation.object)
        face_to_face = scene.has(*pair[:1], "facing", pair[1]) and scene.has(pair[1], "facing", pair[0])
        if "hands meet" in relation.evidence and face_to_face and not set(pair) & made.busy:
            for who, other in (pair, pair[::-1]):
                made.add(Beat(who, "handshake", other, 0.4, 2.4, "happy"), _why(relation))


def _talks(scene: Scene, made: Suggested) -> None:
    """Two who face each other talk in turns; who listens nods."""
    for relation in scene.of("facing"):
        one, other = relation.subject, relation.object
        if {one, other} & made.busy or not scene.has(other, "facing", one):
            continue
        if scene.has(one, "looks_at", VIEWER) and scene.has(other, "looks_at", VIEWER):
            continue  # they stand so for the photographer
        why = _why(relation) + ", and the other way round"
        made.add(Beat(one, "talk", other, 0.3, TURN), why)
        made.add(Beat(other, "nod", one, 1.2, 1.4), why)
        made.add(Beat(other, "talk", one, 0.5 + TURN, TURN), why)
        made.add(Beat(one, "nod", other, 1.4 + TURN, 1.4), why)


def _posing(scene: Scene, people: Sequence[Thing], made: Suggested) -> None:
    """Who poses for the photographer smiles, then waves, one a little after the other."""
    posing = [relation for relation in scene.of("looks_at", target=VIEWER) if relation.subject not in made.busy]
    order = [thing.id for thing in people]
    for place, relation in enumerate(sorted(posing, key=lambda one: order.index(one.subject))):
        start = 0.3 + GAP * (place % 8)
        made.add(Beat(relation.subject, "smile", "", start, 2.4, "happy"), _why(relation))
        made.add(Beat(relation.subject, "wave", "", start + 1.0, 2.4, "happy"), _why(relation))


def _watching(scene: Scene, people: Sequence[Thing], made: Suggested) -> None:
    """Who looks at somebody looks on, and at who talks, nods."""
    talking = {beat.who for beat in made.beats if beat.action == "talk"}
    for thing in people:
        seen = next((r for r in scene.of("looks_at", thing.id) if scene.thing(r.object) is not None), None)
        if seen is None or thing.id in made.busy:
            continue
        other = seen.object if seen.object in {one.id for one in people} else ""
        action = "nod" if other in talking else "look"
        made.add(Beat(thing.id, action, other, 1.0, 2.4), _why(seen))


def _alone(thing: Thing) -> tuple[Beat, str]:
    """What somebody does of whom only the body says something."""
    action, seconds = {"walks": ("walk", 4.0), "runs": ("run", 3.0), "reaches": ("wave", 2.4)}.get(
        thing.activity, ("look", 2.4)
    )
    why = f"{thing.id} {thing.activity or 'is there'} ({thing.evidence or 'nothing else is known'})"
    return Beat(thing.id, action, "", 0.6, seconds), why
