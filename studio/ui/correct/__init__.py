"""Working by hand inside the picture: poses, mattes, the roster, joints and face points of the photo."""

from __future__ import annotations

from studio.ui.correct.pose_actions import PoseActions
from studio.ui.correct.pose_tool import PoseTool
from studio.ui.session import Session
from studio.ui.viewport.panel import ViewportPanel


def add_tools(session: Session, viewport: ViewportPanel) -> None:
    """Give a viewport the tools to correct by hand."""
    pose = PoseTool(session, viewport)
    pose.actions = PoseActions(session, pose, viewport)
    viewport.add_tool(pose)
