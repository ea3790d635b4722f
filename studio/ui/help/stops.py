"""What the tour says."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from studio.ui.help.tour import Stop


def stops(viewport: QWidget, docks: Mapping[str, QWidget]) -> tuple[Stop, ...]:
    """The five steps through a window."""
    return (
        Stop("The picture", "What the film shows now. Number keys switch: 1 film, 2 photo, 3 people, 5 depth. Space "
             "plays.", lambda: viewport),
        Stop("The people", "Everybody who was found. Click one, then drag a hand, an elbow or the hips in the picture "
             "to correct the motion.", lambda: docks["People"]),
        Stop("The timeline", "Drag the playhead. Each person's beats lie here: move, trim, cross-fade. Keys of the "
             "knobs too.", lambda: docks["Timeline"]),
        Stop("The graph", "Every step is a node. Tab adds one, D bypasses one; drag from a socket to link. Undo takes "
             "back anything.", lambda: docks["Graph"]),
        Stop("The inspector", "The knobs of what is selected. The diamond, or K, sets a key. With nothing selected: "
             "motion, seed, shot. Ctrl+E renders the film.", lambda: docks["Inspector"]),
    )  # fmt: skip
