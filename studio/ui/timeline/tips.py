"""What the timeline says of what lies under the mouse."""

from __future__ import annotations

from collections.abc import Collection

from studio.media.contact import Contact
from studio.ui.timeline import keys
from studio.ui.timeline.beat_edit import shown
from studio.ui.timeline.beats import Beat
from studio.ui.timeline.channel import Channel, Mark
from studio.ui.timeline.contact_edit import is_planned
from studio.ui.timeline.contacts import words_of
from studio.ui.timeline.rows import Row, spaced
from studio.ui.timeline.state import TimelineState

CURVES = (
    "Double-click sets a key; drag keys, tangents or a box\n"
    "Wheel zooms (Ctrl time alone, Alt values alone), middle button pans, F fits"
)
_ROWS = {
    "person": "Double-click adds a beat; drag a box to select",
    "contact": "Double-click adds a contact of these two",
    "channel": "Double-click sets a key; drag a box to select; wheel scrolls, with Ctrl it zooms",
}


def of_keys(state: TimelineState, marks: Collection[Mark]) -> str:
    """Frame and value of a key, or how many there are."""
    frame = f"frame {state.frame_of(next(iter(marks)).time):.4g}"
    if len(marks) > 1:
        return f"{len(marks)} keys at {frame}"
    (mark,) = marks
    key = keys.key_at(state.graph, mark)
    name = title_of(mark.channel)
    if key is None:
        return f"{name}, {frame}"
    if mark.channel.bone:
        values = [keys.key_at(state.graph, Mark(mark.channel._replace(part=part), mark.time)) for part in range(3)]
        said = " ".join(f"{axis} {one.value:.3g}" for axis, one in zip("xyz", values, strict=True) if one is not None)
        bone, unit = spaced(mark.channel.bone).capitalize(), unit_of(mark.channel)
        return f"{bone}: {said}{unit} at {frame}, {key.interpolation}"
    return f"{name}: {key.value:.5g} at {frame}, {key.interpolation}"


def title_of(channel: Channel) -> str:
    """What a curve is called: its knob, or its bone and axis."""
    return f"{spaced(channel.bone)} {'xyz'[channel.part]}" if channel.bone else channel.knob.replace("_", " ")


def unit_of(channel: Channel) -> str:
    """The unit of a bone's values; a knob's are shown bare."""
    return "" if not channel.bone else " m" if channel.bone == "root" else "°"


def of_beat(state: TimelineState, beat: Beat) -> str:
    """What somebody does, from when to when, and what can be done with it."""
    first, last = (round(state.frame_of(time), 1) for time in (beat.start, beat.end))
    said = f"{shown(beat.motion).capitalize()}, frames {first:g} to {last:g}, {beat.length:.2f} s"
    if "onto" in beat.entry:
        names = {**state.watch.places, **{one.id: one.name for one in state.watch.people()}}
        onto = ", ".join(names.get(who, who) for who in str(beat.entry["onto"]).split()) or "the whole picture"
        what = "As the prompt has it" if beat.given else "Changed by hand"
        return f"The camera: {said[0].lower()}{said[1:]}\nOnto {onto} {beat.entry.get('size', '')}\n{what}"
    if beat.scripted is not None:
        what = "As the prompt has it; a change here leaves its other beats alone" if beat.given else "Changed by hand"
        line = f": “{beat.scripted.line}”" if beat.scripted.line else ""
        return f"{said}{line}\n{what}"
    if beat.given:
        return f"{said}\nChosen by the node; it is yours from your first change on"
    return f"{said}\nDrag to move, its ends to trim, its upper corners to fade; Alt drags a copy"


def of_contact(state: TimelineState, contact: Contact) -> str:
    """Who touches whom with what, from when to when, and what can be done with it."""
    names = {one.id: one.name for one in state.watch.people()}
    who = [names.get(one, one) for one in (contact.first, contact.second)]
    with_what = [spaced(bone).strip() or "?" for bone in (contact.first_bone, contact.second_bone)]
    first, last = (round(state.frame_of(time), 1) for time in (contact.start, contact.end))
    said = f"{who[0]} and {who[1]} {words_of(contact.kind)}: {with_what[0]} and {with_what[1]}"
    said = f"{who[0]} sits on {who[1]}" if contact.seat else said
    when = f"frames {first:g} to {last:g}, comes in {contact.approach:.2f} s, goes in {contact.release:.2f} s"
    planned = "As the script has it" if is_planned(state, contact) else "Changed by hand"
    return f"{said}\n{when}\n{planned}; drag it, its ends, or the dots where the limbs set out and are back"


def of_row(row: Row) -> str:
    """What can be done where nothing lies."""
    return _ROWS.get(row.kind, "")
