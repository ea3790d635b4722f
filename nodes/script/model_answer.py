"""A language model's answer, checked word by word: what is not in the schema is refused whole."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from nodes.script.camera_by_hand import CHOICES, WHO
from studio.graph.strict_json import parse
from studio.media.errors import BadInput
from studio.media.script import Beat, CameraMove

MOODS = ("happy", "angry", "sad", "excited", "afraid", "calm", "loving", "proud", "tired", "surprised")
LONGEST, MOST_BEATS, LONGEST_LINE = 600.0, 500, 400
FIELDS = ("who", "action", "target", "start", "duration", "mood", "line")
FILMED = ("action", "onto", "origin", "size", "towards", "start", "duration", "ease")
"""Fields of a beat, and of a move of the camera."""
LISTS = ("beats", "camera", "not_understood")
"""What an answer has; it may leave the camera out."""


class Answer(NamedTuple):
    """What a model answered: beats and moves of the camera in order of their start, and what was not understood."""

    beats: list[Beat]
    camera: list[CameraMove]
    not_understood: list[str]


def read_answer(text: str, people: Collection[str], actions: Collection[str], places: Collection[str] = ()) -> Answer:
    """An answer as a script.

    Args:
        text: What the model said; a fence of code around it is taken off.
        people: Ids that there are.
        actions: Actions that there are.
        places: Ids of what else there is, to which the camera may go.

    Raises:
        BadInput: The answer is not exactly of the schema; one line that says where.
    """
    beats, camera, strange = _lists(text)
    if not all(isinstance(word, str) for word in strange):
        raise BadInput('"not_understood" is no list of words')
    if len(beats) + len(camera) > MOST_BEATS:
        raise BadInput(f"there are {len(beats) + len(camera)} beats, at most {MOST_BEATS} can be played")
    made = [_beat(entry, f"beat {number + 1}", people, actions) for number, entry in enumerate(beats)]
    there = {*people, *places}
    moves = [_move(entry, f"camera move {number + 1}", there) for number, entry in enumerate(camera)]
    return Answer(
        sorted(made, key=lambda beat: beat.start), sorted(moves, key=lambda move: move.start),
        [word[:200] for word in strange][:100],
    )  # fmt: skip


def _lists(text: str) -> list[tuple[Any, ...]]:
    """The lists of an answer, in the order of :data:`LISTS`."""
    fenced = re.fullmatch(r"\s*```(?:json)?\s*(.*?)\s*```\s*", text, re.DOTALL)
    try:
        answer = parse(fenced[1] if fenced else text.strip(), "the answer")
    except BadInput as error:
        raise BadInput(str(error).replace("no valid project", "no JSON")) from None
    if not isinstance(answer, Mapping) or set(answer) | {"camera"} != set(LISTS):
        raise BadInput('the answer is no object of "beats", "camera" and "not_understood"')
    lists = [answer.get(name, ()) for name in LISTS]
    for name, found in zip(LISTS, lists, strict=True):
        if not isinstance(found, tuple | list):
            raise BadInput(f'"{name}" is no list')
    return [tuple(found) for found in lists]


def _beat(entry: Any, what: str, people: Collection[str], actions: Collection[str]) -> Beat:
    if not isinstance(entry, Mapping) or set(entry) != set(FIELDS):
        raise BadInput(f"{what} has not just the fields {', '.join(FIELDS)}")
    who, action, target, mood, line = (_word(entry, name, what) for name in ("who", "action", "target", "mood", "line"))
    if who not in people:
        raise BadInput(f"{what}: there is no {who[:40]!r}")
    if action not in actions:
        raise BadInput(f"{what}: there is no action {action[:40]!r}")
    if target and (target not in people or target == who):
        raise BadInput(f"{what}: the target {target[:40]!r} is nobody else who is there")
    if mood and mood not in MOODS:
        raise BadInput(f"{what}: there is no mood {mood[:40]!r}")
    if len(line) > LONGEST_LINE:
        raise BadInput(f"{what}: the line has {len(line)} letters, at most {LONGEST_LINE}")
    return Beat(who, action, target, *_span(entry, what), mood, line)


def _move(entry: Any, what: str, there: Collection[str]) -> CameraMove:
    if not isinstance(entry, Mapping) or set(entry) != set(FILMED):
        raise BadInput(f"{what} has not just the fields {', '.join(FILMED)}")
    said = {name: _word(entry, name, what) for name in CHOICES}
    for name, word in said.items():
        if word not in CHOICES[name]:
            raise BadInput(
                f"{what}: {name} is not {word[:40]!r}, it is one of {', '.join(filter(None, CHOICES[name]))}"
            )
    onto, origin = (_ids(entry, name, what, there) for name in WHO)
    start, duration = _span(entry, what)
    return CameraMove(said["action"], onto, origin, said["size"], said["towards"], start, duration, said["ease"])


def _ids(entry: Mapping[str, Any], name: str, what: str, there: Collection[str]) -> tuple[str, ...]:
    value = entry[name]
    if not isinstance(value, tuple | list) or not all(isinstance(one, str) for one in value):
        raise BadInput(f"{what}: {name} is no list of ids")
    strangers = [one for one in value if one not in there]
    if strangers:
        raise BadInput(f"{what}: there is no {strangers[0][:40]!r} to be seen")
    return tuple(dict.fromkeys(value))


def _word(entry: Mapping[str, Any], name: str, what: str) -> str:
    value = entry[name]
    if value is not None and not isinstance(value, str):
        raise BadInput(f"{what}: {name} is neither text nor null")
    return value or ""


def _span(entry: Mapping[str, Any], what: str) -> tuple[float, float]:
    """Start and duration."""
    for name in ("start", "duration"):
        value = entry[name]
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST:
            raise BadInput(f"{what}: {name} is no number from 0 to {LONGEST:g}")
    if entry["duration"] <= 0:
        raise BadInput(f"{what}: the duration is not above 0")
    return float(entry["start"]), float(entry["duration"])
