"""The lexicon that the program carries."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from nodes.algorithms.language.lexicon import Lexicon
from studio.files.resources import resource


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Verbs, words, and what is said of things and of the camera, out of ``resources/script``."""
    verbs, words, camera, things = (_read(name) for name in ("verbs", "words", "camera", "objects"))
    taken = {word for heading in ("worn", "garments", "people", "colours") for word in words[heading]}
    names = [things["names"][label] for label in things["held"]]
    held = {word: each["name"] for each in names for word in (each["name"], *each["words"]) if word not in taken}
    nouns = {word for each in things["names"].values() for word in (each["name"].split()[-1], *each["words"])}
    return Lexicon(verbs, words | {"camera": camera, "worn": {**words["worn"], **held}, "things": sorted(nouns)})


def _read(name: str) -> Any:
    return json.loads(resource(f"script/{name}.json").read_text("utf-8"))


@lru_cache(maxsize=1)
def things_known() -> tuple[tuple[str, ...], dict[str, str]]:
    """COCO's labels in their order, and what each is called in plain words."""
    things = _read("objects")
    return tuple(things["labels"]), {label: each["name"] for label, each in things["names"].items()}


@lru_cache(maxsize=1)
def words_for() -> dict[str, frozenset[str]]:
    """Words that mean a thing, by what it is called."""
    return {
        each["name"]: frozenset([*each["name"].split(), *each["words"]]) for each in _read("objects")["names"].values()
    }
