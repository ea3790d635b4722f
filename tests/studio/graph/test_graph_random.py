"""Random edits: undo, redo, file, journal and difference always agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.graph import edit, project
from studio.graph.difference import difference
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.journal import Journal, recover
from studio.graph.walk import cycle
from studio.media.errors import BadInput
from studio.node.library import Library

KINDS = ("load_photo", "blur", "place", "merge", "estimate_depth", "split", "reroute", "switch")
VALUES: dict[str, Any] = {
    "radius": st.floats(-10, 600),
    "times": st.integers(-1, 20),
    "offset": st.tuples(st.floats(-9, 9), st.floats(-9, 9)),
    "kind": st.sampled_from(["box", "gauss", "odd"]),
    "path": st.just("a.jpg"),
    "which": st.integers(0, 1),
}
WHATS = (
    "add add link link link unlink set set key key clear knob remove heal bypass move group ungroup expose shot "
    "reroute insert paste about frame"
)


def _place(graph: Graph) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(graph.nodes) or ["none"])


def _inserted(graph: Graph, library: Library, node: str, socket: str) -> Graph:
    graph, new = edit.add(graph, library, "blur")
    return edit.insert_on_link(graph, library, new, node, socket)


def _cleared(graph: Graph, library: Library) -> Graph:
    """A key taken away where there is one."""
    for name, node in sorted(graph.nodes.items()):
        for knob, curve in sorted(node.curves.items()):
            return edit.clear_key(graph, library, name, knob, curve.keys[0][0].time)
    return graph


def _edit(data: st.DataObject, library: Library, graph: Graph) -> Any:
    """One edit of any kind, quite often one that cannot be done."""
    one, other = data.draw(_place(graph)), data.draw(_place(graph))
    groups = st.sampled_from(sorted(graph.groups) or ["none"])
    kind = library.get(graph.nodes[one].type if one in graph.nodes else "")
    knob = data.draw(
        st.sampled_from([knob.name for knob in kind.knobs if knob.name in VALUES] or ["radius"] if kind else ["radius"])
    )
    socket = data.draw(st.sampled_from([socket.name for socket in kind.inputs] or ["image"] if kind else ["image"]))
    value, time = data.draw(VALUES[knob]), data.draw(st.sampled_from([0.0, 0.5, 2.0]))
    what = data.draw(st.sampled_from(WHATS.split()))
    return {
        "add": lambda g: edit.add(g, library, data.draw(st.sampled_from(KINDS))),
        "link": lambda g: edit.link(g, library, other, one, socket),
        "unlink": lambda g: edit.unlink(g, one, socket),
        "set": lambda g: edit.set_knob(g, library, one, knob, value),
        "key": lambda g: edit.set_key(g, library, one, knob, time, value),
        "clear": lambda g: _cleared(g, library),
        "knob": lambda g: edit.link_knob(g, library, one, knob, other, knob),
        "remove": lambda g: edit.remove(g, {one, other}),
        "heal": lambda g: edit.remove(g, [one], library),
        "bypass": lambda g: edit.bypass(g, one, not g.nodes[one].bypass if one in g.nodes else True),
        "move": lambda g: edit.move(g, {one: (time, 3)}),
        "group": lambda g: edit.group(g, [one, other]),
        "ungroup": lambda g: edit.ungroup(g, data.draw(groups)),
        "expose": lambda g: edit.expose(g, library, one, knob),
        "shot": lambda g: edit.set_shot(g, last=int(time * 10)),
        "reroute": lambda g: edit.reroute(g, library, one, socket),
        "insert": lambda g: _inserted(g, library, one, socket),
        "paste": lambda g: edit.paste(g, library, edit.copy_text(g, library, [one, other]), linked=True)[0],
        "about": lambda g: edit.set_about(g, notes=f"{one} {time}"),
        "frame": lambda g: edit.add_frame(g, title=one),
    }[what]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.data())
def test_random_edits_undo_and_redo_and_survive_file_and_journal(
    library: Library, chain: Graph, tmp_path: Path, data: st.DataObject
) -> None:
    journal = tmp_path / "journal"
    journal.unlink(missing_ok=True)
    document = Document(library, chain, journal=Journal(journal))
    first = document.graph
    seen = [first]
    for _ in range(data.draw(st.integers(5, 25))):
        before = document.graph
        try:
            document.apply(_edit(data, library, document.graph))
        except BadInput as error:
            assert "\n" not in str(error)
            assert document.graph is before
        if document.graph is not before:
            seen.append(document.graph)
            assert difference(before, document.graph)
        assert not cycle(document.graph)
    _same_in_a_file(document.graph, library)
    if len(seen) > 1:
        found = recover(journal, library).loaded.graph
        assert project.dumps(found, library) == project.dumps(document.graph, library)
    for graph in reversed(seen):
        assert document.graph is graph
        document.undo()
    assert document.graph is first
    for graph in seen[1:]:
        assert document.redo() and document.graph is graph


def _same_in_a_file(graph: Graph, library: Library) -> None:
    text = project.dumps(graph, library)
    found = project.loads(text, library)
    assert found.placeholders == ()
    assert project.dumps(found.graph, library) == text
    for name, node in graph.nodes.items():
        assert vars(found.graph.nodes[name]) == vars(node)
