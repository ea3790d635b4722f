"""Write script: from a prompt to beats."""

from __future__ import annotations

from dataclasses import asdict

from nodes.algorithms.language.prompt import understand
from nodes.script.by_hand import changed, named
from nodes.script.describe import members_of
from nodes.script.guess import nearest_action
from nodes.script.lexicon_file import lexicon
from studio.media.errors import BadInput
from studio.media.image import Image
from studio.media.person import People
from studio.media.script import Beat, Script
from studio.node import Context, node
from studio.node.knob import Entries, Text

LONGEST = 2000
"""Words that a prompt may have."""


@node(family="script", version=1)
def write_script(
    ctx: Context, image: Image, people: People, *, prompt: Text = "", similar: bool = True, edits: Entries = ()
) -> Script:
    """Turn a prompt into beats: who does what, with whom, when, in what mood, and what is said.

    Plain English: "the man on the left waves, then the woman in red dances while the others clap; he says 'Welcome!'".
    People are told apart by side, order, colour and garment, size and name. What is not understood is listed and
    warned of, never guessed silently.

    Args:
        ctx: Services lent by the engine.
        image: The photo, for the colours of clothes.
        people: Who is in it.
        prompt: What shall happen.
        similar: Take a verb that the lexicon lacks for the one that means most nearly the same, and say so.
        edits: Entries by hand: {"id": name of a beat} with "delete": true, or with what is to be other ("who",
            "action", "target": words; "start", "duration", "fade_in", "fade_out": seconds; "side": "left" or "right";
            "amplitude", "tempo": factors). With "added": true, "who" and "action" it is a beat of its own. The other
            beats stay as the prompt has them, and an edit of a beat that the prompt no longer has waits for it.

    Returns:
        The script; nobody who is not in the picture is in it.
    """
    words = len(prompt.split())
    if words > LONGEST:
        raise BadInput(
            f"the prompt has {words} words, at most {LONGEST} can be played: shorten it, or make several shots"
        )
    ctx.check()

    def guess(word: str) -> str:
        action = nearest_action(word, ctx.chunk) if similar else ""
        if action:
            ctx.warn(f"{word!r} was taken for {action.replace('_', ' ')!r}")
        return action

    beats, strange = understand(prompt, members_of(image, people), lexicon(), guess)
    for phrase in strange:
        ctx.warn(f"not understood: {phrase}")
    if prompt.strip() and not beats:
        ctx.warn("the prompt gives nobody anything to do; say who does what: 'the woman in red waves'")
    prompted = named(Beat(**asdict(beat)) for beat in beats)
    made = changed(prompted, edits)
    return Script(tuple(beat for beat in made if beat.who in people), tuple(strange), prompted)
