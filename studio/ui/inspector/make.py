"""From a knob to what edits it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from studio.node.knob import Knob, KnobKind
from studio.ui.inspector.colour import ColourEditor
from studio.ui.inspector.editor import BoolEditor, ChoiceEditor, Editor, NumberEditor
from studio.ui.inspector.entries import EntriesEditor
from studio.ui.inspector.file import FileEditor
from studio.ui.inspector.plain_editors import OptionalEditor, SeedEditor, TextEditor, VectorEditor

EDITORS: dict[KnobKind, type[Editor]] = {
    "float": NumberEditor, "int": NumberEditor, "bool": BoolEditor, "text": TextEditor, "choice": ChoiceEditor,
    "colour": ColourEditor, "vector": VectorEditor, "file": FileEditor, "save": FileEditor, "seed": SeedEditor,
    "entries": EntriesEditor,
}  # fmt: skip


def make_editor(knob: Knob) -> Editor:
    """The editor of a knob."""
    if knob.optional:
        first = knob.default if knob.default is not None else first_value(knob)
        return OptionalEditor(knob, make_editor(replace(knob, optional=False, default=first)), first)
    return EDITORS[knob.kind](knob)


def first_value(knob: Knob) -> Any:
    """A value to begin with, for a knob whose default is none."""
    if knob.kind in ("float", "int", "seed"):
        low, high = (knob.range.low, knob.range.high) if knob.range else (0.0, 1.0)
        nearest = max(low, min(0.0, high))
        return nearest if knob.kind == "float" else int(nearest)
    if knob.kind in ("colour", "vector"):
        return (0.0,) * knob.size
    return {"bool": False, "choice": knob.choices[0] if knob.choices else "", "entries": ()}.get(knob.kind, "")
