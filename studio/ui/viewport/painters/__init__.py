"""Which painter shows a value: found by the type of what is shown, one file each (napari's idea)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studio.media.camera import Camera
from studio.media.depth import Depth
from studio.media.flow import Flow, Ids
from studio.media.image import Image
from studio.media.matte import Matte
from studio.media.motion import Motion, Pose
from studio.media.person import Person
from studio.media.rig import Rig
from studio.media.scene import Scene
from studio.media.suitability import Suitability
from studio.media.view import View, ViewPath
from studio.ui.viewport.painters.camera import CameraPainter
from studio.ui.viewport.painters.card import CardPainter
from studio.ui.viewport.painters.depth import DepthPainter
from studio.ui.viewport.painters.flow import FlowPainter
from studio.ui.viewport.painters.ids import IdsPainter
from studio.ui.viewport.painters.image import ImagePainter
from studio.ui.viewport.painters.matte import MattePainter
from studio.ui.viewport.painters.motions import MotionsPainter, PosesPainter
from studio.ui.viewport.painters.painter import Painter
from studio.ui.viewport.painters.people import PeoplePainter
from studio.ui.viewport.painters.rigs import RigsPainter
from studio.ui.viewport.painters.scene import ScenePainter
from studio.ui.viewport.painters.suitability import SuitabilityPainter
from studio.ui.viewport.painters.view import ViewPainter

PAINTERS: dict[type, Painter] = {
    Image: ImagePainter(),
    Matte: MattePainter(),
    Person: PeoplePainter(),
    Depth: DepthPainter(),
    Flow: FlowPainter(),
    Ids: IdsPainter(),
    Motion: MotionsPainter(),
    Pose: PosesPainter(),
    Rig: RigsPainter(),
    Camera: CameraPainter(),
    Suitability: SuitabilityPainter(),
    Scene: ScenePainter(),
    View: ViewPainter(),
    ViewPath: ViewPainter(),
}
"""By the type of the value, or of its items where it goes by person id."""

CARD = CardPainter()


def painter_for(value: Any) -> Painter:
    """What shows a value; a card where nothing better does."""
    if isinstance(value, Mapping):
        value = next(iter(value.values()), None)
    return next((PAINTERS[kind] for kind in type(value).__mro__ if kind in PAINTERS), CARD)
