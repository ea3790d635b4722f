"""Choose motion: what everyone in the picture does."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Annotated, Any, Literal, get_args

import numpy as np

from nodes.algorithms import casting
from nodes.algorithms.beats import Beat, beat_layer, by_legs, crossed, yielded
from nodes.algorithms.casting import Actor, Part
from nodes.algorithms.hand_path import arm_path
from nodes.algorithms.motion_clip import MotionClip, mirrored
from nodes.algorithms.perform import Layer, Rhythm, acting, breathing, scaled, swaying, times_of, together
from nodes.algorithms.rotation import settled
from nodes.motion.at_ease import at_ease
from nodes.motion.clip_library import clip as clip
from nodes.motion.clip_library import clip_names, sided
from nodes.motion.play_script import Stage, played
from nodes.motion.read_actor import F64, Paths, read_actor
from studio.media.errors import BadInput
from studio.media.motion import Motion, Motions
from studio.media.person import People
from studio.media.rig import Rigs
from studio.media.script import Script
from studio.media.skeleton import BONES, PARENT
from studio.node import Context, node
from studio.node.knob import Amount, Entries, Fraction, Range, Seconds, Seed

Choice = Literal[
    "group", "subtle", "breathe", "wave", "nod", "clap", "walk", "dance", "cheer", "point", "sway", "look_around",
    "shrug", "laugh", "bow", "greet", "heart", "glance", "lean", "chuckle", "perk_up", "sigh", "shake_head", "tap",
    "hand_sway", "block", "blow_kiss", "catch", "climb", "cross_arms", "crouch", "cry", "dance_swing", "dance_twist",
    "dodge", "drink", "eat", "facepalm", "fall", "fight", "fly", "give", "handshake", "hands_on_hips", "high_five",
    "hold_hands", "hug", "jump", "kick", "kiss", "kneel", "listen", "look", "photograph", "pick_up", "play_music",
    "pray", "pull", "punch", "push", "put_down", "raise_hand", "read", "run", "salute", "scratch_head", "shiver",
    "sing", "sit", "smile", "sneeze", "stamp", "stand_up", "stretch", "surprise", "swim", "take", "take_off_hat",
    "talk", "talk_both", "think", "throw", "thumbs_up", "turn", "write", "yawn", "groove", "lie_down", "rejoice",
    "walk_stroll", "walk_brisk", "walk_strut", "walk_shuffle", "walk_sad", "walk_happy", "walk_angry", "walk_sneak",
    "walk_tiptoe", "walk_limp", "walk_stagger", "walk_march", "walk_backwards", "walk_sideways", "walk_carry",
    "walk_skip", "run_jog", "run_sprint", "run_panic", "run_happy", "turn_back", "turn_quarter", "turn_about",
    "turn_spin", "turn_double_take", "shift_weight", "fidget", "impatient", "dance_heads",
    "groove_arm", "groove_arms", "groove_bounce", "groove_hips", "groove_shoulders",
]  # fmt: skip
CHOICES: tuple[str, ...] = get_args(Choice)
Tempo = Annotated[float, Range(0.25, 4.0, "x", soft=(0.5, 2.0))]

FPS = 60.0
PARTS = (
    Part("wave", 1, False, True, 1.6), Part("cheer", 2, False, True), Part("nod", 0, False, True, 0.5),
    Part("clap", 2, False, True), Part("dance", 2, True, False), Part("point", 1, False, True),
    Part("look_around", 0, False, True, 0.7), Part("shrug", 2, False, True, 0.8), Part("walk", 0, True, False, 0.4),
    Part("bow", 0, True, False, 0.1), Part("laugh", 0, False, True, 0.6), Part("sway", 0, False, True, 0.05),
    Part("greet", 1, False, True, 0.8), Part("heart", 1, False, True, 0.8), Part("glance", 0, False, True, 0.9),
    Part("lean", 0, False, False, 0.8), Part("chuckle", 0, False, True, 0.6), Part("perk_up", 0, False, True, 0.7),
    Part("sigh", 0, False, True, 0.4), Part("shake_head", 0, False, True, 0.15), Part("tap", 0, True, False, 0.6),
    Part("hand_sway", 1, False, True, 0.3),
)  # fmt: skip
ROUNDS: Mapping[str, tuple[int, int]] = {
    "wave": (2, 4), "greet": (2, 4), "heart": (1, 2), "nod": (1, 2), "clap": (4, 8), "laugh": (2, 4), "walk": (0, 0),
    "dance": (0, 0), "chuckle": (1, 3), "shake_head": (1, 1), "tap": (2, 5), "hand_sway": (2, 3),
}  # fmt: skip
"""How often a repeatable part is played, from and to; 0 fills the time."""
LARGER: Mapping[str, float] = {"sway": 2.2}
"""What lies under everything, done for its own sake: so much farther, and quicker."""
SHORTEST = 0.2
"""Seconds of the shortest beat."""
FADES = ("fade_in", "fade_out")
ARMS: Mapping[str, int] = {part.name: part.arms for part in PARTS}
STILL_WHEN_SEATED = tuple(k for k, bone in enumerate(BONES) if "Leg" in bone or "Foot" in bone or "Toes" in bone)
"""Places of the bones of the legs; what the hips bow, the trunk above a seat takes over."""


@node(family="motion", version=1)
def choose_motion(
    ctx: Context,
    people: People,
    rigs: Rigs | None = None,
    script: Script | None = None,
    *,
    motion: Choice = "group",
    seed: Seed = 1,
    amplitude: Amount = 1.0,
    idle: Amount = 1.0,
    tempo: Tempo = 1.0,
    variety: Fraction = 1.0,
    length: Annotated[Seconds, Range(0, 600, "s", soft=(0, 30))] = 0.0,
    cast: Entries = (),
) -> Motions:
    """Give every person something to do: breath and sway underneath, an action on top, each in a rhythm of its own.

    Args:
        ctx: Services lent by the engine.
        people: Who is in the picture; poses say who can do what.
        rigs: Their bodies, where they are known: an arm that cannot move is given nothing to do.
        script: Beats to be played: everyone in it does those, and the others watch. What somebody cannot do, and what
            there is no motion for, is told of. One that only moves the camera leaves people at ease: they breathe, sway
            and glance at one another. Without a script, or with an empty one, everyone gets an action.
        motion: "group" gives everyone an action that suits them; "subtle" is breath, sway and a settling head alone;
            any other name is what everybody does.
        seed: Another number, another distribution of actions, sides and rhythms.
        amplitude: How far actions go; 1 is as written.
        idle: How far breath and sway go underneath; 1 is as written.
        tempo: How quick everything is; 1 is as written.
        variety: 1 gives everyone a different action, delay and pace; 0 lets all move as one.
        length: Seconds after which every motion is back where it began, so that a film of this length loops; 0 leaves
            each person a length of their own.
        cast: Entries that say what one person does: {"person": id, "motion": name, "side": "left" or "right",
            "start": seconds, "amplitude": factor, "tempo": factor}; whatever is left out is chosen as for the others.
            An entry with "length": seconds is a beat, done once, from "start" on, filling its length; a person may have
            several, which cross-fade where they overlap, or over "fade_in" and "fade_out": seconds. Who has beats here
            leaves those of the script.

    Returns:
        One looped motion a person, of the clips' own body: relaxed stand at its first sample, relative True.
    """
    orders = {str(entry.get("person", "")): entry for entry in cast if "length" not in entry}
    beats = [entry for entry in cast if "length" in entry]
    actors = {key: read_actor(people, key, rigs.get(key) if rigs else None, paths()) for key in people}
    directed = _directed(script, Stage(people, actors, ctx.warn, seed), motion) if script else {}
    beats += chain.from_iterable(directed.get(key, ()) for key in set(people) - {b.get("person") for b in beats})
    given = dict.fromkeys(actors, "breathe") if directed else _given(actors, motion, variety, seed)
    made = []
    for done, (key, actor) in enumerate(actors.items()):
        ctx.check()
        order = orders.get(key, {})
        name = _ordered(order, "motion", given[key])
        side = _ordered(order, "side", _side(key, actor, name, seed))
        manner = _Manner(
            amplitude * _factor(order, "amplitude"), idle, tempo * _factor(order, "tempo"), variety, length,
            _factor(order, "start", -1.0), np.random.default_rng([seed, zlib.crc32(key.encode())]),
            actor.seated,
        )  # fmt: skip
        own = [_beat(entry, actors[key], seed, manner) for entry in beats if entry.get("person") == key]
        made.append((key, _perform(name, side, manner, own)))
        ctx.progress(done + 1, len(people))
    return Motions(made)


def _directed(script: Script, stage: Stage, motion: str) -> dict[str, list[dict[str, Any]]]:
    """Entries of everyone: what the script says; of one that only moves the camera, what people do who are at ease."""
    told = played(script, stage)
    alone = not told and bool(script.camera) and motion == "group"
    return at_ease(stage, script.duration + 1.0) if alone else told


@dataclass(frozen=True)
class _Manner:
    """How one person does it; ``start`` below 0 leaves the beginning to the dice."""

    amplitude: float
    idle: float
    tempo: float
    variety: float
    length: float
    start: float
    dice: np.random.Generator
    seated: bool


def _given(actors: Mapping[str, Actor], motion: str, variety: float, seed: int) -> dict[str, str]:
    """A clip's name for each person."""
    if motion != "group":
        return dict.fromkeys(actors, motion)
    names = casting.cast(list(actors.values()), PARTS, variety, seed)
    return {key: name or "subtle" for key, name in zip(actors, names, strict=True)}


def _ordered(order: Mapping[str, Any], entry: str, otherwise: str) -> str:
    allowed = CHOICES if entry == "motion" else ("left", "right")
    value, who = order.get(entry, otherwise), order.get("person")
    fits = value in allowed or (entry == "motion" and isinstance(value, str) and value in clip_names())
    if not fits or value == "group":
        raise BadInput(f"choose_motion: {entry} {value!r} of {who!r} is not one of {', '.join(allowed)}")
    return str(value)


def _beat(order: Mapping[str, Any], actor: Actor, seed: int, manner: _Manner) -> Beat:
    """A beat of the cast; one of breathing alone is a moment of rest."""
    who = order.get("person")
    name = _ordered(order, "motion", "subtle")
    side = _ordered(order, "side", _side(str(who), actor, name, seed))
    start, length, fade_in, fade_out = (_factor(order, entry, 0.0) for entry in ("start", "length", *FADES))
    if length < SHORTEST or min(start, fade_in, fade_out) < 0:
        raise BadInput(f"choose_motion: a beat of {who!r} wants a length from {SHORTEST} s, and a start of 0 or later")
    done = _sided(name, side)
    pace = manner.tempo * _factor(order, "tempo") * LARGER.get(name, 1.0)
    far = manner.amplitude * _factor(order, "amplitude") * LARGER.get(name, 1.0) * (name != "breathe")
    return Beat(done, start, length, fade_in, fade_out, pace, far, str(order.get("under", "")))


def _sided(name: str, side: str) -> MotionClip:
    return sided({"subtle": "settle"}.get(name, name), side)


def _factor(order: Mapping[str, Any], entry: str, otherwise: float = 1.0) -> float:
    value, who = order.get(entry, otherwise), order.get("person")
    fits = isinstance(value, int | float) and not isinstance(value, bool) and (-1 <= value <= 3600)
    if not fits or (entry == "tempo" and not 0.05 <= value <= 20):
        raise BadInput(f"choose_motion: {entry} of {who!r} wants a number that makes sense, not {value!r}")
    return float(value)


def _side(key: str, actor: Actor, part: str, seed: int) -> str:
    """The arm that is freer and has room, without arms where somebody stands; who falls, falls where there is room."""
    if actor.open and part in clip_names() and "rightTip" in clip(part).channels:
        return actor.open
    if actor.beside and not _armed(part):
        return actor.beside
    arms = {side: actor.free(side, part) for side in ("left", "right")}
    if not any(arms.values()):  # asked for by name: the free arm does it, even where it leaves the picture
        arms = dict(actor.arms)
    if abs(arms["left"] - arms["right"]) > 0.25:
        return max(arms, key=lambda side: arms[side])
    return ("right", "right", "left")[zlib.crc32(f"{seed} {key}".encode()) % 3]


def _armed(name: str) -> bool:
    """Whether a motion wants an arm."""
    if name in ARMS:
        return ARMS[name] > 0
    return name in clip_names() and any("Arm" in limb for limb in clip(name).limbs)


def _perform(name: str, side: str, manner: _Manner, beats: Sequence[Beat] = ()) -> Motion:
    """All layers of one person, sampled; beats stand in place of the action."""
    name = next((beat.clip.name for beat in beats if beat.under in ("", "posture")), name)
    rhythm = _rhythm(name, manner)
    if beats and not manner.length:
        rhythm = _longer(rhythm, max(beat.end for beat in beats) + 1.0)
    times = times_of(rhythm.length, FPS)
    held = (STILL_WHEN_SEATED if manner.seated else (), manner.seated)
    layers = [scaled(breathing(clip("breathe"), BONES, rhythm, times), manner.idle)]
    if name != "breathe" or beats:
        sway = mirrored(clip("sway")) if manner.dice.random() < 0.5 else clip("sway")
        layers.insert(0, scaled(swaying(sway, BONES, rhythm, times), manner.idle, *held))
    reaches = {side: np.zeros(len(times)) for side in ("left", "right")}
    for layer, amount, limbs in _actions(name, side, manner, beats, rhythm, times):
        layers.append(scaled(layer, amount, *held))
        for arm in [arm for arm in reaches if f"{arm}Arm" in limbs]:
            reaches[arm] = np.maximum(reaches[arm], _does(layer) if beats else 1.0)
    rotations, root, channels = together(layers, BONES)
    channels |= {f"{arm}Reach": reach for arm, reach in reaches.items()}
    curves = {key: settled(values) for key, values in channels.items()}
    return Motion(name, BONES, FPS, settled(rotations), settled(root), curves)


def _actions(
    name: str, side: str, manner: _Manner, beats: Sequence[Beat], rhythm: Rhythm, times: F64
) -> Iterator[tuple[Layer, float, tuple[str, ...]]]:
    """Layers on top of breath and sway, how far they go, and the limbs that they want."""
    if beats:
        actions = [beat for beat in beats if not beat.under and not by_legs(beat)]
        for beat in crossed(beats):
            layer = beat_layer(beat, BONES, times)
            for arm in ("left", "right") if beat.under or by_legs(beat) else ():
                layer = yielded(layer, BONES, arm, actions, times)
            yield layer, beat.amount, beat.clip.limbs
    elif name != "breathe":
        action = _sided(name, side)
        yield acting(action, BONES, rhythm, times), manner.amplitude * LARGER.get(name, 1.0), action.limbs


def _does(layer: Layer) -> F64:
    """(T,) 1 where an action is done or a posture kept, however small; 0 elsewhere."""
    acts = [layer.channels[name] for name in ("action", "kept") if name in layer.channels]
    return np.asarray(np.sign(np.max([np.zeros(len(layer.root)), *acts], axis=0)))


def _longer(rhythm: Rhythm, length: float) -> Rhythm:
    """The rhythm with room for the last beat, breathing as quick as before."""
    length = max(length, rhythm.length)
    return replace(rhythm, length=length, breaths=max(1, round(rhythm.breaths * length / rhythm.length)))


def _rhythm(name: str, manner: _Manner) -> Rhythm:
    """Twelve to sixteen breaths a minute; actions begin within the first second."""
    rolls = manner.dice.random(6)
    spread = manner.variety
    breath = (4.3 + spread * 1.1 * (rolls[0] - 0.5)) / manner.tempo
    breaths = max(1, round((manner.length or 12.0) / breath))
    start = 0.15 + 0.6 * spread * rolls[1] if manner.start < 0 else manner.start
    length = manner.length or max(breaths * breath, start + 8)
    low, high = ROUNDS.get(name, (1, 1))
    rounds = low + round((high - low) * rolls[2])
    speed = manner.tempo * LARGER.get(name, 1.0) * (1 + 0.2 * spread * (rolls[3] - 0.5))
    start = min(start, 0.6 * length)
    return Rhythm(length, start, 0.8 + 2 * spread * rolls[4], rounds, speed, breaths, spread * rolls[5])


@lru_cache(maxsize=1)
def paths() -> Paths:
    """Where the parts that want arms take them; one that moves an arm about where it is has no path."""
    parents = [-1 if (above := PARENT[bone]) is None else BONES.index(above) for bone in BONES]
    found: dict[str, dict[str, tuple[F64, F64]]] = {}
    for part in PARTS:
        if any("Arm" in limb for limb in clip(part.name).limbs):
            sides = {"right": clip(part.name), "left": mirrored(clip(part.name))}
            found[part.name] = {side: arm_path(one, BONES, parents, side) for side, one in sides.items()}
    return found
