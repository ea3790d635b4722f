"""A prompt put into a graph: it is written as a script that the people of the graph play."""

from __future__ import annotations

import numpy as np

from studio import app
from studio.engine.cancel import Cancel
from studio.graph.build import Builder
from studio.graph.edit import set_knob
from studio.graph.edit.links import link
from studio.graph.graph import Graph, Source
from studio.graph.walk import consumers
from studio.media.errors import BadInput
from studio.media.motion import Motions
from studio.media.script import Script

LONGEST = 600.0
"""Seconds of the longest film that a prompt makes."""
AFTER = 0.8
"""Seconds that a film goes on after the last thing that is done."""

ASKED_SIDEWAYS = 0.08
"""How far heads go to either side where somebody asks for something, in heights: a dance is to be seen."""


def prompted(studio: app.Studio, graph: Graph, prompt: str) -> Graph:
    """The graph with a script between its people and what they do. BadInput where the preset has no such place."""
    found = app.find_all(graph, "choose_motion")
    if not found or "people" not in graph.nodes[found[0]].inputs:
        raise BadInput("--prompt needs a preset whose motion is chosen by a choose_motion node")
    people = graph.nodes[found[0]].inputs["people"]
    build = Builder(studio.library, graph)
    script = build.write_script(app.find(graph, "load_photo"), people, prompt=prompt)
    for place in app.find_all(graph, "place_people"):
        inputs = graph.nodes[place].inputs
        if {"rigs", "camera"} <= set(inputs):
            script = build.pace_script(script, people, inputs["rigs"], inputs["camera"])
    script = build.react(script, people, dodging=0.0)  # who is to be pushed is pushed
    graph = build.graph
    for name in found:
        graph = link(graph, studio.library, script.node, name, "script")
    for retargeted in app.find_all(graph, "retarget_motion"):
        graph = set_knob(graph, studio.library, retargeted, "sideways", ASKED_SIDEWAYS)
        graph = _joined(studio, graph, retargeted, people, script.out)
    return graph


def _joined(studio: app.Studio, graph: Graph, retargeted: str, people: Source, script: Source) -> Graph:
    """The graph in which people touch as the script has it: by a node that is there, or by one put after all others."""
    rigs = graph.nodes[retargeted].inputs.get("rigs")
    if rigs is None:
        return graph
    build = Builder(studio.library, graph)
    contacts = build.plan_contacts(people, rigs, script).out
    source = Source(retargeted, "out")
    while (after := _next(build.graph, source, "place_people")) is not None:
        source = Source(after, "out")
        for socket, read in (("script", script), ("contacts", contacts)):
            build.graph = link(build.graph, studio.library, read, after, socket)
    joined = _next(build.graph, source, "join_people")
    if joined is not None:
        graph = link(build.graph, studio.library, contacts, joined, "contacts")
        return link(graph, studio.library, script, joined, "script")
    readers = consumers(build.graph).get(source.node, ())
    joined = build.join_people(rigs, source, contacts, script).node
    graph = build.graph
    for reader, socket in readers:
        graph = link(graph, studio.library, joined, reader, socket)
    return graph


def _next(graph: Graph, source: Source, kind: str) -> str | None:
    """The node of a type that reads motions from another one."""
    readers = consumers(graph).get(source.node, ())
    return next((name for name, socket in readers if graph.nodes[name].type == kind and socket == "motions"), None)


def not_understood(studio: app.Studio, graph: Graph, cancel: Cancel) -> list[str]:
    """A line for everything in the prompt that was not understood; the node itself tells it only when it computes."""
    script: Script = studio.pull(graph, "write_script", cancel=cancel)
    return [f"not understood: {phrase}" for phrase in script.not_understood]


def last_act(studio: app.Studio, graph: Graph, cancel: Cancel) -> float:
    """Seconds until the last thing that is done is over; 0 where the prompt gives nobody anything to do."""
    paced = bool(app.find_all(graph, "pace_script"))
    script: Script = studio.pull(graph, "pace_script" if paced else "write_script", cancel=cancel)
    if not script.beats:
        return 0.0
    motions: Motions = studio.pull(graph, "choose_motion", cancel=cancel)
    acts = [np.flatnonzero(motion.channels["action"]) / motion.fps for motion in motions.values()
            if "action" in motion.channels]  # fmt: skip
    return max([float(script.duration), *(float(act[-1]) for act in acts if len(act))]) + AFTER
