"""Which painter shows a value: found by the type of what is shown, one file each (napari's idea)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studio.media.image import Image
from studio.ui.viewport.painters.card import CardPainter
from studio.ui.viewport.painters.image import ImagePainter
from studio.ui.viewport.painters.painter import Painter

PAINTERS: dict[type, Painter] = {Image: ImagePainter()}
"""By the type of the value, or of its items where it goes by person id."""

CARD = CardPainter()


def painter_for(value: Any) -> Painter:
    """What shows a value; a card where nothing better does."""
    if isinstance(value, Mapping):
        value = next(iter(value.values()), None)
    return next((PAINTERS[kind] for kind in type(value).__mro__ if kind in PAINTERS), CARD)
