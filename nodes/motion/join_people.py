"""Join people: hands meet, arms go round one another, a push is felt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from nodes.algorithms.figure import Figure
from nodes.motion.contact_kinds import SIT
from nodes.motion.crowd import separate
from nodes.motion.follow_gaze import follow_gaze, looks
from nodes.motion.meet import BLOWS, NEAR, Manner, Pair, bodies_meet, limbs_meet
from nodes.motion.on_clock import figure_of, lasts, motion_of, on_clock
from nodes.motion.sit_down import sit_down
from nodes.motion.strike_order import drawn_before
from studio.media.contact import Contact, Contacts
from studio.media.motion import Motions
from studio.media.rig import Rig, Rigs
from studio.media.script import Script
from studio.node import Context, node
from studio.node.knob import Amount, Fraction

AFTER = 1.6
"""Seconds that a blow is felt."""
HIDES = 0.24
"""Metres around the middle of a head within which a hand behind it is not seen."""
F64 = npt.NDArray[np.float64]
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
    script: Script | None = None,
    *,
    touch: Fraction = 1.0,
    lean: Fraction = 1.0,
    shake: Amount = 1.0,
    recoil: Amount = 1.0,
    apart: Fraction = 1.0,
    gaze: Fraction = 1.0,
) -> Motions:
    """Let people touch one another: two hands come to one point that moves with both bodies, and part again.

    Where arms are too short, trunks lean and hips shift over planted feet; where that is not enough, both reach out as
    far as they can, and it is told. Limbs never stretch. Who sits on something comes down on it with the hips, and the
    feet stay. Without contacts, motions are handed on as they are.

    Args:
        ctx: Services lent by the engine.
        rigs: The people's bodies.
        motions: What each of them does, in the photo's own terms.
        contacts: Who touches whom, and when.
        script: Its beats say who looks at whom.
        touch: How far limbs go to the contact; 0 leaves every motion as it is.
        lean: How much trunks and hips help where arms are too short.
        shake: How far shaken hands go up and down; 1 is 3 cm.
        recoil: How far a body that is pushed or hit gives way.
        apart: How firmly limbs of people who do not touch are kept from going through one another; what overlaps in the
            photo may go on doing so. 0 lets them.
        gaze: How far heads follow whom they look at, and up or down to somebody taller or smaller.

    Returns:
        The motions, those of people who touch somebody on one clock; everybody else's are handed on as they are.
    """
    known = [key for key in motions if key in rigs]
    sits = _sitting(contacts, known) if touch > 0 else []
    if contacts is None or (len(known) < 2 and not sits):
        return motions
    joined = [one for one in contacts.contacts if {one.first, one.second} <= set(known)] if touch > 0 else []
    seen = looks(script, joined, known) if gaze > 0 else []
    who = [key for key in known if apart > 0 or any(key in (one.first, one.second) for one in joined)]
    who += [key for key in known if key not in who and any(key in look[:2] for look in seen)]
    who += [key for key in known if key not in who and any(key == one.first for one in sits)]
    if not who:
        return motions
    fps = max(motions[key].fps for key in who)
    end = max([one.end + one.release + AFTER for one in (*joined, *sits)] + [lasts(motions[key]) for key in who])
    clocked = {key: on_clock(motions[key], fps, max(2, round(end * fps))) for key in who}
    figures = {key: figure_of(rigs[key], motion) for key, motion in clocked.items()}
    sits = _sit(ctx, figures, sits, fps)
    heads = {key: _head(figure, rigs[key]) for key, figure in figures.items()}
    pairs = [_pair(one, figures, heads, fps, Manner(touch, lean, shake, recoil)) for one in joined]
    for pair in pairs:  # bodies first, so that every hand finds the body that it goes to where that is
        ctx.check()
        bodies_meet(pair)
    if gaze > 0:
        flips = {key: one.channels["flip"].astype(np.float64) for key, one in clocked.items() if "flip" in one.channels}
        follow_gaze(figures, seen, fps, gaze, flips)
    if apart > 0:
        separate(figures, rigs, clocked, joined, fps, apart)
        _sit(ctx, figures, sits, fps)  # who sits stays on the seat, whoever sways beside
    _reach(ctx, pairs)
    made = {key: motion_of(figure, rigs[key], clocked[key]) for key, figure in figures.items() if figure.touched.any()}
    made |= drawn_before({**clocked, **made}, {key: rigs[key] for key in known}, joined)
    return Motions((key, made.get(key, motion)) for key, motion in motions.items())


def _sitting(contacts: Contacts | None, known: Sequence[str]) -> list[Contact]:
    """Who sits on a thing."""
    found = contacts.contacts if contacts else ()
    return [one for one in found if one.kind == SIT.kind and one.first in known and one.seat]


def _sit(ctx: Context, figures: Mapping[str, Figure], sits: Sequence[Contact], fps: float) -> list[Contact]:
    """Hips come down on seats; who is too far away sits on the air, and is told of. Returns who sits."""
    done = []
    for one in sits:
        ctx.check()
        figure = figures[one.first]
        why = sit_down(figure, one, np.arange(len(figure.root)) / fps)
        if why:
            ctx.warn(f"{one.first} cannot sit on {one.second} at {one.start:.1f} s: {why}")
        else:
            done.append(one)
    return done


def _head(figure: Figure, rig: Rig) -> tuple[int, F64]:
    """Place in the order of depth, and (T, 3) middle and radius of what a head hides."""
    heads, tails = figure.places()
    j = figure.body.index("head")
    return rig.layer, np.concatenate([(heads[:, j, :2] + tails[:, j, :2]) / 2, HIDES * figure.metre[:, None]], axis=1)


def _pair(
    contact: Contact, figures: Mapping[str, Figure], heads: Mapping[str, tuple[int, F64]], fps: float, manner: Manner
) -> Pair:
    """The two of a contact, from before it until after it."""
    people = figures[contact.first], figures[contact.second]
    samples = len(people[0].root)
    first = max(0, int((contact.start - contact.approach) * fps))
    after = contact.release + (AFTER if contact.kind in BLOWS else 0.0)
    last = min(samples, int((contact.end + after) * fps) + 1)
    span = slice(min(first, samples - 2), max(last, 2))
    own = (contact.first, contact.second)
    layer = min(heads[key][0] for key in own)
    before = [head[span] for key, (place, head) in heads.items() if key not in own and place > layer]
    found = np.stack(before) if before else np.zeros((0, span.stop - span.start, 3))
    return Pair(contact, people, span, np.arange(span.start, span.stop) / fps, manner, found)


def _reach(ctx: Context, pairs: list[Pair]) -> None:
    """Limbs go to what they share; who cannot reach is told of."""
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
