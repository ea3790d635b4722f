"""Starting: the welcome page, what is dropped on it, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from studio.media.by_id import ById
from studio.media.person import PERSON_COLOURS, Person
from studio.ui.bridge import Answer


def answer(session: Any, node: str, value: Any) -> None:
    """Answer what was fetched of a node."""
    for entry in [entry for entry in session.bridge.waiting if entry[0].node == node]:
        session.bridge.waiting.remove(entry)
        entry[1](Answer(entry[0], session.graph, value))


def test_a_window_opens_on_the_welcome_page_with_the_presets_and_says_what_to_do(window: Any) -> None:
    from studio.ui.start.card import Card

    assert window.pages.currentWidget() is window.welcome
    assert "Drop a photo" in window.welcome.target._line.text()
    names = {card.toolTip() for card in window.welcome.findChildren(Card)}
    assert any("Everybody in the photo moves" in name for name in names)
    picture = window.grab().toImage()
    seen = {picture.pixel(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 3)}
    assert len(seen) > 10, "it is painted"


def test_a_photo_that_is_dropped_becomes_a_group_photo_graph_on_it(
    window: Any, photo: Path, drop: Callable[..., None], until: Callable[..., None]
) -> None:
    drop(window.welcome.target, photo)
    until(lambda: window.session.graph.nodes)
    session = window.session
    assert session.graph.nodes["load_photo_1"].knobs["path"] == str(photo)
    assert "stage_people_1" in session.graph.nodes
    assert session.graph.shot.size == (64, 48)
    assert window.pages.currentWidget() is window.work
    assert session.views[1] == ("stage_people_1", "colour")
    assert session.views[2].node == "load_photo_1"
    assert not session.document.dirty


def test_the_people_are_shown_as_soon_as_they_are_found_and_play_goes_to_the_film(
    window: Any, photo: Path, drop: Callable[..., None], until: Callable[..., None]
) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QLabel

    session = window.session
    drop(window.welcome.target, photo)
    until(lambda: window.analysis.isVisible())
    assert session.shown == 2
    people = ById((f"person_{n}", Person(f"person_{n}", (0, 0, 9, 9), colour=PERSON_COLOURS[n - 1])) for n in (1, 2))
    answer(session, "detect_people_1", people)
    assert session.view().node == "detect_people_1"
    chips = [label.text() for label in window.analysis.findChildren(QLabel) if "Person" in label.text()]
    assert [chip.strip() for chip in chips] == ["1  Person 1", "2  Person 2"]
    answer(session, "order_layers_1", people)
    assert session.view().node == "order_layers_1"
    answer(session, "stage_people_1", None)
    assert "2 people found" in window.analysis.line.text()
    until(lambda: window.analysis.play.isVisible())
    QTest.mouseClick(window.analysis.play, Qt.MouseButton.LeftButton)
    assert session.playing and session.shown == 1
    assert not window.analysis.isVisible()
    session.play(False)


def test_the_stages_of_an_analysis_are_ticked_off_one_by_one(
    window: Any, photo: Path, drop: Callable[..., None], until: Callable[..., None]
) -> None:
    from studio.engine.events import Finished, Progress

    drop(window.welcome.target, photo)
    until(lambda: window.analysis.isVisible())
    bridge, strip = window.session.bridge, window.analysis
    bridge.happened.emit(Finished("load_photo_1", "load_photo", 0.0, 12.0, 100))
    bridge.happened.emit(Progress("detect_people_1", 1, 4, "second look"))
    assert strip.line.text() == "People: second look"
    assert "✓ Photo" in strip.steps.text() and "✓ People" not in strip.steps.text()
    assert strip.bar.value() == 1250


def test_a_photo_may_be_dropped_on_any_panel(
    window: Any, photo: Path, drop: Callable[..., None], until: Callable[..., None]
) -> None:
    from PySide6.QtWidgets import QWidget

    window.show_work(True)
    takers = [widget for widget in window.graph.findChildren(QWidget) if widget.acceptDrops()]
    drop(takers[0], photo)
    until(lambda: "load_photo_1" in window.session.graph.nodes)


def test_a_broken_file_gives_one_line_and_changes_nothing(
    window: Any, tmp_path: Path, drop: Callable[..., None], until: Callable[..., None]
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 this is no picture")
    said: list[tuple[str, str]] = []
    window.session.said.connect(lambda level, line: said.append((level, line)))
    drop(window.welcome.target, broken)
    until(lambda: said)
    assert said[0][0] == "error" and "broken.jpg" in said[0][1] and "\n" not in said[0][1]
    assert window.welcome.target._note.text() == said[0][1]
    assert not window.session.graph.nodes


def test_a_picture_that_carries_a_graph_offers_to_open_it(
    window: Any, tmp_path: Path, drop: Callable[..., None], until: Callable[..., None], press: Callable[..., Any]
) -> None:
    from PIL import Image as pillow
    from PIL.PngImagePlugin import PngInfo

    from studio.graph.edit import add
    from studio.graph.graph import Graph
    from studio.graph.project import dumps

    graph, _ = add(Graph(), window.session.library, "checker")
    info = PngInfo()
    info.add_itxt("vivant_graph", dumps(graph, window.session.library, portable=True))
    path = tmp_path / "frame.png"
    pillow.fromarray(np.zeros((8, 8, 3), np.uint8)).save(path, pnginfo=info)
    asked = press("Open its graph")
    drop(window.welcome.target, path)
    until(lambda: window.session.graph.nodes)
    assert list(window.session.graph.nodes) == ["checker_1"]
    assert asked == ["frame.png carries the graph that made it."]
    assert window.session.path is None


def test_a_preset_chosen_first_takes_the_next_photo(
    window: Any, photo: Path, drop: Callable[..., None], until: Callable[..., None]
) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from studio.ui.start.card import Card

    portrait = next(card for card in window.welcome.findChildren(Card) if "close up" in card.toolTip())
    QTest.mouseClick(portrait, Qt.MouseButton.LeftButton)
    assert "Now drop a photo" in window.welcome.target._line.text()
    drop(window.welcome.target, photo)
    until(lambda: window.session.graph.nodes)
    assert window.session.graph.name == "Portrait"


def test_what_was_open_is_offered_again_with_its_picture(
    window: Any, photo: Path, drop: Callable[..., None], until: Callable[..., None]
) -> None:
    from studio.ui.start.card import Card
    from studio.ui.start.incoming import thumbnail
    from studio.ui.start.recent import recent

    drop(window.welcome.target, photo)
    until(lambda: window.session.graph.nodes)
    assert recent() == [photo]
    assert thumbnail(photo).is_file()
    window.show_work(False)
    assert any(card.toolTip() == str(photo) for card in window.welcome.findChildren(Card))
