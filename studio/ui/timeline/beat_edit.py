"""What is done to beats without dragging: add, replace, duplicate, delete, give back to the node."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from immutables import Map

from nodes.motion.choose_motion import CHOICES, clip
from studio.graph.edit import set_knob
from studio.graph.graph import Graph
from studio.media.errors import VivantError
from studio.ui.timeline.beats import Beat, cast_of, free_from, own_beats, placed
from studio.ui.timeline.state import Picked, TimelineState


class Offer(NamedTuple):
    """A motion of the library: its name, what it says of itself, and its own length in seconds."""

    name: str
    words: str
    length: float


@lru_cache(maxsize=1)
def motion_library() -> tuple[Offer, ...]:
    """Every motion that a beat can be made of, by name."""
    offers = []
    for name in sorted(CHOICES):
        try:
            found = clip({"subtle": "settle"}.get(name, name))
        except VivantError:
            continue
        offers.append(Offer(name, found.description, found.duration))
    return tuple(offers)


def searched(words: str) -> list[Offer]:
    """Motions whose name or description holds every word, names first."""
    wanted = words.lower().replace("_", " ").split()
    name = [o for o in motion_library() if all(word in o.name.replace("_", " ") for word in wanted)]
    rest = [
        o for o in motion_library() if o not in name and all(word in f"{o.name} {o.words}".lower() for word in wanted)
    ]
    return name + rest


def add_beat(state: TimelineState, person: str, motion: str, start: float) -> None:
    """Give a person one thing more to do, as long as there is room for it."""
    beats = list(state.beats_of(person))
    wanted = next((offer.length for offer in motion_library() if offer.name == motion), 3.0)
    beats.append(Beat(motion, max(0.0, start), free_from(beats, start, wanted)))
    _write(state, person, beats, f"add {shown(motion)}")
    state.pick((), [Picked(person, len(beats) - 1)])


def replace_motion(state: TimelineState, motion: str) -> None:
    """Let the selected beats be another motion."""
    _change(state, lambda beat: replace(beat, motion=motion), f"change to {shown(motion)}")


def set_side(state: TimelineState, side: str) -> None:
    """Let the selected beats be done with an arm; "" leaves it to the node."""
    _say(state, "side", side or None, f"use the {side} arm" if side else "use the arm that is freer")


def set_amount(state: TimelineState, amount: float) -> None:
    """Let the selected beats go so far; 1 is as the motion is written."""
    _say(state, "amplitude", None if amount == 1 else amount, f"go {amount:.0%} as far")


def _say(state: TimelineState, what: str, value: Any, label: str) -> None:
    """Let the cast say one thing more of the selected beats, or with None no longer."""

    def change(beat: Beat) -> Beat:
        entry = {name: kept for name, kept in beat.entry.items() if name != what}
        return replace(beat, entry=Map(entry if value is None else {**entry, what: value}))

    _change(state, change, label)


def delete_beats(state: TimelineState) -> None:
    """Take the selected beats away."""
    with state.session.gesture("delete beats"):
        for person in sorted({one.person for one in state.beats}):
            gone = {one.at for one in state.beats if one.person == person}
            _write(state, person, [beat for at, beat in enumerate(state.beats_of(person)) if at not in gone], "")
    state.pick(state.marks)


def duplicate_beats(state: TimelineState) -> None:
    """Do the selected beats once more, right after the last of them."""
    picked: list[Picked] = []
    with state.session.gesture("duplicate beats"):
        for person in sorted({one.person for one in state.beats}):
            beats = list(state.beats_of(person))
            chosen = [beats[one.at] for one in sorted(state.beats) if one.person == person]
            by = max(beat.end for beat in chosen) - min(beat.start for beat in chosen)
            picked += [Picked(person, len(beats) + n) for n in range(len(chosen))]
            _write(state, person, [*beats, *(replace(beat, start=beat.start + by) for beat in chosen)], "")
    state.pick((), picked)


def split_beats(state: TimelineState) -> None:
    """Cut the selected beats in two at the playhead."""
    time = state.session.time
    with state.session.gesture("split beats"):
        for person in sorted({one.person for one in state.beats}):
            beats = list(state.beats_of(person))
            for one in [one for one in state.beats if one.person == person]:
                beat = beats[one.at]
                if beat.start + 0.25 <= time <= beat.end - 0.25:
                    beats[one.at] = replace(beat, length=time - beat.start, fade_out=0.0)
                    beats.append(replace(beat, start=time, length=beat.end - time, fade_in=0.0))
            if beats != state.beats_of(person):
                _write(state, person, beats, "")


def give_back(state: TimelineState, person: str) -> None:
    """Let the node choose again what a person does."""
    chooser, library = state.watch.chooser, state.session.library

    def edit(graph: Graph) -> Graph:
        kept = tuple(one for one in cast_of(graph, chooser) if one.get("person") != person)
        return set_knob(graph, library, chooser, "cast", kept)

    state.session.apply(edit, "choose again what they do")


def is_own(state: TimelineState, person: str) -> bool:
    """Whether the artist said what a person does."""
    graph, chooser = state.graph, state.watch.chooser
    return person in own_beats(graph, chooser) or any(one.get("person") == person for one in cast_of(graph, chooser))


def shown(motion: str) -> str:
    """A motion's name as it is written on a beat."""
    return {"subtle": "settle"}.get(motion, motion).replace("_", " ")


def _change(state: TimelineState, change: Callable[[Beat], Beat], label: str) -> None:
    picked = state.beats
    with state.session.gesture(label):
        for person in sorted({one.person for one in picked}):
            at = {one.at for one in picked if one.person == person}
            beats = state.beats_of(person)
            _write(state, person, [change(beat) if n in at else beat for n, beat in enumerate(beats)], "")
    state.pick(state.marks, picked)


def _write(state: TimelineState, person: str, beats: Sequence[Beat], label: str) -> None:
    if state.watch.chooser:
        state.session.apply(placed(state.session.library, state.watch.chooser, person, beats), label)
