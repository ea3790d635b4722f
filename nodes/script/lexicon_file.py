"""The lexicon that the program carries."""

from __future__ import annotations

import json
from functools import lru_cache

from nodes.algorithms.language.lexicon import Lexicon
from studio.files.resources import resource


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Verbs, words and what is said of the camera out of ``resources/script``."""
    names = ("verbs", "words", "camera")
    verbs, words, camera = (json.loads(resource(f"script/{name}.json").read_text("utf-8")) for name in names)
    return Lexicon(verbs, words | {"camera": camera})
