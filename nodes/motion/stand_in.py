"""What somebody does who cannot do what the script asks: the nearest thing that can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nodes.algorithms.casting import Actor
from nodes.motion.clip_library import clip, clip_names, wants
from nodes.motion.going import goes

ALIKE: Mapping[str, str] = {"stand_still": "breathe"}
"""Actions without a clip of their own that another one shows; of standing still nobody is told."""
TALKS = ("talk", "talk_both")
INSTEAD: Mapping[str, tuple[str, ...]] = {
    "cheer": ("raise_hand", "rejoice"), "clap": ("thumbs_up", "nod"), "dance": ("groove",), "dance_swing": ("groove",),
    "dance_twist": ("groove",), "wave": ("nod",), "jump": ("rejoice",), "run": ("lean",), "walk": ("lean",),
    "kick": ("lean",), "sit": ("settle",), "stand_up": ("perk_up",), "crouch": ("sigh",), "kneel": ("sigh",),
    "fall": ("sigh",), "lie_down": ("sigh",),
    "pick_up": ("look",), "put_down": ("look",), "salute": ("nod",), "point": ("look",),
    "think": ("listen",), "thumbs_up": ("nod",), "stamp": ("perk_up",), "raise_hand": ("perk_up",),
    "blow_kiss": ("smile",), "facepalm": ("shake_head",), "stretch": ("yawn", "perk_up"), "dodge": ("lean",),
    "scratch_head": ("listen",), "take_off_hat": ("nod",), "swim": ("sway",), "fly": ("sway",), "climb": ("look",),
}  # fmt: skip
"""What is done where an arm or the legs cannot; what is not named here is done by trunk and head alone."""
SPOKEN = frozenset(
    {"talk", "talk_both", "laugh", "cry", "sing", "surprise", "shrug", "sneeze", "yawn", "shiver", "listen"}
)
"""What says enough by trunk and head, so that nobody has to be told that the arms stay where they are."""
ENOUGH = 0.4
"""How free an arm has to be to do what a script asks for by name; the dice want more."""


def playable(action: str, actor: Actor, towards: str, who: str, warn: Callable[[str], None]) -> str:
    """The clip that shows an action as well as this person can.

    Args:
        action: Of the script.
        actor: Who is to do it.
        towards: The side on which the one is to or with whom it is done; "" for none.
        who: Id, for what is told.
        warn: Takes one line for everything that is not as asked.
    """
    name = ALIKE.get(action, action)
    if name not in clip_names() or name.startswith("mood_"):
        warn(f"there is no motion for {shown(action)} yet: {who} makes a gesture of talk instead")
        name = "talk"
    elif name != action and action != "stand_still":
        warn(f"there is no motion for {shown(action)} yet: {who} does {shown(name)} instead")
    why = obstacle(name, actor, towards)
    if not why:
        return name
    other = next((n for n in instead_of(name) if not obstacle(n, actor, towards)), "")
    if actor.strides and goes(name):
        return other or name  # who strides in the photo is walked on by whoever places people
    if other or name not in SPOKEN:
        warn(f"{who} {why}: {shown(other)} instead of {shown(name)}" if other else
             f"{who} {why}: {shown(name)} by trunk and head alone")  # fmt: skip
    return other or name


def instead_of(name: str) -> tuple[str, ...]:
    """What is done where a clip cannot be; of a style, what is done for the action."""
    return INSTEAD.get(name) or INSTEAD.get(name.split("_")[0], ())


def obstacle(name: str, actor: Actor, towards: str) -> str:
    """Why somebody cannot do a clip as it is meant, as the end of a sentence; "" where nothing is in the way."""
    arms, legs = wants(name)
    free = [side for side, room in actor.arms.items() if room >= ENOUGH]
    if legs:
        return "" if actor.legs else "has no legs in the picture that could move"
    if arms == 1 and towards and towards not in free and _directed(name):
        return f"has no free {towards} arm"
    return "" if len(free) >= arms else "has one free arm" if free else "has no free arm"


def side_of(name: str, actor: Actor, towards: str) -> str:
    """The side that does a clip: that of whom it is meant for, or the free arm where that one is not."""
    free = [side for side, room in actor.arms.items() if room >= ENOUGH]
    other = towards and free and towards not in free and wants(name)[0] == 1 and not _directed(name)
    return free[0] if other else towards


def _directed(name: str) -> bool:
    """Whether the arm has to be the one on the side of whom it is meant for."""
    return name == "point" or "directed" in clip(name).tags


def shown(name: str) -> str:
    """An action in words."""
    return name.replace("_", " ")
