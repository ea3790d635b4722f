"""What is asked of the engine, what is shown meanwhile, and what is said when it fails or takes long."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from studio.engine.events import Progress, Started
from studio.graph.curve import Curve, Key
from studio.graph.document import Document
from studio.graph.graph import Graph, Node
from studio.media.image import Image
from studio.ui.bridge import Answer, Look


def flat(level: float = 0.5, width: int = 64, height: int = 48) -> Any:
    pixels = np.full((height, width, 4), level, np.float16)
    pixels[..., 3] = 1
    return Image(pixels)  # type: ignore[arg-type]


def looks(stage: Any) -> list[Any]:
    return [call[1] for call in stage.session.bridge.asked if call[0] == "look"]


def middle(stage: Any) -> int:
    shown = stage.pixels()
    return int(shown[shown.shape[0] // 2, shown.shape[1] // 2, 0])


def test_what_is_looked_at_is_asked_for_at_the_playhead_and_the_proxy(stage: Any) -> None:
    stage.session.look("stage", "colour")
    stage.session.go(12)
    stage.session.set_scale(0.5)
    assert looks(stage)[-1] == (Look("stage", "colour", 0.5, 0.5),)


def test_a_still_result_is_not_asked_for_again_at_another_time(stage: Any) -> None:
    stage.show(flat())
    asked = len(looks(stage))
    stage.session.go(5)
    assert len(looks(stage)) == asked
    stage.session.look("stage", "colour")
    stage.answer(flat(), "stage", "colour")
    stage.session.go(6)
    assert looks(stage)[-1][0].time == pytest.approx(6 / 24)


def test_moving_a_node_on_the_canvas_asks_for_nothing(stage: Any) -> None:
    stage.show(flat())
    asked = len(looks(stage))
    stage.session.apply(
        lambda g: replace(g, nodes=g.nodes.set("photo", replace(g.nodes["photo"], position=(9.0, 9.0))))
    )
    assert len(looks(stage)) == asked
    stage.session.apply(
        lambda g: replace(
            g, nodes=g.nodes.set("photo", replace(g.nodes["photo"], knobs=g.nodes["photo"].knobs.set("path", "x.png")))
        )
    )
    assert len(looks(stage)) == asked + 1


def test_the_old_picture_stays_while_the_new_one_comes(stage: Any) -> None:
    stage.show(flat(0.5))
    stage.session.look("stage", "colour", 2)
    QTest.qWait(30)
    assert middle(stage) == 188
    stage.answer(flat(1.0), "stage", "colour")
    assert middle(stage) == 255


def test_an_answer_for_another_node_changes_nothing(stage: Any) -> None:
    stage.show(flat(0.5))
    stage.session.bridge.answered.emit(Answer(Look("stage", "colour"), stage.session.graph, flat(1.0)))
    assert middle(stage) == 188


def test_a_failure_is_told_over_the_dimmed_picture_with_what_to_do(stage: Any) -> None:
    stage.show(flat(0.5))
    before = middle(stage)
    stage.session.look("stage", "colour")
    stage.answer(None, "stage", "colour", error="no photo is chosen: set the path of load photo", blamed="photo")
    side = stage.panel.looking.sides[0]
    assert side.error is not None and side.shown is not None
    shown = stage.pixels()
    assert shown[20, shown.shape[1] // 2, 0] < before / 2, "the last picture is dimmed"
    box = shown[shown.shape[0] // 2 - 30 : shown.shape[0] // 2 + 30, 200:500]
    assert box.max() > 200, "and there are words over it"
    stage.answer(flat(1.0), "stage", "colour")
    assert middle(stage) == 255 and side.error is None


def test_trying_again_forgets_the_failure_and_asks(stage: Any) -> None:
    stage.session.look("stage", "colour")
    stage.answer(None, "stage", "colour", error="it broke", blamed="stage")
    asked = len(looks(stage))
    stage.session.bridge.asked.append(("mark",))
    stage.focus()
    QTest.keyClick(stage.canvas, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert ("retry",) in stage.session.bridge.asked
    assert len(looks(stage)) == asked + 1
    assert stage.panel.looking.sides[0].error is None


def test_what_takes_long_is_named_with_its_progress(stage: Any) -> None:
    stage.show(flat())
    stage.session.look("stage", "colour")
    bridge = stage.session.bridge
    bridge.happened.emit(Started("rigs", "rig_person", 0.0))
    assert stage.panel.looking.busy is None, "not at once"
    stage.until(lambda: stage.panel.looking.busy is not None, 1500)
    bridge.happened.emit(Progress("rigs", 1, 4))
    assert stage.panel.looking.busy == ("Rig person", 0.25)
    line = stage.pixels()[-2]
    wide = line.shape[0]
    assert line[wide // 10].max() > 150 and line[wide // 2].max() < 120
    stage.answer(flat(), "stage", "colour")
    assert stage.panel.looking.busy is None


def test_people_are_shown_over_the_photo_that_lies_above_them(stage: Any) -> None:
    from studio.media.person import People, Person

    people = People({"person_1": Person("person_1", (5, 5, 25, 45), colour=(1.0, 0.5, 0.0))})
    stage.show(people, "people")
    plane = stage.canvas.view.plane()
    assert plane.photo is not None and plane.photo.shape == (48, 64, 4)
    assert plane.photo_rect == (0, 0, 64, 48)


def test_what_lies_beside_is_fetched_once_until_it_changes(stage: Any) -> None:
    from studio.media.person import People, Person

    people = People({"person_1": Person("person_1", (5, 5, 25, 45))})
    fetched: list[Any] = []
    fetch = stage.session.bridge.fetch
    stage.session.bridge.fetch = lambda look, then: (fetched.append(look), fetch(look, then))
    stage.show(people, "people")
    stage.session.go(3)
    stage.answer(people, "people")
    assert [look.node for look in fetched] == ["photo"]
    stage.session.apply(
        lambda g: replace(
            g, nodes=g.nodes.set("photo", replace(g.nodes["photo"], knobs=g.nodes["photo"].knobs.set("path", "x.png")))
        )
    )
    stage.answer(people, "people")
    assert [look.node for look in fetched] == ["photo", "photo"]


def test_frames_are_filled_only_of_what_moves(stage: Any) -> None:
    stage.show(flat())
    followed = [call[1] for call in stage.session.bridge.asked if call[0] == "follow"]
    assert followed in ([], [None])
    stage.show(flat(), "stage", "colour")
    followed = [call[1] for call in stage.session.bridge.asked if call[0] == "follow"]
    assert followed[-1] == Look("stage", "colour", 0.0, 1.0)


def test_an_animated_knob_makes_a_still_node_move(stage: Any) -> None:
    stage.show(flat())
    curve = Curve((Key(0.0, 0.0), Key(1.0, 1.0)))
    stage.session.apply(
        lambda g: replace(
            g, nodes=g.nodes.set("photo", replace(g.nodes["photo"], curves=g.nodes["photo"].curves.set("x", curve)))
        )
    )
    stage.answer(flat())
    asked = len(looks(stage))
    stage.session.go(7)
    assert len(looks(stage)) == asked + 1


def test_the_number_keys_show_what_they_hold(stage: Any) -> None:
    stage.show(flat(0.5), "photo", number=1)
    stage.show(flat(1.0), "stage", "colour", number=2)
    stage.focus()
    QTest.keyClick(stage.canvas, Qt.Key.Key_1)
    assert stage.session.shown == 1
    stage.answer(flat(0.5))
    assert middle(stage) == 188


def test_a_deleted_node_leaves_the_empty_state(stage: Any) -> None:
    stage.show(flat())
    stage.session.apply(lambda g: replace(g, nodes=g.nodes.delete("photo")))
    QTest.qWait(30)
    assert stage.canvas.view.shown() is None
    assert "Nothing" in stage.panel.bar.view.text()


def test_another_document_shows_nothing_of_the_last(stage: Any) -> None:
    stage.show(flat(1.0))
    session = stage.session
    session.open(Document(session.library, Graph().__class__(nodes=Graph().nodes.set("photo", Node("load_photo")))))
    QTest.qWait(30)
    assert stage.canvas.view.shown() is None
    assert middle(stage) < 200


def test_an_empty_graph_and_a_value_of_no_size_do_no_harm(stage: Any) -> None:
    stage.session.open(Document(stage.session.library))
    QTest.qWait(30)
    stage.panel.canvas.view.fit()
    stage.panel.bar.refresh()
    assert stage.canvas.view.shown() is None


def test_when_the_engine_stopped_nothing_is_called_busy(stage: Any) -> None:
    stage.session.look("stage", "colour")
    stage.until(lambda: stage.panel.looking.busy is not None, 1500)
    stage.session.bridge.idle_changed.emit(True)
    assert stage.panel.looking.busy is None


def test_people_of_another_document_never_lie_over_the_last_one_s_photo(stage: Any) -> None:
    from studio.media.person import People, Person

    people = People({"person_1": Person("person_1", (5, 5, 25, 45))})
    stage.show(people, "people")
    assert stage.canvas.view.plane().photo is not None
    graph = stage.session.graph
    changed = replace(graph.nodes["photo"], knobs=graph.nodes["photo"].knobs.set("path", "another.png"))
    stage.session.open(Document(stage.session.library, replace(graph, nodes=graph.nodes.set("photo", changed))))
    stage.session.look("people")
    look = looks(stage)[-1][0]
    stage.session.bridge.answered.emit(Answer(look, stage.session.graph, people))
    assert stage.panel.looking.beside("Image") is None
    assert stage.canvas.view.shown() is None
    stage.settle()
    assert stage.canvas.view.plane().photo is not None
