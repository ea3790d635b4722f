"""Presets: saved, found, and put on another photo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from studio.graph.edit import add, add_frame, expose, group, set_knob
from studio.graph.graph import Graph
from studio.ui.places import own_presets


def open_photo(window: Any, photo: Path, until: Callable[..., None]) -> None:
    """Have a group photo's graph on the window."""
    window.open(photo)
    until(lambda: "load_photo_1" in window.session.graph.nodes)


def titles(window: Any) -> list[str]:
    """What the browser shows."""
    return [window.presets.list.item(at).text() for at in range(window.presets.list.count())]


def test_a_preset_made_on_one_photo_works_on_another(window: Any, photo: Path, until: Callable[..., None]) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QDialogButtonBox

    session = window.session
    open_photo(window, photo, until)
    session.apply(lambda graph: set_knob(graph, session.library, "choose_motion_1", "seed", 77))
    session.commands["file.save_preset"].trigger()
    dialog = window.presets.dialog
    dialog.name.selectAll()
    QTest.keyClicks(dialog.name, "My waltz")
    dialog.tags.setText("dance, slow")
    first = dialog.knobs.item(0)
    first.setCheckState(Qt.CheckState.Unchecked)
    QTest.mouseClick(dialog.buttons.button(QDialogButtonBox.StandardButton.Save), Qt.MouseButton.LeftButton)
    path = own_presets() / "my_waltz.vivant"
    assert path.is_file() and str(photo) not in path.read_text()
    assert "My waltz" in titles(window)

    other = photo.with_name("other.png")
    other.write_bytes(photo.read_bytes())
    session.document.save(photo.with_name("first.vivant"))
    window.open(other)
    until(lambda: session.graph.nodes and session.graph.nodes["load_photo_1"].knobs["path"] == str(other))
    window.presets.use(path)
    assert session.graph.name == "My waltz"
    assert session.graph.nodes["choose_motion_1"].knobs["seed"] == 77
    assert session.graph.nodes["load_photo_1"].knobs["path"] == str(other)
    assert not any(knob == "path" and node == "load_photo_1" for node, knob, _ in session.graph.exposed)
    session.undo()
    assert session.graph.name == "Group photo"


def test_presets_are_searched_by_words_and_tags(window: Any) -> None:
    from PySide6.QtTest import QTest

    window.show_work(True)
    assert {"Group photo", "Portrait", "Subtle"} <= set(titles(window))
    QTest.keyClicks(window.presets.search, "close head")
    assert titles(window) == ["Portrait"]
    window.presets.search.setText("nothing like it")
    assert titles(window) == [] and not window.presets.empty.isHidden()


def test_selected_nodes_are_kept_as_a_preset_and_added_to_another_graph(window: Any) -> None:
    session = window.session

    def build(graph: Graph) -> Graph:
        graph, _ = add(graph, session.library, "checker")
        graph, _ = add(graph, session.library, "blur", image="checker_1", size=9.0)
        return graph

    session.document.apply(build)
    session.select(["checker_1", "blur_1"])
    window.presets.save()
    window.presets.dialog.name.setText("Soft tiles")
    window.presets.dialog.part.setChecked(True)
    window.presets.dialog.save()
    window.presets.use(own_presets() / "soft_tiles.vivant")
    nodes = session.graph.nodes
    assert len(nodes) == 4 and nodes["blur_2"].inputs["image"].node == "checker_2"
    assert nodes["blur_2"].knobs["size"] == 9.0
    assert set(session.selection) == {"blur_2", "checker_2"}
    session.undo()
    assert len(session.graph.nodes) == 2


def test_a_group_with_its_frame_and_its_knobs_is_shared_as_a_preset(window: Any) -> None:
    session = window.session

    def build(graph: Graph) -> Graph:
        graph, _ = add(graph, session.library, "checker")
        graph, _ = add(graph, session.library, "blur", image="checker_1", size=9.0)
        graph, made = group(graph, ["blur_1"], "Haze")
        graph = expose(graph, session.library, "blur_1", "size", "Thickness", made)
        return add_frame(graph, title="Weather")[0]

    session.document.apply(build)
    window.show_work(True)
    window.graph.editor.pick(["frame_1", "group_1"])
    assert session.boxes == ("frame_1", "group_1")
    window.presets.save()
    assert window.presets.dialog.part.text() == "Only the selected node"
    window.presets.dialog.name.setText("Weather")
    window.presets.dialog.part.setChecked(True)
    window.presets.dialog.save()
    window.presets.use(own_presets() / "weather.vivant")
    graph = session.graph
    assert graph.groups["group_2"].title == "Haze"
    assert graph.groups["group_2"].exposed == (("blur_2", "size", "Thickness"),)
    assert graph.nodes["blur_2"].group == "group_2" and graph.nodes["blur_2"].knobs["size"] == 9.0
    assert graph.frames["frame_2"].title == "Weather"
    assert "checker_2" not in graph.nodes


def test_a_preset_is_dragged_onto_the_graph(
    window: Any, photo: Path, until: Callable[..., None], drop: Callable[..., None]
) -> None:
    from PySide6.QtWidgets import QWidget

    open_photo(window, photo, until)
    item = window.presets.list.item(titles(window).index("Subtle"))
    target = next(widget for widget in window.graph.findChildren(QWidget) if widget.acceptDrops())
    drop(target, dragged=window.presets.list.mimeData([item]))
    assert window.session.graph.name == "Subtle"
    assert window.session.graph.nodes["load_photo_1"].knobs["path"] == str(photo)


def test_a_preset_gets_the_picture_that_is_shown(window: Any, photo: Path, until: Callable[..., None]) -> None:
    import numpy as np

    from studio.media.image import Image
    from studio.ui.bridge import Answer
    from studio.ui.presets.shelf import picture_of

    open_photo(window, photo, until)
    window.session.bridge.waiting.clear()
    window.presets.save()
    window.presets.dialog.name.setText("With picture")
    window.presets.dialog.save()
    look, then = window.session.bridge.waiting[-1]
    assert look.node == "stage_people_1"
    then(Answer(look, window.session.graph, Image(np.ones((30, 40, 4), np.float16))))  # type: ignore[arg-type]
    assert picture_of(own_presets() / "with_picture.vivant").is_file()
