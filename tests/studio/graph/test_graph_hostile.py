"""Project files from strangers: one clear line, whatever they hold."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.graph import edit, project, strict_json
from studio.graph.build import Builder
from studio.graph.check import check
from studio.graph.graph import Graph
from studio.graph.project_read import read_project
from studio.media.errors import BadInput
from studio.node.library import Library

NODE: dict[str, Any] = {"id": "a", "type": "blur"}


def _project(**fields: Any) -> str:
    return json.dumps({"format": "vivant", "version": 1} | fields)


def _refused(text: str, library: Library) -> str:
    with pytest.raises(BadInput) as caught:
        project.loads(text, library)
    message = str(caught.value)
    assert message and "\n" not in message and len(message) < 400
    return message


def test_every_hostile_json_file_is_refused_in_one_line(data: Path, library: Library) -> None:
    files = sorted((data / "hostile" / "json").iterdir())
    assert len(files) > 20
    for file in files:
        with pytest.raises(BadInput) as caught:
            project.load(file, library)
        assert "\n" not in str(caught.value), file.name


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1"),
        ("null", "no Vivant project"),
        ("[]", "no Vivant project"),
        ('{"format": "vivant"}', "its version"),
        ('{"format": "vivant", "version": "1"}', "its version"),
        ('{"format": "vivant", "version": true}', "its version"),
        ('{"format": "vivant", "version": 0}', "no Vivant ever wrote"),
        ('{"format": "vivant", "version": 1, "version": 1}', "said twice"),
        ('{"format": "vivant", "version": 1, "notes": "\\u0000"}', "null character"),
        ('{"format": "vivant", "version": 1, "notes": "\\ud800"}', "surrogate"),
        ('{"format": "vivant", "version": 1, "x": NaN}', "NaN"),
        ('{"format": "vivant", "version": 1, "x": 1e999}', "finite"),
        ('{"format": "vivant", "version": 1, "x": ' + "9" * 5000 + "}", "64 bits"),
        ('{"format": "vivant", "version": 1, "x": ' + "[" * 500 + "]" * 500 + "}", "nested deeper"),
        ('{"format": "vivant", "version": 1, "x": "' + '\\"' * 100_000, "closing quote"),
        ('{"format": "vivant", "version": 1, "x": "half', "closing quote"),
        ('{"format": "vivant", "version": 1', "line 1"),
    ],
)
def test_text_that_is_no_project_is_refused(library: Library, text: str, message: str) -> None:
    assert message in _refused(text, library)


FIELDS = ("name", "notes", "tags", "shot", "ids", "exposed", "media", "groups", "frames", "nodes", "requires")


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", [7, [7], {"a": []}, [[]], [{}], [{"id": 3}], "text", False])
def test_a_field_of_the_wrong_kind_is_refused_or_harmless(library: Library, field: str, value: object) -> None:
    try:
        found = project.loads(_project(**{field: value}), library)
    except BadInput as error:
        assert "\n" not in str(error)
    else:
        assert project.loads(project.dumps(found.graph, library), library).placeholders == ()


@pytest.mark.parametrize(
    "field",
    [{"id": ""}, {"id": "../x"}, {"id": "a.b"}, {"id": "x" * 500}, {"type": None}, {"type": ""}, {"version": 1.5},
     {"at": [1]},
     {"at": [1, "2"]}, {"at": [1e300, 0]}, {"inputs": []}, {"inputs": {"image": 3}}, {"inputs": {"image": "b"}},
     {"inputs": {"image": "b.out.x"}}, {"knobs": 3}, {"curves": {"radius": []}}, {"curves": {"radius": [[]]}},
     {"curves": {"radius": [[[0, 1]]]}}, {"curves": {"radius": [[[0, 1, "spline"]]]}},
     {"curves": {"radius": [[[1, 1, "linear"], [0, 1, "linear"]]]}},
     {"curves": {"radius": [[[0, 1, "bezier", [1, 0], [0, 0]]]]}}, {"links": {"radius": ["b", "radius"]}},
     {"bypass": 1}, {"title": 3}, {"group": None}],
)  # fmt: skip
def test_a_node_that_says_nonsense_is_refused_by_name(library: Library, field: dict[str, object]) -> None:
    assert "is damaged" in _refused(_project(nodes=[NODE | field]), library)


def test_an_id_that_comes_twice_is_refused(library: Library) -> None:
    assert "a twice" in _refused(_project(nodes=[NODE, NODE]), library)
    assert "both a node and a group" in _refused(_project(nodes=[NODE], groups=[{"id": "a"}]), library)


def test_circles_of_links_groups_and_knobs_are_refused_with_who_is_in_them(library: Library) -> None:
    links = [NODE | {"inputs": {"image": "b.out"}}, NODE | {"id": "b", "inputs": {"image": "a.out"}}]
    assert "links go in a circle (a > b > a)" in _refused(_project(nodes=links), library)
    assert "circle (a > a)" in _refused(_project(nodes=[NODE | {"inputs": {"image": "a.out"}}]), library)
    groups = [{"id": "g", "parent": "h"}, {"id": "h", "parent": "g"}]
    assert "groups go in a circle" in _refused(_project(groups=groups), library)
    knobs = [NODE | {"links": {"radius": "b.radius"}}, NODE | {"id": "b", "links": {"radius": "a.radius"}}]
    assert "linked knobs go in a circle" in _refused(_project(nodes=knobs), library)


def test_a_circle_of_ten_thousand_nodes_is_refused_without_recursion(library: Library) -> None:
    nodes = [{"id": f"n{i}", "type": "x", "inputs": {"s": f"n{(i + 1) % 10_000}.out"}} for i in range(10_000)]
    assert "circle" in _refused(_project(nodes=nodes), library)
    groups = [{"id": f"g{i}", "parent": f"g{(i + 1) % 10_000}"} for i in range(10_000)]
    assert "circle" in _refused(_project(groups=groups), library)


def test_links_to_what_is_not_in_the_file_are_kept_and_noted(library: Library) -> None:
    nodes = [NODE | {"inputs": {"image": "gone.out"}, "links": {"radius": "gone.radius"}, "group": "gone"}]
    found = project.loads(_project(nodes=nodes, groups=[{"id": "g", "parent": "gone"}]), library)
    assert len(found.notes) == 4
    assert not found.graph.nodes["a"].inputs
    assert '"image": "gone.out"' in project.dumps(found.graph, library)


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../../../etc/passwd", "\\\\host\\share\\a.png", "C:\\a.png", "//host/x"]
)
def test_a_path_is_read_as_text_and_never_looked_at(
    library: Library, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = _project(nodes=[{"id": "a", "type": "load_photo", "knobs": {"path": path}}], media=[{"path": path}])
    (tmp_path / "x.vivant").write_text(text)
    read = strict_json.parse(text)
    monkeypatch.setattr(os, "stat", _fail)
    monkeypatch.setattr(os, "open", _fail)
    found = read_project(read, library, tmp_path)
    assert len(found.notes) == 1


def _fail(*_: object, **__: object) -> None:
    raise AssertionError("a file was looked at")


def test_a_file_that_is_no_regular_file_or_too_large_is_refused(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "missing", Path("/dev/zero")):
        with pytest.raises(BadInput):
            project.load(path, library)
    monkeypatch.setattr("studio.graph.text_file.LARGEST", 10)
    monkeypatch.setattr("studio.graph.strict_json.LARGEST", 10)
    (tmp_path / "big.vivant").write_text(_project())
    with pytest.raises(BadInput, match="no project has more than 10"):
        project.load(tmp_path / "big.vivant", library)
    with pytest.raises(BadInput, match="no project has more than 10"):
        project.loads(_project(), library)


def test_what_is_said_of_a_strangers_file_is_one_line_that_commands_no_terminal(library: Library) -> None:
    knobs = {"path": "a\n\x1b[31mb" + "x" * 9999, "odd\nname": 1}
    text = _project(nodes=[{"id": "a", "type": "load_photo", "knobs": knobs, "inputs": {"\x1b]0;": "b.c"}}])
    found = project.loads(text, library)
    said = [*found.notes, *(problem.message for problem in check(found.graph, library))]
    assert len(said) == 3
    assert all(line.isprintable() and len(line) <= 300 for line in said)
    assert found.graph.nodes["a"].knobs["path"] == knobs["path"]


def _sample(library: Library) -> str:
    build = Builder(library)
    build.load_photo(path="photos/bus.jpg")
    build.chain("split", "blur", "place")
    graph: Graph = edit.set_key(build.graph, library, "blur_1", "radius", 0.5, 3)
    graph = edit.set_knob(graph, library, "place_1", "keys", [{"a": 1}])
    graph, inner = edit.group(graph, ["blur_1"])
    graph = edit.expose(graph, library, "blur_1", "radius", group=inner)
    return project.dumps(edit.add_frame(graph)[0], library)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_text_is_read_or_refused_but_never_crashes(library: Library, data: st.DataObject) -> None:
    text = _sample(library)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        until = data.draw(st.integers(at, min(len(text), at + 12)))
        with_ = st.sampled_from(
            ['"', "{", "}", "[", "]", ",", ":", "0", "-", "1e400", "null", "true", '"a_1.out"', '""', "\\"]
        )
        text = text[:at] + data.draw(st.one_of(st.just(""), st.text(max_size=5), with_)) + text[until:]
    _read_or_refuse(text, library)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 2**65) | st.floats() | st.text(max_size=4) | st.just("blur_1.out"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["id", "a", "radius", "type"]), inner),
    max_leaves=6,
)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_project_with_a_strange_value_anywhere_is_read_or_refused(library: Library, data: st.DataObject) -> None:
    record = json.loads(_sample(library))
    places = [*_places(record)]
    for _ in range(data.draw(st.integers(1, 3))):
        holder, key = data.draw(st.sampled_from(places))
        holder[key] = data.draw(JSON)
    _read_or_refuse(json.dumps(record), library)


def _places(value: Any) -> Any:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield value, key
        yield from _places(item)


def _read_or_refuse(text: str, library: Library) -> None:
    try:
        found = project.loads(text, library)
    except BadInput as error:
        assert "\n" not in str(error)
        return
    again = project.dumps(found.graph, library)
    assert project.dumps(project.loads(again, library).graph, library) == again
    project.dumps(found.graph, library, portable=True)
    check(found.graph, library)
