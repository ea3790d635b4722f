"""A prompt understood: beats, and what was not understood."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nodes.algorithms.language.clauses import Reader
from nodes.algorithms.language.lexicon import Lexicon
from nodes.algorithms.language.referent import Member, Referents
from nodes.algorithms.language.schedule import Beat, Scheduler
from nodes.algorithms.language.tokens import tokens_of


def understand(
    prompt: str, members: Sequence[Member], lexicon: Lexicon, guess: Callable[[str], str] = lambda word: ""
) -> tuple[list[Beat], list[str]]:
    """What a prompt asks for.

    Args:
        prompt: Plain English.
        members: The people of the picture.
        lexicon: Verbs and words.
        guess: The action that an unknown verb comes nearest to, "" for none.

    Returns:
        Beats in order of their start, and words or phrases that were not understood, each once.
    """
    reader = Reader(lexicon, [member.name for member in members], guess)
    clauses, strange = reader.read(tokens_of(prompt))
    scheduler = Scheduler(lexicon, Referents(members, lexicon.words["garments"]))
    beats = scheduler.beats(clauses) if members else []
    return beats, list(dict.fromkeys([*strange, *scheduler.strange]))
