"""A prompt put into a graph, and what comes of it."""

from __future__ import annotations

import numpy as np

from studio import app
from studio.engine.cancel import Cancel
from studio.graph.edit import set_knob
from studio.graph.graph import Graph
from studio.media.errors import BadInput
from studio.media.motion import Motions
from studio.media.script import Script

LONGEST = 600.0
"""Seconds of the longest film that a prompt makes."""
AFTER = 0.8
"""Seconds that a film goes on after the last thing that is done."""

DIRECTED = "directed"
"""The preset whose people do what a prompt says."""


def prompted(studio: app.Studio, graph: Graph, prompt: str) -> Graph:
    """The graph with a prompt for whoever writes its script. BadInput where nobody does."""
    writers = app.find_all(graph, "write_script")
    if not writers:
        raise BadInput(f"--prompt needs a preset with a write_script node: leave --preset out, or take {DIRECTED}")
    for name in writers:
        graph = set_knob(graph, studio.library, name, "prompt", prompt)
    return graph


def not_understood(studio: app.Studio, graph: Graph, cancel: Cancel) -> list[str]:
    """A line for everything in the prompt that was not understood; the node itself tells it only when it computes.

    BadInput where there are people, and a prompt that gives none of them, and no camera, anything to do.
    """
    script: Script = studio.pull(graph, "write_script", cancel=cancel)
    if not script.beats and not script.camera and _said(graph) and studio.pull(graph, "detect_people", cancel=cancel):
        strange = f" (not understood: {', '.join(script.not_understood)[:200]})" if script.not_understood else ""
        raise BadInput(f"the prompt gives nobody anything to do{strange}; say who does what: 'the woman in red waves'")
    return [f"not understood: {phrase}" for phrase in script.not_understood]


def _said(graph: Graph) -> bool:
    """Whether there is a prompt at all; without one the picture decides."""
    return any(str(graph.nodes[name].knobs.get("prompt", "")).strip() for name in app.find_all(graph, "write_script"))


def last_act(studio: app.Studio, graph: Graph, cancel: Cancel) -> float:
    """Seconds until the last thing that is done is over; 0 where the prompt gives nobody anything to do."""
    paced = bool(app.find_all(graph, "pace_script"))
    script: Script = studio.pull(graph, "pace_script" if paced else "write_script", cancel=cancel)
    if not script.beats and not script.camera:
        return 0.0
    motions: Motions = studio.pull(graph, "choose_motion", cancel=cancel)
    acts = [np.flatnonzero(motion.channels["action"]) / motion.fps for motion in motions.values()
            if "action" in motion.channels]  # fmt: skip
    return max([float(script.duration), *(float(act[-1]) for act in acts if len(act))]) + AFTER
