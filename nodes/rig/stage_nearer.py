"""A camera that comes nearer: people grow by more than what lies behind them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nodes.rig.actor import Stand
from nodes.rig.grown import growth, lowest, shares_behind
from nodes.rig.puppet import scaled
from nodes.rig.stage_drawing import StageDrawing
from studio.gl.canvas import box_of
from studio.media.depth import Depth
from studio.media.view import View


class Nearer:
    """Makes people larger about their feet for a camera that has come nearer.

    Somebody grows by that share of how much the camera has come nearer which is the share of the way to the background
    that lies behind them. They grow away from the middle of what is seen, from where they stand or are cut upwards.

    Args:
        stage: Who is drawn, farthest first.
        depth: Metres of the plate.
        amount: 0 leaves all as one flat picture, 1 is as the distances say.
    """

    def __init__(self, stage: StageDrawing, depth: Depth | None, amount: float) -> None:
        self.stage, self.amount = stage, amount
        rigs = [actor.rig for actor in stage.actors]
        if not amount or not rigs:
            self.amount = 0.0
            return
        self.share = shares_behind(rigs, depth, stage.plate.size)

    def __call__(self, stands: list[Stand], view: View) -> list[Stand]:
        """Everyone, farthest first, as large as a view shows them against the background."""
        if not self.amount or view.nearer <= 1 or view.window is None:
            return stands
        grows = [growth(view, self.amount, float(share)) for share in self.share]
        return [self._grown(stand, view, factor) for stand, factor in zip(stands, grows, strict=True)]

    def _grown(self, stand: Stand, view: View, factor: float) -> Stand:
        assert view.window is not None
        x0, _, x1, y1 = view.window
        low = min(lowest(stand.pose.vertices), y1)  # feet that nobody sees hold nobody
        pose = scaled(stand.pose, np.array([(x0 + x1) / 2, low], np.float32), factor)
        places = self.stage.grid.to_film(np.concatenate([*pose.vertices, np.zeros((0, 2), np.float32)]))
        box = box_of(places, self.stage.grid.size)
        return replace(stand, pose=pose, places=places, box=box, size=stand.size * factor)
