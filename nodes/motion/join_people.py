"""Join people: hands meet, arms go round one another, a push is felt."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from nodes.algorithms.figure import Figure
from nodes.motion.meet import BLOWS, NEAR, Manner, Pair, bodies_meet, limbs_meet
from nodes.motion.on_clock import figure_of, lasts, motion_of, on_clock
from studio.media.contact import Contact, Contacts
from studio.media.motion import Motions
from studio.media.rig import Rigs
from studio.node import Context, node
from studio.node.knob import Amount, Fraction

AFTER = 1.6
"""Seconds that a blow is felt."""
WORDS: Mapping[str, str] = {
    "handshake": "shake hands", "high_five": "meet for a high five", "hug": "hug", "hold_hands": "hold hands",
    "hand_over": "hand anything over", "push": "push", "hit": "hit", "kiss": "kiss",
}  # fmt: skip
"""What cannot be done, for the one that is told of it."""


@node(family="motion", version=1)
def join_people(
    ctx: Context,
    rigs: Rigs,
    motions: Motions,
    contacts: Contacts | None = None,
    *,
    touch: Fraction = 1.0,
    lean: Fraction = 1.0,
    shake: Amount = 1.0,
    recoil: Amount = 1.0,
) -> Motions:
    """Let people touch one another: two hands come to one point that moves with both bodies, and part again.

    Where arms are too short, trunks lean and hips shift over planted feet; where that is not enough, both reach out as
    far as they can, and it is told. Limbs never stretch. Without contacts, motions are handed on as they are.

    Args:
        ctx: Services lent by the engine.
        rigs: The people's bodies.
        motions: What each of them does, in the photo's own terms.
        contacts: Who touches whom, and when.
        touch: How far limbs go to the contact; 0 leaves every motion as it is.
        lean: How much trunks and hips help where arms are too short.
        shake: How far shaken hands go up and down; 1 is 3 cm.
        recoil: How far a body that is pushed or hit gives way.

    Returns:
        The motions, those of people who touch somebody on one clock; everybody else's are handed on as they are.
    """
    known = set(motions) & set(rigs)
    joined = [one for one in (contacts.contacts if contacts else ()) if {one.first, one.second} <= known]
    if not joined or touch == 0:
        return motions
    who = sorted({one for contact in joined for one in (contact.first, contact.second)})
    fps = max(motions[one].fps for one in who)
    end = max(max(one.end + one.release + AFTER for one in joined), max(lasts(motions[one]) for one in who))
    clocked = {one: on_clock(motions[one], fps, max(2, round(end * fps))) for one in who}
    figures = {one: figure_of(rigs[one], motion) for one, motion in clocked.items()}
    _join(ctx, [_pair(one, figures, fps, Manner(touch, lean, shake, recoil)) for one in joined])
    made = {one: motion_of(figure, rigs[one], clocked[one]) for one, figure in figures.items()}
    return Motions((key, made.get(key, motion)) for key, motion in motions.items())


def _pair(contact: Contact, figures: Mapping[str, Figure], fps: float, manner: Manner) -> Pair:
    """The two of a contact, from before it until after it."""
    people = figures[contact.first], figures[contact.second]
    samples = len(people[0].root)
    first = max(0, int((contact.start - contact.approach) * fps))
    after = contact.release + (AFTER if contact.kind in BLOWS else 0.0)
    last = min(samples, int((contact.end + after) * fps) + 1)
    span = slice(min(first, samples - 2), max(last, 2))
    return Pair(contact, people, span, np.arange(span.start, span.stop) / fps, manner)


def _join(ctx: Context, pairs: list[Pair]) -> None:
    """Bodies first, then limbs, so that every hand finds the body that it goes to where that is."""
    for pair in pairs:
        ctx.check()
        bodies_meet(pair)
    for done, pair in enumerate(pairs):
        ctx.check()
        gap = limbs_meet(pair)
        if gap > NEAR:
            ctx.warn(_too_far(pair.contact, gap))
        ctx.progress(done + 1, len(pairs))


def _too_far(contact: Contact, gap: float) -> str:
    return (
        f"{contact.first} and {contact.second} are too far apart to {WORDS[contact.kind]} at {contact.start:.1f} s: "
        f"{gap:.2f} m are left between them, so they only reach out; let one walk to the other first"
    )
