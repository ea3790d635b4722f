"""Write script: from a prompt to beats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Literal

from nodes.algorithms.language.prompt import read_prompt
from nodes.algorithms.language.spelling import spelled
from nodes.algorithms.language.thing_phrase import Item
from nodes.scene.relate_people import relate_people
from nodes.script.by_hand import changed, named
from nodes.script.camera_by_hand import changed_moves, named_moves
from nodes.script.cast import cast_of
from nodes.script.describe import members_of
from nodes.script.from_scene import beats_from_scene
from nodes.script.guess import nearest_action
from nodes.script.lexicon_file import lexicon
from nodes.script.model_answer import Answer, read_answer
from nodes.script.model_question import messages_for
from nodes.script.seats_said import with_seats
from nodes.script.things_said import items_of
from studio.media.errors import BadInput, VivantError
from studio.media.image import Image
from studio.media.person import People
from studio.media.scene import Scene
from studio.media.script import Beat, CameraMove, Script
from studio.models.sentences import words
from studio.node import Context, node
from studio.node.knob import Entries, Text

LONGEST = 2000
"""Words that a prompt may have."""


@node(family="script", version=1)
def write_script(
    ctx: Context,
    image: Image,
    people: People,
    scene: Scene | None = None,
    *,
    prompt: Text = "",
    similar: bool = True,
    from_picture: bool = True,
    backend: Literal["grammar", "address", "folder"] = "grammar",
    address: Text = "",
    model: Text = "",
    edits: Entries = (),
) -> Script:
    """Turn a prompt into beats: who does what, with whom, when, in what mood, what is said, and what the camera does.

    Plain English: "the man on the left waves, then the woman in red dances while the others clap; he says 'Welcome!'".
    People are told apart by side, order, colour and garment, size and name. The camera is on the same clock: "then it
    pushes in on the woman in red while she dances, cut to the dog, back to everyone"; it goes to people, and to the
    things and regions of the scene. What is not understood is listed
    and warned of, never guessed silently. Without a prompt the picture itself suggests what happens, and the script
    says why: all who pose smile and wave, two who face each other talk, who reaches for a thing takes it.

    Args:
        ctx: Services lent by the engine.
        image: The photo, for the colours of clothes.
        people: Who is in it.
        scene: Who is related to whom, for a script without a prompt, where it is found if none is linked; and the
            things that can be sat on, and that the camera can go to.
        prompt: What shall happen; empty leaves it to the picture.
        similar: Take a verb that the lexicon lacks for the one that means most nearly the same, and say so.
        from_picture: Without a prompt, do what the picture suggests; otherwise nobody does anything.
        backend: Who understands the prompt: the grammar, which needs nothing; a language model behind an address of
            the artist's; or one in a folder of this machine. What a model answers is checked, and where it is not as it
            has to be, the grammar does it and that is said.
        address: Where the language model is, as "http://localhost:8080/v1": any that speaks OpenAI's protocol. Prompt
            and description of the people are sent there and nowhere else; a key is read from VIVANT_LANGUAGE_KEY.
        model: The model's name at the address, or the folder that it lies in.
        edits: Entries by hand: {"id": name of a beat} with "delete": true, or with what is to be other ("who",
            "action", "target": words; "start", "duration", "fade_in", "fade_out": seconds; "side": "left" or "right";
            "amplitude", "tempo": factors). With "added": true, "who" and "action" it is a beat of its own. The other
            beats stay as the prompt has them, and an edit of a beat that the prompt no longer has waits for it. Of the
            camera, ids begin with "camera", and "action", "onto" and "origin" (ids of people and things), "size",
            "towards", "ease", "start" and "duration" may be other.

    Returns:
        The script; nobody who is not in the picture is in it.
    """
    length = len(prompt.split())
    if length > LONGEST:
        raise BadInput(
            f"the prompt has {length} words, at most {LONGEST} can be played: shorten it, or make several shots"
        )
    ctx.check()
    if backend != "grammar" and people:
        answered = _answered(ctx, image, people, scene, prompt, (backend, address, model))
        if answered is not None:
            return _directed(answered, people, scene, edits)
    if not prompt.strip() and from_picture and people:
        return _suggested(relate_people(ctx, image, people) if scene is None else scene, people, edits)

    def guess(word: str) -> str:
        action = nearest_action(word, ctx.chunk) if similar else ""
        if action:
            ctx.warn(f"{word!r} was taken for {action.replace('_', ' ')!r}")
        return action

    items = items_of(image, people, scene)
    beats, moves, strange, unsure = read_prompt(
        _spelled(ctx, prompt, people, items), cast_of(image, people, scene), lexicon(), guess, items
    )
    for phrase in strange:
        ctx.warn(f"not understood: {phrase}")
    for phrase, taken in unsure.items():
        ctx.warn(f"nothing tells who {phrase!r} is: {taken} was taken; say 'on the left', 'in red' or a name")
    if prompt.strip() and not beats and not moves:
        ctx.warn("the prompt gives nobody anything to do; say who does what: 'the woman in red waves'")
    said = (Beat(**asdict(beat)) for beat in beats)
    prompted = named(with_seats(said, scene, people, ctx.warn))
    made = changed(prompted, edits)
    filmed = named_moves(CameraMove(**asdict(move)) for move in moves)
    cast = tuple(beat for beat in made if beat.who in people)
    camera = _seen(changed_moves(filmed, edits), people, scene)
    return Script(cast, tuple(strange), prompted, camera=camera, prompted_camera=filmed)


def _seen(moves: tuple[CameraMove, ...], people: People, scene: Scene | None) -> tuple[CameraMove, ...]:
    """Moves to people and things that are there."""
    there = {*people, *(scene.places if scene is not None else ())}
    return tuple(move for move in moves if all(name in there for name in (*move.onto, *move.origin)))


def _spelled(ctx: Context, prompt: str, people: People, items: Sequence[Item]) -> str:
    """The prompt without slips of the finger, each of which is told of."""
    names = [*(person.name for person in people.values()), *(word for item in items for word in item.words)]
    right, slips = spelled(prompt, lexicon(), names, words())
    for typed, read in slips:
        ctx.warn(f"{typed!r} was read as {read!r}")
    return right


def _suggested(scene: Scene, people: People, edits: Entries) -> Script:
    """What the picture itself suggests, changed by hand."""
    beats, reasons = beats_from_scene(scene)
    suggested = named(beats)
    made = tuple(beat for beat in changed(suggested, edits) if beat.who in people)
    why = dict(zip((beat.id for beat in suggested), reasons, strict=True))
    told = tuple((beat.id, why[beat.id]) for beat in made if beat.id in why)
    return Script(made, (), suggested, told, _seen(changed_moves((), edits), people, scene))


def _directed(answer: Answer, people: People, scene: Scene | None, edits: Entries) -> Script:
    """What a language model answered, changed by hand."""
    beats, filmed = named(answer.beats), named_moves(answer.camera)
    cast = tuple(beat for beat in changed(beats, edits) if beat.who in people)
    camera = _seen(changed_moves(filmed, edits), people, scene)
    return Script(cast, tuple(answer.not_understood), beats, camera=camera, prompted_camera=filmed)


def _answered(
    ctx: Context, image: Image, people: People, scene: Scene | None, prompt: str, where: tuple[str, str, str]
) -> Answer | None:
    """What a language model makes of a prompt; None, said aloud, where it does not answer as it has to."""
    from studio.models.language_model import ask_address, ask_folder

    backend, address, model = where
    messages = messages_for(prompt, members_of(image, people), lexicon(), scene)
    try:
        text = ask_address(address, model, messages, ctx.check) if backend == "address" else ask_folder(model, messages)
        answer = read_answer(text, people, lexicon().verbs, scene.places if scene is not None else ())
    except VivantError as error:
        ctx.warn(f"the language model was not followed, the grammar does it: {error}")
        return None
    for phrase in answer.not_understood:
        ctx.warn(f"not understood: {phrase}")
    return answer
