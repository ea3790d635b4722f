"""What can be done to what is picked: each method is one command and one step of undo."""

from __future__ import annotations

from studio.ui.graph_editor.group_actions import GroupActions
from studio.ui.graph_editor.node_actions import NodeActions
from studio.ui.graph_editor.place_actions import PlaceActions


class Actions(NodeActions, GroupActions, PlaceActions):
    """All commands on what is picked."""
