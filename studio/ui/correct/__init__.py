"""Working by hand inside the picture: poses, mattes, the roster, joints and face points of the photo, marks."""

from __future__ import annotations

from studio.ui.correct.mark_tool import MarkTool
from studio.ui.correct.matte_tool import MatteTool
from studio.ui.correct.pose_actions import PoseActions
from studio.ui.correct.pose_tool import PoseTool
from studio.ui.correct.relation_tool import RelationTool
from studio.ui.correct.rest_tool import RestTool
from studio.ui.correct.roster_tool import RosterTool
from studio.ui.session import Session
from studio.ui.viewport.panel import ViewportPanel


def add_tools(session: Session, viewport: ViewportPanel) -> None:
    """Give a viewport the tools to correct by hand."""
    pose = PoseTool(session, viewport)
    pose.actions = PoseActions(session, pose, viewport)
    roster = RosterTool(session, viewport)
    for tool in (pose, MatteTool(session, viewport), RestTool(session, viewport), roster):
        viewport.add_tool(tool)
    viewport.add_tool(RelationTool(session, viewport))
    viewport.add_tool(MarkTool(session, viewport))
    session.commands.add(
        "people.add", "Add a person", lambda: viewport.use_tool(roster.title), group="Edit", owner=viewport,
        tip="Draw a box around somebody who was missed", icon="mdi6.account-plus-outline",
    )  # fmt: skip
