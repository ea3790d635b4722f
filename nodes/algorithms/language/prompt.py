"""A prompt understood: beats, and what was not understood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from nodes.algorithms.language.clauses import Reader
from nodes.algorithms.language.lexicon import Lexicon
from nodes.algorithms.language.referent import Member, Referents
from nodes.algorithms.language.schedule import Beat, Move, Scheduler
from nodes.algorithms.language.thing_phrase import Item
from nodes.algorithms.language.tokens import tokens_of


class Understood(NamedTuple):
    """What a prompt asks for.

    Attributes:
        beats: What people do, in order of their start.
        moves: What the camera does, in order of its start.
        strange: Words or phrases that were not understood, each once.
        unsure: Phrases that might mean somebody else, too, and whom they were taken to mean.
    """

    beats: list[Beat]
    moves: list[Move]
    strange: list[str]
    unsure: dict[str, str]


def understand(
    prompt: str, members: Sequence[Member], lexicon: Lexicon, guess: Callable[[str], str] = lambda word: ""
) -> tuple[list[Beat], list[str]]:
    """What a prompt asks people to do: the beats and what was not understood of :func:`read_prompt`."""
    understood = read_prompt(prompt, members, lexicon, guess)
    return understood.beats, understood.strange


def read_prompt(
    prompt: str, members: Sequence[Member], lexicon: Lexicon, guess: Callable[[str], str] = lambda word: "",
    items: Sequence[Item] = (),
) -> Understood:  # fmt: skip
    """What a prompt asks for.

    Args:
        prompt: Plain English.
        members: The people of the picture.
        lexicon: Verbs and words.
        guess: The action that an unknown verb comes nearest to, "" for none.
        items: The things of the picture, to which the camera may go.
    """
    names = {word for item in items for word in item.words}
    reader = Reader(lexicon, [member.name for member in members], guess, names)
    clauses, strange = reader.read(tokens_of(prompt))
    referents = Referents(members, lexicon.words["garments"])
    scheduler = Scheduler(lexicon, referents, items)
    beats = scheduler.beats(clauses) if members else []
    moves = sorted(scheduler.moves, key=lambda move: move.start)
    return Understood(beats, moves, list(dict.fromkeys([*strange, *scheduler.strange])), referents.unsure)
