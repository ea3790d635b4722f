"""What a language model is asked, and its answer checked word by word: what is not in the schema is refused whole."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from nodes.algorithms.language.lexicon import Lexicon
from nodes.algorithms.language.referent import Member
from studio.graph.strict_json import parse
from studio.media.errors import BadInput
from studio.media.scene import Scene
from studio.media.script import Beat

MOODS = ("happy", "angry", "sad", "excited", "afraid", "calm", "loving", "proud", "tired", "surprised")
LONGEST, MOST_BEATS, LONGEST_LINE = 600.0, 500, 400
FIELDS = ("who", "action", "target", "start", "duration", "mood", "line")


def messages_for(prompt: str, members: Sequence[Member], lexicon: Lexicon, scene: Scene | None) -> list[dict[str, str]]:
    """What the model is told: who is there, what can be done, and the schema of the answer."""
    people = [_told(member) for member in members]
    seen = [f"{r.subject} {r.kind} {r.object}" for r in scene.relations][:60] if scene is not None else []
    rules = (
        "You direct the people of a photo. Answer with one JSON object and nothing else: "
        '{"beats": [{"who": id, "action": action, "target": id or null, "start": seconds, "duration": seconds, '
        '"mood": mood or null, "line": words that are said, or null}], "not_understood": [words of the request that '
        "cannot be played]}. What two people do with one another is a beat for each. Use only these ids, actions and "
        f"moods. Boxes are left, top, right, bottom in pixels.\nactions: {', '.join(lexicon.verbs)}\n"
        f"moods: {', '.join(MOODS)}\npeople: {json.dumps(people, ensure_ascii=False)}\nseen: {'; '.join(seen) or '-'}"
    )
    return [{"role": "system", "content": rules},
            {"role": "user", "content": prompt.strip() or "What would happen here? Direct everybody."}]  # fmt: skip


def _told(member: Member) -> dict[str, Any]:
    wears = {place: list(colours) for place, colours in member.wears.items()}
    return {"id": member.id, "name": member.name, "box": [round(v) for v in member.box], "wears": wears}


def read_answer(text: str, people: Collection[str], actions: Collection[str]) -> tuple[list[Beat], list[str]]:
    """An answer as beats and what was not understood.

    Args:
        text: What the model said; a fence of code around it is taken off.
        people: Ids that there are.
        actions: Actions that there are.

    Raises:
        BadInput: The answer is not exactly of the schema; one line that says where.
    """
    fenced = re.fullmatch(r"\s*```(?:json)?\s*(.*?)\s*```\s*", text, re.DOTALL)
    try:
        answer = parse(fenced[1] if fenced else text.strip(), "the answer")
    except BadInput as error:
        raise BadInput(str(error).replace("no valid project", "no JSON")) from None
    if not isinstance(answer, Mapping) or set(answer) != {"beats", "not_understood"}:
        raise BadInput('the answer is no object of "beats" and "not_understood"')
    beats, strange = answer["beats"], answer["not_understood"]
    if not _is_list(beats) or not _is_list(strange) or not all(isinstance(word, str) for word in strange):
        raise BadInput('"beats" or "not_understood" is no list as it should be')
    if len(beats) > MOST_BEATS:
        raise BadInput(f"there are {len(beats)} beats, at most {MOST_BEATS} can be played")
    made = [_beat(entry, number + 1, people, actions) for number, entry in enumerate(beats)]
    return sorted(made, key=lambda beat: beat.start), [word[:200] for word in strange][:100]


def _beat(entry: Any, number: int, people: Collection[str], actions: Collection[str]) -> Beat:
    if not isinstance(entry, Mapping) or set(entry) != set(FIELDS):
        raise BadInput(f"beat {number} has not just the fields {', '.join(FIELDS)}")
    if entry["who"] not in people:
        raise BadInput(f"beat {number}: there is no {str(entry['who'])[:40]!r}")
    if entry["action"] not in actions:
        raise BadInput(f"beat {number}: there is no action {str(entry['action'])[:40]!r}")
    target = _word(entry, "target", number)
    if target and (target not in people or target == entry["who"]):
        raise BadInput(f"beat {number}: the target {target[:40]!r} is nobody else who is there")
    mood, line = _word(entry, "mood", number), _word(entry, "line", number)
    if mood and mood not in MOODS:
        raise BadInput(f"beat {number}: there is no mood {mood[:40]!r}")
    if len(line) > LONGEST_LINE:
        raise BadInput(f"beat {number}: the line has {len(line)} letters, at most {LONGEST_LINE}")
    start, duration = _seconds(entry, "start", number), _seconds(entry, "duration", number)
    if duration <= 0:
        raise BadInput(f"beat {number}: the duration is not above 0")
    return Beat(entry["who"], entry["action"], target, start, duration, mood, line)


def _word(entry: Mapping[str, Any], name: str, number: int) -> str:
    value = entry[name]
    if value is not None and not isinstance(value, str):
        raise BadInput(f"beat {number}: {name} is neither text nor null")
    return value or ""


def _seconds(entry: Mapping[str, Any], name: str, number: int) -> float:
    value = entry[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST:
        raise BadInput(f"beat {number}: {name} is no number from 0 to {LONGEST:g}")
    return float(value)


def _is_list(value: Any) -> bool:
    return isinstance(value, tuple | list)
