"""The presets that there are: those that the program carries, and the artist's own."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from studio.files.resources import resource_folder
from studio.graph.preset import Preset, list_presets
from studio.graph.sockets import Types
from studio.ui.places import own_presets


class Shown(NamedTuple):
    """A preset, and whether it is the artist's own."""

    preset: Preset
    own: bool


def shown_presets(library: Types) -> list[Shown]:
    """Every preset: the artist's own first."""
    mine = [Shown(preset, True) for preset in list_presets(own_presets(), library)]
    return [*mine, *(Shown(preset, False) for preset in list_presets(resource_folder("presets"), library))]


def picture_of(path: Path) -> Path:
    """Where a preset's thumbnail lies, beside it; it may not be there."""
    return path.with_suffix(".jpg")


def matches(preset: Preset, text: str) -> bool:
    """Whether every word of a search is somewhere in a preset's name, tags or notes."""
    words = " ".join((preset.name, *preset.tags, preset.notes)).casefold()
    return all(word in words for word in text.casefold().split())
