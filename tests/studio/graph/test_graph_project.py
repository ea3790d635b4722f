"""The project file: what it says, what survives it, upgrades."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studio.graph import edit, project, project_read, project_write
from studio.graph.difference import difference
from studio.graph.graph import Graph
from studio.media.errors import BadInput
from studio.media.image import Image
from studio.node import node
from studio.node.knob import Pixels
from studio.node.library import Library


@pytest.fixture
def rich(library: Library, chain: Graph, tmp_path: Path) -> Graph:
    """A graph with one of everything."""
    photo = tmp_path / "photos" / "bus.jpg"
    photo.parent.mkdir()
    photo.write_bytes(b"a bus")
    graph = edit.set_knob(chain, library, "load_photo_1", "path", str(photo))
    graph = edit.set_key(graph, library, "blur_1", "radius", 0.0, 2)
    graph = edit.set_key(graph, library, "blur_1", "radius", 1.5, 20, "linear")
    graph = edit.set_curve(graph, library, "blur_1", "radius", graph.nodes["blur_1"].curves["radius"].smooth())
    graph = edit.link_knob(graph, library, "blur_2", "radius", "blur_1", "radius")
    graph = edit.set_knob(graph, library, "place_1", "keys", [{"id": "p1", "box": [1, 2.5, None], "on": True}])
    graph = edit.bypass(edit.rename(graph, "blur_2", "Weich & schön"), "blur_2")
    graph, inner = edit.group(graph, ["blur_1"], "Soft")
    graph, _ = edit.group(graph, [inner, "place_1"])
    graph = edit.expose(edit.expose(graph, library, "blur_1", "radius", "Soft", inner), library, "blur_1", "times")
    graph, _ = edit.add_frame(graph, title="Front")
    graph, _ = edit.reroute(graph, library, "blur_2", "image")
    graph, _ = edit.add(graph, library, "write_movie", clip="place_1", path=str(tmp_path / "out" / "film.mp4"))
    graph = edit.set_shot(graph, size=(1280, 720), fps=23.976, last=47)
    return edit.set_about(graph, name="Bus", notes="two\nlines", tags=["street"])


def test_a_loaded_project_is_the_saved_graph_and_saves_to_the_same_bytes(
    library: Library, rich: Graph, tmp_path: Path
) -> None:
    path = tmp_path / "shot.vivant"
    saved = project.save(path, rich, library)
    found = project.load(path, library)
    assert found.placeholders == found.notes == ()
    assert not difference(saved, found.graph).about
    first = path.read_bytes()
    project.save(path, found.graph, library)
    assert path.read_bytes() == first


def test_everything_in_a_graph_survives_its_file(library: Library, rich: Graph, tmp_path: Path) -> None:
    project.save(tmp_path / "shot.vivant", rich, library)
    graph = project.load(tmp_path / "shot.vivant", library).graph
    for name, was in rich.nodes.items():
        now = graph.nodes[name]
        assert vars(now) == vars(was), name
    assert {name: vars(group) for name, group in graph.groups.items()} == {n: vars(g) for n, g in rich.groups.items()}
    assert {name: vars(frame) for name, frame in graph.frames.items()} == {n: vars(f) for n, f in rich.frames.items()}
    assert (graph.shot, graph.exposed, graph.name, graph.notes, graph.tags, graph.counters) == (
        rich.shot, rich.exposed, rich.name, rich.notes, rich.tags, rich.counters,
    )  # fmt: skip


def test_one_node_is_on_one_line_and_only_what_differs_is_said(library: Library, chain: Graph) -> None:
    text = project.dumps(edit.set_knob(chain, library, "blur_2", "radius", 9), library)
    lines = [line.strip().rstrip(",") for line in text.splitlines() if '"type": "blur"' in line]
    assert lines == [
        '{"id": "blur_1", "type": "blur", "version": 1, "at": [240.0, 0.0], "inputs": {"image": "load_photo_1.out"}}',
        '{"id": "blur_2", "type": "blur", "version": 1, "at": [480.0, 0.0], "inputs": {"image": "blur_1.out"}, '
        '"knobs": {"radius": 9.0}}',
    ]


def test_a_changed_knob_changes_one_line(library: Library, rich: Graph) -> None:
    before = project.dumps(rich, library).splitlines()
    after = project.dumps(edit.set_knob(rich, library, "blur_1", "times", 5), library).splitlines()
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_nodes_are_written_in_the_order_in_which_a_person_counts(library: Library) -> None:
    graph = Graph()
    for _ in range(11):
        graph, _ = edit.add(graph, library, "load_photo")
    ids = [entry["id"] for entry in json.loads(project.dumps(graph, library))["nodes"]]
    assert ids == [f"load_photo_{number}" for number in range(1, 12)]


def test_what_is_not_known_here_is_kept_shown_and_written_again(library: Library) -> None:
    text = _project(
        [
            {"id": "a", "type": "warp_time", "version": 7, "at": [0.0, 0.0], "inputs": {"x": "b.out"},
             "knobs": {"amount": 3, "list": [1, {"z": None}]}, "colour": "red"},
            {"id": "b", "type": "blur", "version": 1, "at": [0.0, 0.0], "inputs": {"image": "a.film", "odd": "a.film"},
             "knobs": {"radius": 9.0, "sheen": 0.5}, "curves": {"sheen": [[[0.0, 1.0, "linear"]]]},
             "links": {"gloss": "a.amount"}},
        ],
        future={"nested": [1, 2]}, shot={"size": [0, 0], "fps": 24.0, "first": 0, "last": 95, "shutter": 180},
    )  # fmt: skip
    text = text.replace('"x": "b.out"', '"x": "c.out"')
    found = project.loads(text, library)
    assert [(one.node, one.type) for one in found.placeholders] == [("a", "warp_time")]
    assert len(found.notes) == 5
    assert dict(found.graph.nodes["b"].knobs) == {"radius": 9.0}
    assert json.loads(project.dumps(found.graph, library)) == json.loads(text) | {
        "requires": {"blur": 1, "warp_time": 7}
    }
    again = project.loads(project.dumps(found.graph, library), library)
    assert project.dumps(again.graph, library) == project.dumps(found.graph, library)


def test_a_kept_knob_comes_to_life_where_its_node_type_is_known(library: Library) -> None:
    stored = project.loads(_project([{"id": "a", "type": "blur", "knobs": {"radius": 9}}]), Library()).graph
    assert project.loads(project.dumps(stored, Library()), library).graph.nodes["a"].knobs["radius"] == 9.0


def test_a_value_that_a_knob_does_not_allow_is_kept_and_noted(library: Library) -> None:
    found = project.loads(_project([{"id": "a", "type": "blur", "knobs": {"radius": 9999}}]), library)
    assert found.graph.nodes["a"].knobs["radius"] == 9999
    assert found.notes == ("a.radius: wants 0 to 512 px, not 9999",)


def test_a_project_of_format_1_is_read_and_written_as_ever(library: Library) -> None:
    text = (Path(__file__).parent / "format_1.vivant").read_text(encoding="utf-8")
    found = project.loads(text, library)
    assert [one.node for one in found.placeholders] == ["warp_time_1"]
    assert found.graph.nodes["blur_1"].curves["radius"].at(0.75) == pytest.approx(11.0)
    assert project.dumps(found.graph, library) == text


def test_a_file_of_a_newer_format_is_refused_with_what_to_do(library: Library) -> None:
    with pytest.raises(BadInput, match="format 99, this Vivant reads up to 1: use a newer Vivant"):
        project.loads('{"format": "vivant", "version": 99, "nodes": "who knows"}', library)


def test_older_formats_are_upgraded_step_by_step(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_read, "FORMAT", 3)
    steps = {1: lambda file: file | {"title": file["called"]}, 2: lambda file: file | {"name": file["title"] + "!"}}
    monkeypatch.setattr(project_read, "UPGRADES", steps)
    assert project.loads('{"format": "vivant", "version": 1, "called": "Bus"}', library).graph.name == "Bus!"


def _grown() -> Library:
    def rename(stored: dict[str, Any]) -> dict[str, Any]:
        knobs, curves = stored["knobs"], stored.get("curves", {})
        return stored | {"knobs": {"size": knobs["radius"]} if "radius" in knobs else {}, "curves": curves}

    def double(stored: dict[str, Any]) -> dict[str, Any]:
        return stored | {"knobs": {"size": stored["knobs"]["size"] * 2}}

    @node(family="composite", version=3, upgrades={1: rename, 2: double})
    def blur(image: Image, *, size: Pixels = 1.0) -> Image:
        """Blur."""
        return image

    return Library([blur])


def test_a_node_of_an_older_version_is_upgraded_step_by_step() -> None:
    found = project.loads(_project([{"id": "a", "type": "blur", "version": 1, "knobs": {"radius": 9}}]), _grown())
    assert found.placeholders == found.notes == ()
    assert (found.graph.nodes["a"].version, found.graph.nodes["a"].knobs["size"]) == (3, 18.0)


def test_a_node_that_cannot_be_upgraded_is_kept_as_a_placeholder() -> None:
    text = _project([{"id": "a", "type": "blur", "version": 1, "at": [0.0, 0.0], "knobs": {"size": "strange"}}])
    found = project.loads(text, _grown())
    assert [one.reason for one in found.placeholders] == ["it could not be brought from version 1 to 3"]
    assert json.loads(project.dumps(found.graph, _grown()))["nodes"] == json.loads(text)["nodes"]


def test_a_node_of_a_newer_version_is_kept_as_a_placeholder(library: Library) -> None:
    text = _project([{"id": "a", "type": "blur", "version": 5, "at": [0.0, 0.0], "knobs": {"radius": "thick"}}])
    found = project.loads(text, library)
    assert "version 5" in found.placeholders[0].reason
    assert json.loads(project.dumps(found.graph, library))["nodes"] == json.loads(text)["nodes"]


def test_paths_are_relative_to_the_project_and_move_with_it(library: Library, rich: Graph, tmp_path: Path) -> None:
    project.save(tmp_path / "shot.vivant", rich, library)
    text = (tmp_path / "shot.vivant").read_text()
    assert '"photos/bus.jpg"' in text and '"out/film.mp4"' in text and str(tmp_path) not in text
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    (tmp_path / "shot.vivant").rename(moved / "shot.vivant")
    graph = project.load(moved / "shot.vivant", library).graph
    assert graph.nodes["load_photo_1"].knobs["path"] == str(moved / "photos" / "bus.jpg")


def test_a_project_that_names_files_outside_its_folder_says_so(library: Library, tmp_path: Path) -> None:
    nodes = [
        {"id": "a", "type": "load_photo", "knobs": {"path": "../../secret.jpg"}},
        {"id": "b", "type": "load_photo", "knobs": {"path": "\\\\host\\share\\x.jpg"}},
        {"id": "c", "type": "write_movie", "knobs": {"path": "/etc/passwd"}},
    ]
    (tmp_path / "shot.vivant").write_text(_project(nodes))
    notes = project.load(tmp_path / "shot.vivant", library).notes
    assert [note.split()[0] for note in notes] == ["a", "b", "c"]
    assert "would write /etc/passwd" in notes[2]


def test_a_portable_text_holds_no_path_of_this_machine(library: Library, rich: Graph, tmp_path: Path) -> None:
    other = tmp_path / "more" / "bus.jpg"
    other.parent.mkdir()
    other.write_bytes(b"another bus")
    graph, _ = edit.add(rich, library, "load_photo", path=str(other))
    extra = project.loads(
        _project([{"id": "z", "type": "warp", "knobs": {"file": "/home/me/a b.png", "n": 1}}]), library
    )
    graph = replace(graph, nodes=graph.nodes.update(extra.graph.nodes))
    text = project.dumps(graph, library, portable=True)
    assert str(tmp_path) not in text and "/home/me" not in text and "film.mp4" not in text
    found = json.loads(text)
    assert sorted(entry["path"] for entry in found["media"]) == ["2-bus.jpg", "bus.jpg"]
    assert len({entry["digest"] for entry in found["media"]}) == 2
    assert project.dumps(project.loads(text, library).graph, library) == text


def test_a_graph_that_holds_what_no_file_can_say_is_not_saved(library: Library, chain: Graph, tmp_path: Path) -> None:
    odd = replace(chain.nodes["blur_1"], position=(float("nan"), 0.0))
    with pytest.raises(BadInput, match="cannot say"):
        project.save(tmp_path / "x.vivant", replace(chain, nodes=chain.nodes.set("blur_1", odd)), library)
    assert list(tmp_path.iterdir()) == []


def test_the_deepest_value_that_a_knob_takes_comes_back_from_a_file(library: Library, chain: Graph) -> None:
    value: Any = 1
    while True:
        try:
            graph = edit.set_knob(chain, library, "place_1", "keys", [{"a": value}])
        except BadInput:
            break
        found = project.loads(project.dumps(graph, library), library)
        assert found.notes == () and found.graph.nodes["place_1"].knobs == graph.nodes["place_1"].knobs
        value = [value]
    assert project.dumps(graph, library).count("[[[[[[[[[[[[[[[[") == 1


def test_what_is_known_of_a_placeholders_file_is_kept(library: Library) -> None:
    media = [{"path": "a.mov", "digest": "00ff", "size": 3}]
    text = _project([{"id": "a", "type": "load_video", "knobs": {"path": "a.mov"}}], media=media)
    assert json.loads(project.dumps(project.loads(text, library).graph, library))["media"] == media


def test_ten_thousand_nodes_in_a_chain_are_written_read_and_checked(library: Library) -> None:
    from studio.graph.check import check

    nodes = [{"id": "n0", "type": "load_photo", "knobs": {"path": __file__}}]
    nodes += [{"id": f"n{i}", "type": "reroute", "inputs": {"source": f"n{i - 1}.out"}} for i in range(1, 10_000)]
    found = project.loads(_project(nodes), library)
    text = project.dumps(found.graph, library)
    assert project.dumps(project.loads(text, library).graph, library) == text
    assert check(found.graph, library) == []


def _project(nodes: list[dict[str, Any]], **fields: Any) -> str:
    head = {
        "format": "vivant",
        "version": project_write.FORMAT,
        "shot": {"size": [0, 0], "fps": 24.0, "first": 0, "last": 95},
    }
    return json.dumps(head | fields | {"nodes": nodes})
