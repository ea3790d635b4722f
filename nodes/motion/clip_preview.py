"""What a clip of the library looks like, and which clips some words mean."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.bvh_body import usual_body
from nodes.algorithms.kinematics import global_rotations
from nodes.algorithms.motion_clip import MotionClip, sample_root, sample_rotations, sample_track
from nodes.algorithms.retarget import LIES
from nodes.algorithms.rotation import rotate
from nodes.algorithms.stick_figure import places, seen_aside, strip
from nodes.algorithms.turn_round import widest
from nodes.motion.clip_library import clip, clip_names
from studio.files.resources import resource
from studio.media.skeleton import BONES, PARENT, T_POSE_DIRECTION

F64 = npt.NDArray[np.float64]
U8 = npt.NDArray[np.uint8]
PARENTS = [-1 if (above := PARENT[bone]) is None else BONES.index(above) for bone in BONES]
POSES = 5
ALIKE = 0.75
"""How alike two words are that may be the same with a slip of the finger."""


def preview(name: str, size: tuple[int, int] = (300, 110)) -> U8:
    """Poses of a clip side by side, (H, W, 3) uint8 RGB: as it begins, and on its way."""
    found = clip(name)
    return _drawn(found, _telling(found), size)


def frames(name: str, size: tuple[int, int] = (120, 140), fps: float = 12.0) -> Iterator[U8]:
    """The clip as pictures, (H, W, 3) uint8 RGB each."""
    found = clip(name)
    for time in np.arange(0, found.duration, 1 / fps):
        yield _drawn(found, np.array([time]), size)


def sheet(names: list[str], columns: int = 5, cell: tuple[int, int] = (300, 130)) -> U8:
    """Many clips with their names, (H, W, 3) uint8 RGB."""
    rows = -(-len(names) // columns)
    picture = np.full((rows * cell[1], columns * cell[0], 3), 250, np.uint8)
    for number, name in enumerate(names):
        x, y = number % columns * cell[0], number // columns * cell[1]
        picture[y + 20 : y + cell[1], x : x + cell[0]] = preview(name, (cell[0], cell[1] - 20))
        cv2.putText(picture, name, (x + 8, y + 15), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (40, 40, 40), 1, cv2.LINE_AA)
    return picture


def search(words: str) -> list[str]:
    """Names of the clips that some words mean, the best first; all of them for no words.

    Looks at names, tags, what a prompt may call them, and descriptions. A slip of the finger is forgiven in a word that
    is nowhere; where nothing has all of the words, what has some of them is found.
    """
    wanted = words.lower().replace("_", " ").split()
    found = [_fitting(word) for word in wanted]
    scores = {name: [fits.get(name, 0.0) for fits in found] for name in sorted(clip_names())}
    whole = [name for name, each in scores.items() if all(each)]
    some = whole or [name for name, each in scores.items() if any(each)]
    return sorted(some, key=lambda name: -sum(scores[name]))


def _fitting(word: str) -> dict[str, float]:
    """How well a word fits each clip that it fits at all."""
    scores = {name: score for name in clip_names() if (score := _score(word, name))}
    plain = {name: score for name, score in scores.items() if score >= 1}
    return plain or scores


def _score(word: str, name: str) -> float:
    """3 for a word of name, tags or verbs, more where it is the very name or the way in which something is done, 2 for
    its beginning, 1 in the description, less for a slip of the finger."""
    said, told = _words(name)
    if word == name:
        return 4.0
    if word in " ".join(_styles().get(name, ())).split():
        return 3.5
    if word in said:
        return 3.0
    if any(other.startswith(word) for other in said):
        return 2.0
    if any(other.startswith(word) for other in told):
        return 1.0
    for words, worth in ((said, 0.5), (told, 0.25)):
        if difflib.get_close_matches(word, words, 1, ALIKE):
            return worth
    return 0.0


@lru_cache(maxsize=256)
def _words(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a clip's name, tags and verbs; and those of its description."""
    found = clip(name)
    said = [name.replace("_", " "), *found.tags, *_verbs().get(name, ())]
    return frozenset(" ".join(said).lower().split()), frozenset(
        found.description.lower().replace(",", " ").replace(":", " ").replace(";", " ").replace(".", " ").split()
    )


@lru_cache(maxsize=1)
def _verbs() -> dict[str, list[str]]:
    """What a prompt may call each action, and each way of doing one."""
    entries = json.loads(resource("script/verbs.json").read_bytes())
    said = {name: entry["words"] for name, entry in entries.items() if isinstance(entry, dict) and "words" in entry}
    return said | _styles()


@lru_cache(maxsize=1)
def _styles() -> dict[str, list[str]]:
    """What a prompt may call each way of doing something."""
    styles = json.loads(resource("script/words.json").read_bytes())["styles"]
    return {f"{action}_{style}": words for action, each in styles.items() for style, words in each.items()}


def _telling(found: MotionClip) -> F64:
    """(POSES,) seconds: as it begins, then evenly over what matters of it."""
    first, last = found.repeat or (0.25 * found.duration, 0.75 * found.duration)
    return np.array([0.0, *np.linspace(first, last, POSES, endpoint=found.repeat is None)[: POSES - 1]])


def _drawn(found: MotionClip, times: F64, size: tuple[int, int]) -> U8:
    axes = np.array([T_POSE_DIRECTION[bone] for bone in BONES], np.float64)
    offsets, ends = usual_body(BONES, PARENTS, axes)
    turned = global_rotations(sample_rotations(found, BONES, times), PARENTS)
    tips = [found.channels.get(f"{side}Tip") for side in ("left", "right")]
    left, right = (np.zeros(len(times)) if tip is None else sample_track(tip, times)[:, 0] for tip in tips)
    tip = LIES * (right - left)
    heads, tails = places(turned, sample_root(found, times), offsets, ends, PARENTS, tip)
    if "flip" in found.channels:
        wide = widest(sample_track(found.channels["flip"], times)[:, 0])[:, None]
        heads[..., 0], tails[..., 0] = heads[..., 0] * wide, tails[..., 0] * wide
    face = np.zeros((len(times), 3))
    face[:, 0], face[:, 1] = -np.sin(tip), np.cos(tip)
    ahead = rotate(turned[:, BONES.index("head")], np.array([0.0, 0.0, 1.0]))
    noses = np.stack([face[:, 1] * ahead[:, 0] + face[:, 0] * ahead[:, 1],
                      face[:, 1] * ahead[:, 1] - face[:, 0] * ahead[:, 0], ahead[:, 2]], axis=-1)  # fmt: skip
    return strip(seen_aside(heads), seen_aside(tails), seen_aside(noses), BONES, size)
