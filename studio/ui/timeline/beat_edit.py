"""What is done to beats without dragging: add, replace, duplicate, delete, give back to the node."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from immutables import Map

from nodes.motion.choose_motion import CHOICES, clip
from nodes.motion.clip_preview import search
from studio.graph.edit import set_knob
from studio.graph.graph import Graph
from studio.media.errors import VivantError
from studio.ui.timeline import camera_moves
from studio.ui.timeline.beats import Beat, cast_of, free_from, own_beats, with_beats
from studio.ui.timeline.script_beats import given_back, takes, with_script_beats
from studio.ui.timeline.state import TimelineState


class Offer(NamedTuple):
    """A motion of the library: its name, what it says of itself, its own length in seconds, and its kind."""

    name: str
    words: str
    length: float
    kind: str


@lru_cache(maxsize=1)
def motion_library() -> tuple[Offer, ...]:
    """Every motion that a beat can be made of, by name."""
    offers = []
    for name in sorted(CHOICES):
        try:
            found = clip(clip_of(name))
        except VivantError:
            continue
        offers.append(Offer(name, found.description, found.duration, found.tags[0] if found.tags else "motion"))
    return tuple(offers)


def clip_of(motion: str) -> str:
    """The clip of the library that shows a motion."""
    return {"subtle": "settle"}.get(motion, motion)


def searched(words: str) -> list[Offer]:
    """Motions that some words mean, the best first: by name, kind, verb or description; slips are forgiven."""
    offers = {clip_of(offer.name): offer for offer in motion_library()}
    return [offers[name] for name in search(words) if name in offers]


def add_beat(state: TimelineState, person: str, motion: str, start: float) -> None:
    """Give a person one thing more to do, as long as there is room for it."""
    beats = list(state.beats_of(person))
    wanted = next((offer.length for offer in motion_library() if offer.name == motion), 3.0)
    beats.append(Beat(motion, max(0.0, start), free_from(beats, start, wanted)))
    write(state, person, beats, f"add {shown(motion)}")
    state.pick((), state.found([(person, beats[-1])]))


def replace_motion(state: TimelineState, motion: str) -> None:
    """Let the selected beats be another motion."""
    change_selected(state, lambda beat: replace(beat, motion=motion), f"change to {shown(motion)}")


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

    change_selected(state, change, label)


def delete_beats(state: TimelineState) -> None:
    """Take the selected beats away."""
    with state.session.gesture("delete beats"):
        for person in sorted({one.person for one in state.beats}):
            gone = {one.at for one in state.beats if one.person == person}
            write(state, person, [beat for at, beat in enumerate(state.beats_of(person)) if at not in gone], "")
    state.pick(state.marks)


def duplicate_beats(state: TimelineState) -> None:
    """Do the selected beats once more, right after the last of them."""
    copies: list[tuple[str, Beat]] = []
    with state.session.gesture("duplicate beats"):
        for person in sorted({one.person for one in state.beats}):
            beats = list(state.beats_of(person))
            chosen = [beats[one.at] for one in sorted(state.beats) if one.person == person]
            by = max(beat.end for beat in chosen) - min(beat.start for beat in chosen)
            again = [replace(beat, start=beat.start + by) for beat in chosen]
            copies += [(person, beat) for beat in again]
            write(state, person, [*beats, *again], "")
    state.pick((), state.found(copies))


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
                write(state, person, beats, "")


def give_back(state: TimelineState, person: str) -> None:
    """Let the node choose again what a person does."""
    watch, library = state.watch, state.session.library

    def edit(graph: Graph) -> Graph:
        if camera_moves.is_camera(person):
            return camera_moves.given_back(graph, library)
        kept = tuple(one for one in cast_of(graph, watch.chooser) if one.get("person") != person)
        graph = set_knob(graph, library, watch.chooser, "cast", kept)
        script = watch.script
        return graph if script is None else given_back(graph, library, watch.chooser, script, person)

    state.session.apply(edit, "choose again what they do")


def is_own(state: TimelineState, person: str) -> bool:
    """Whether the artist said what a person does."""
    graph, chooser = state.graph, state.watch.chooser
    if camera_moves.is_camera(person):
        return camera_moves.given_back(graph, state.session.library) is not graph
    if person in own_beats(graph, chooser) or any(one.get("person") == person for one in cast_of(graph, chooser)):
        return True
    script = state.watch.script
    return script is not None and given_back(graph, state.session.library, chooser, script, person) is not graph


def shown(motion: str) -> str:
    """A motion's name as it is written on a beat."""
    return clip_of(motion).replace("_", " ")


def change_selected(state: TimelineState, change: Callable[[Beat], Beat], label: str) -> None:
    """Change the selected beats, as one step back."""
    picked, changed = state.beats, list[tuple[str, Beat]]()
    with state.session.gesture(label):
        for person in sorted({one.person for one in picked}):
            at = {one.at for one in picked if one.person == person}
            beats = [change(beat) if n in at else beat for n, beat in enumerate(state.beats_of(person))]
            changed += [(person, beats[n]) for n in sorted(at)]
            write(state, person, beats, "")
    state.pick(state.marks, state.found(changed))


def write(state: TimelineState, person: str, beats: Sequence[Beat], label: str) -> None:
    """Let a person, or the camera, do just these."""
    if state.watch.chooser:
        state.session.apply(lambda graph: written(state, graph, person, beats), label)


def written(state: TimelineState, graph: Graph, person: str, beats: Sequence[Beat]) -> Graph:
    """The graph in which a person does just these: said in the script that is played, or in the cast."""
    chooser, script, library = state.watch.chooser, state.watch.script, state.session.library
    if camera_moves.is_camera(person):
        return graph if script is None else camera_moves.with_camera(graph, library, script, beats)
    if script is not None and takes(graph, chooser, script, person):
        return with_script_beats(graph, library, chooser, script, person, beats)
    return with_beats(graph, library, chooser, person, [replace(beat, given=False) for beat in beats])
