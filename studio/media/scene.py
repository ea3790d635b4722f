"""What is in a picture beside the people, and how everything in it is related: the scene graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.media.value import media_type

RELATIONS: tuple[str, ...] = (
    "left_of", "in_front_of", "near", "facing", "looks_at", "reaches_for", "touches", "holds", "occludes", "supports",
    "shadow_of", "same_group",
)  # fmt: skip
"""Every relation, by the field's own names."""
SYMMETRIC = frozenset({"near", "touches", "same_group"})
"""Relations that read the same both ways."""
VIEWER = "camera"
"""Id of who takes the picture; what is looked at may be the camera."""

Box = tuple[float, float, float, float]


@media_type
@dataclass(frozen=True, eq=False)
class Thing:
    """One node of the scene graph.

    Attributes:
        id: Person id, or a name that is the thing's own: "ground", "shadow_1", "ball".
        kind: "person", "face", "object", "region", "shadow", "light" or "camera".
        box: (x0, y0, x1, y1) in pixels of the source picture.
        name: What it is called.
        score: How sure it is, 0..1.
        evidence: One line on why.
        activity: What a person does ("stands", "sits", ...), "" for everything else.
        mask: (h, w) uint8 coverage of the whole picture, small; of regions and shadows.
    """

    id: str
    kind: str
    box: Box
    name: str = ""
    score: float = 1.0
    evidence: str = ""
    activity: str = ""
    mask: npt.NDArray[np.uint8] | None = None

    @property
    def middle(self) -> tuple[float, float]:
        """Middle of the box."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


@media_type
@dataclass(frozen=True, eq=False)
class Objects:
    """Things that were found in a picture.

    Attributes:
        things: Of the kind "object", each with an id of its own.
    """

    things: tuple[Thing, ...] = ()


@media_type
@dataclass(frozen=True)
class Relation:
    """One edge of the scene graph.

    Attributes:
        subject: Id of the thing that it starts at.
        kind: One of :data:`RELATIONS`.
        object: Id of the thing that it leads to.
        score: How sure it is, 0..1.
        evidence: One line on why.
        by_hand: The artist added or pinned it.
    """

    subject: str
    kind: str
    object: str
    score: float = 1.0
    evidence: str = ""
    by_hand: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """What it says, the same for both ways of a symmetric relation."""
        one, other = self.subject, self.object
        if self.kind in SYMMETRIC and other < one:
            one, other = other, one
        return one, self.kind, other


@media_type
@dataclass(frozen=True, eq=False)
class Scene:
    """Everything in a picture, and how it is related.

    Attributes:
        size: (width, height) of the source picture.
        things: People first, from left to right; then what else there is.
        relations: The surest of a kind first.
        place: "indoor", "outdoor", or "" where nothing tells.
        setting: "street", "room", "studio", "nature" or "".
        company: "empty", "alone", "pair", "group" or "crowd".
        tone: "calm" or "lively".
        arousal: 0 calm to 1 lively: how strongly things should be animated.
        evidence: (what, one line on why) of place, company and tone.
    """

    size: tuple[int, int]
    things: tuple[Thing, ...] = ()
    relations: tuple[Relation, ...] = ()
    place: str = ""
    setting: str = ""
    company: str = "empty"
    tone: str = "calm"
    arousal: float = 0.0
    evidence: tuple[tuple[str, str], ...] = ()

    @property
    def places(self) -> dict[str, Thing]:
        """Things, regions and shadows by id: what can be gone to beside people."""
        return {thing.id: thing for thing in self.things if thing.kind in ("object", "region", "shadow")}

    def thing(self, name: str) -> Thing | None:
        """A thing by id."""
        return next((thing for thing in self.things if thing.id == name), None)

    def of(self, kind: str, subject: str = "", target: str = "") -> Iterator[Relation]:
        """Relations of a kind, of one subject or target where one is named; symmetric ones are found both ways."""
        for relation in self.relations:
            ends = (relation.subject, relation.object)
            ways = (ends, ends[::-1]) if kind in SYMMETRIC else (ends,)
            if relation.kind == kind and any(subject in ("", a) and target in ("", b) for a, b in ways):
                yield relation

    def has(self, subject: str, kind: str, target: str) -> bool:
        """Whether something holds."""
        return next(self.of(kind, subject, target), None) is not None


@media_type
@dataclass(frozen=True)
class Grounding:
    """Whom or what a phrase means.

    Attributes:
        text: The phrase.
        weights: (id, attention) of every person, thing and region; they sum to 1, empty where nothing fits.
        chosen: Ids of what is meant.
        evidence: One line on why.
        not_understood: Words that nothing was made of.
    """

    text: str
    weights: tuple[tuple[str, float], ...] = ()
    chosen: tuple[str, ...] = ()
    evidence: str = ""
    not_understood: tuple[str, ...] = ()
