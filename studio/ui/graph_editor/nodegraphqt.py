"""The one place where NodeGraphQt is imported: its view, its items; neither its graph, its undo nor its files.

Our document is the truth. Of NodeGraphQt we take the widget that shows a scene of nodes and the items in it, and give
them our own painting, hit testing and gestures.
"""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF, QRectF
    from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QGraphicsView, QWidget

    class NodeViewer(QGraphicsView):
        """NodeGraphQt's view of a scene."""

        _scene_range: QRectF

        def __init__(self, parent: QWidget | None = None, undo_stack: Any = None) -> None: ...
        def _set_viewer_pan(self, pos_x: float, pos_y: float) -> None: ...
        def _update_scene(self) -> None: ...

    class AbstractNodeItem(QGraphicsItem):
        """NodeGraphQt's node."""

        id: str
        name: str
        xy_pos: Any
        _width: float
        _height: float

        def __init__(self, name: str = "", parent: QGraphicsItem | None = None) -> None: ...

    class BackdropNodeItem(AbstractNodeItem):
        """NodeGraphQt's backdrop."""

        _sizer: QGraphicsItem

        def __init__(self, name: str = "", text: str = "", parent: QGraphicsItem | None = None) -> None: ...

    class PipeItem(QGraphicsPathItem):
        """NodeGraphQt's link."""

        _dir_pointer: QGraphicsItem

        def __init__(self, input_port: Any = None, output_port: Any = None) -> None: ...
        def draw_path(self, start_port: Any, end_port: Any = None, cursor_pos: QPointF | None = None) -> None: ...

else:
    os.environ.setdefault("QT_PREFERRED_BINDING", "PySide6")
    with warnings.catch_warnings():
        # it reads Qt's version with distutils, which Python has given up
        warnings.simplefilter("ignore", DeprecationWarning)
        from NodeGraphQt.qgraphics.node_abstract import AbstractNodeItem
        from NodeGraphQt.qgraphics.node_backdrop import BackdropNodeItem
        from NodeGraphQt.qgraphics.pipe import PipeItem
        from NodeGraphQt.widgets.viewer import NodeViewer

__all__ = ["AbstractNodeItem", "BackdropNodeItem", "NodeViewer", "PipeItem"]
