"""What a language model is asked: who and what is in the picture, what can be done, and the schema of its answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from nodes.algorithms.language.lexicon import Lexicon
from nodes.algorithms.language.referent import Member
from nodes.script.camera_by_hand import CHOICES
from nodes.script.model_answer import MOODS
from studio.media.scene import Scene, Thing

MOST_RELATIONS = 60


def messages_for(prompt: str, members: Sequence[Member], lexicon: Lexicon, scene: Scene | None) -> list[dict[str, str]]:
    """What the model is told, and what it is to direct."""
    rules = (
        "You direct the people of a photo, and the camera. Answer with one JSON object and nothing else: "
        '{"beats": [{"who": id, "action": action, "target": id or null, "start": seconds, "duration": seconds, '
        '"mood": mood or null, "line": words that are said, or null}], "camera": [{"action": camera action, "onto": '
        '[ids of people and places that are seen afterwards; none for the whole picture], "origin": [ids with which it '
        'begins; none for what is seen then], "size": size or null, "towards": side or null, "start": seconds, '
        '"duration": seconds, "ease": ease}], "not_understood": [words of the request that cannot be played]}. '
        "What two people do with one another is a beat for each. Where nothing is asked of the camera, its list is "
        "empty. Use only these ids, actions, moods and words. Boxes are left, top, right, bottom in pixels.\n"
        f"actions: {', '.join(lexicon.verbs)}\nmoods: {', '.join(MOODS)}\n{_camera_words()}\n"
        f"people: {_json([_person(member) for member in members])}\nplaces: {_json(_places(scene))}\n"
        f"seen: {'; '.join(_relations(scene)) or '-'}"
    )
    return [{"role": "system", "content": rules},
            {"role": "user", "content": prompt.strip() or "What would happen here? Direct everybody."}]  # fmt: skip


def _camera_words() -> str:
    """The words that each field of a move of the camera takes."""
    names = {"action": "camera actions", "size": "sizes", "towards": "sides", "ease": "eases"}
    return "\n".join(f"{names[field]}: {', '.join(filter(None, words))}" for field, words in CHOICES.items())


def _person(member: Member) -> dict[str, Any]:
    wears = {place: list(colours) for place, colours in member.wears.items()}
    return {"id": member.id, "name": member.name, "box": [round(v) for v in member.box], "wears": wears}


def _places(scene: Scene | None) -> list[dict[str, Any]]:
    return [_place(thing) for thing in scene.places.values()] if scene is not None else []


def _place(thing: Thing) -> dict[str, Any]:
    return {"id": thing.id, "name": thing.name, "box": [round(v) for v in thing.box]}


def _relations(scene: Scene | None) -> list[str]:
    relations = scene.relations if scene is not None else ()
    return [f"{one.subject} {one.kind} {one.object}" for one in relations][:MOST_RELATIONS]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
