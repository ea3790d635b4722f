"""Edits: pure functions from one graph to the next. What an edit leaves alone is shared between the two.

Every edit that cannot be done raises :class:`studio.media.errors.BadInput` with one line that says why, and the graph
that it was given is as it was. Edits that make something give back the new graph and the new thing's id.
"""

from studio.graph.edit.clipboard import copy_text, paste
from studio.graph.edit.groups import expose, group, hide, inside, set_group, ungroup
from studio.graph.edit.insert import insert_on_link, reroute
from studio.graph.edit.knobs import (
    clear_curve,
    clear_key,
    link_knob,
    replace_media,
    set_curve,
    set_key,
    set_knob,
    unlink_knob,
)
from studio.graph.edit.layout import add_frame, move, remove_frame, rename, set_about, set_frame, set_shot
from studio.graph.edit.links import link, unlink
from studio.graph.edit.nodes import add, bypass, fresh_id, remove
from studio.graph.edit.timeline import move_marker, remove_marker, set_marker, set_play

__all__ = [
    "add",
    "add_frame",
    "bypass",
    "clear_curve",
    "clear_key",
    "copy_text",
    "expose",
    "fresh_id",
    "group",
    "hide",
    "insert_on_link",
    "inside",
    "link",
    "link_knob",
    "move",
    "move_marker",
    "paste",
    "remove",
    "remove_frame",
    "remove_marker",
    "rename",
    "replace_media",
    "reroute",
    "set_about",
    "set_curve",
    "set_frame",
    "set_group",
    "set_key",
    "set_knob",
    "set_marker",
    "set_play",
    "set_shot",
    "ungroup",
    "unlink",
    "unlink_knob",
]  # fmt: skip
