"""What a node shows of its results at a glance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from studio.engine.evaluator import NodeState
from studio.engine.events import Failed, Finished, Progress, Started, Stopped
from studio.graph.edit import set_knob
from studio.media.depth import Depth
from studio.media.flow import Flow, Ids
from studio.media.image import Image
from studio.media.matte import Matte
from studio.ui.bridge import Answer
from studio.ui.graph_editor.picture import small
from studio.ui.graph_editor.words import state


def face(hand: Any, name: str) -> Any:
    return hand.editor.mirror.nodes[name].face


def pixels(hand: Any) -> Any:
    hand.wait(lambda: not hand.editor.mirror.prints.zooming)
    return hand.canvas.viewport().grab().toImage()


def test_progress_failure_and_what_it_took_are_on_the_node(hand: Any) -> None:
    node, bridge = hand.add("checker"), hand.session.bridge
    bridge.happened.emit(Started(node, "checker", 0.0))
    bridge.happened.emit(Progress(node, 3, 4, "drawing"))
    hand.wait(lambda: face(hand, node).badge.busy == 0.75)
    bridge.happened.emit(Finished(node, "checker", 0.0, 12.0, 34_000_000))
    hand.wait(lambda: face(hand, node).badge.words == "12 ms   34 MB")
    assert face(hand, node).badge.busy is None
    bridge.happened.emit(Failed(node, "no paint left"))
    hand.wait(lambda: face(hand, node).badge.error == "no paint left")
    assert "no paint left" in state(face(hand, node).badge)[0]
    bridge.happened.emit(Started(node, "checker", 0.0))
    bridge.happened.emit(Stopped(node))
    hand.wait(lambda: face(hand, node).badge.busy is None and not face(hand, node).badge.error)


def test_a_failed_node_is_painted_red_with_its_message_below(hand: Any) -> None:
    node = hand.add("checker")
    before = pixels(hand)
    hand.session.bridge.states_changed.emit({node: NodeState(error="no paint left", source=node)})
    hand.wait(lambda: face(hand, node).badge.error)
    item = hand.editor.mirror.nodes[node]
    corner = hand.on(item.rect()[0] + 80, item.rect()[3] + 9)
    after = pixels(hand)
    assert after.pixelColor(corner) != before.pixelColor(corner)
    assert after.pixelColor(corner).red() > after.pixelColor(corner).blue()


def test_tier_pin_and_never_come_from_the_engine(hand: Any) -> None:
    node = hand.add("checker")
    told = NodeState(True, "disk", 2_000, 5.0, pinned=True, warnings=("small",))
    hand.session.bridge.states_changed.emit({node: told})
    hand.wait(lambda: face(hand, node).badge.where == "disk")
    badge = face(hand, node).badge
    assert (badge.pinned, badge.warnings, badge.words) == (True, ("small",), "5.0 ms   2.0 KB")
    hand.session.select([node])
    hand.key("P")
    assert ("pin", node, False) in hand.session.bridge.asked


def test_nothing_is_computing_any_more_when_the_engine_is_idle_or_gone(hand: Any) -> None:
    node, bridge = hand.add("checker"), hand.session.bridge
    for calm in (lambda: bridge.idle_changed.emit(True), lambda: bridge.went_down.emit("killed")):
        bridge.happened.emit(Started(node, "checker", 0.0))
        hand.wait(lambda: face(hand, node).badge.busy is not None)
        calm()
        hand.wait(lambda: face(hand, node).badge.busy is None)


def test_a_closed_group_shows_what_fails_and_computes_inside(hand: Any) -> None:
    one = hand.add("checker")
    two = hand.add("blur", 250, 0, image=one)
    hand.session.select([one, two])
    hand.key("Ctrl+G")
    (made,) = hand.graph.groups
    hand.session.bridge.happened.emit(Failed(two, "too soft"))
    hand.wait(lambda: face(hand, made).badge.error == "too soft")
    hand.session.bridge.happened.emit(Started(one, "checker", 0.0))
    hand.wait(lambda: face(hand, made).badge.busy is not None)


def picture(width: int = 40) -> Image:
    array = np.zeros((30, width, 4), np.float16)
    array[..., 0] = array[..., 3] = 1
    return Image(array)  # type: ignore[arg-type]


def test_a_thumbnail_is_fetched_once_the_result_is_there_and_seen(hand: Any) -> None:
    node, bridge = hand.add("checker"), hand.session.bridge
    far = hand.add("checker", 5000, 5000)
    hand.wait(lambda: hand.panel.thumbnails._timer.isActive() is False)
    assert not bridge.waiting
    bridge.states_changed.emit({name: NodeState(True, "ram", 10, 1.0) for name in (node, far)})
    hand.wait(lambda: bridge.waiting)
    ((look, then),) = bridge.waiting
    assert (look.node, look.output, look.scale) == (node, "out", 0.25)
    then(Answer(look, hand.graph, picture()))
    hand.wait(lambda: face(hand, node).picture is not None)
    spot = hand.editor.mirror.nodes[node].shape_of.picture
    seen = pixels(hand).pixelColor(hand.on(spot[0] + spot[2] / 2, spot[1] + spot[3] / 2))
    assert seen.red() > 200 > seen.green()


def test_a_thumbnail_is_fetched_anew_when_what_it_shows_changes_and_not_when_it_is_moved(hand: Any) -> None:
    node, bridge = hand.add("checker"), hand.session.bridge
    bridge.states_changed.emit({node: NodeState(True, "ram", 10, 1.0)})
    hand.wait(lambda: bridge.waiting)
    look, then = bridge.waiting.pop()
    then(Answer(look, hand.graph, picture()))
    hand.drag(hand.box(node), hand.box(node) + hand.on(60, 40) - hand.on(0, 0))
    hand.wait(lambda: face(hand, node).picture is not None and not hand.panel.thumbnails._timer.isActive())
    assert not bridge.waiting
    hand.session.apply(lambda graph: set_knob(graph, hand.session.library, node, "size", 30.0))
    hand.wait(lambda: bridge.waiting)


def test_without_thumbnails_boxes_are_lower_and_nothing_is_fetched(hand: Any) -> None:
    node = hand.add("checker")
    before = hand.editor.mirror.nodes[node].rect()[3]
    hand.session.commands["graph.thumbnails"].trigger()
    assert hand.editor.mirror.nodes[node].rect()[3] < before
    hand.session.bridge.states_changed.emit({node: NodeState(True, "ram", 10, 1.0)})
    hand.wait(lambda: face(hand, node).badge.where)
    assert not hand.panel.thumbnails._timer.isActive()


def test_an_engine_that_dies_is_asked_again(hand: Any) -> None:
    node, bridge = hand.add("checker"), hand.session.bridge
    bridge.states_changed.emit({node: NodeState(True, "ram", 10, 1.0)})
    hand.wait(lambda: bridge.waiting)
    bridge.waiting.clear()
    bridge.went_down.emit("killed")
    hand.wait(lambda: bridge.waiting)


@pytest.mark.parametrize(
    "value",
    [
        picture(1000),
        Matte(np.ones((4, 5), np.float32), (1, 1), (20, 10)),
        Depth(np.linspace(1, 9, 200, dtype=np.float32).reshape(10, 20)),
        Ids(np.arange(200, dtype=np.uint8).reshape(10, 20), ("a",)),
        Flow(np.zeros((10, 20, 2), np.float32)),
    ],
)
def test_everything_like_a_picture_has_a_small_picture(value: Any) -> None:
    found = small(value)
    assert found is not None
    assert found.dtype == np.uint8
    assert found.shape[2] == 3
    assert found.shape[1] <= 360


def test_what_is_no_picture_has_none() -> None:
    assert small("words") is None
    assert small(Depth(np.full((2, 2), np.inf, np.float32))) is None


def test_what_changes_over_time_is_marked(hand: Any) -> None:
    hand.open_preset()
    assert hand.editor.mirror.nodes["pose_at_1"].box.animated
    assert not hand.editor.mirror.nodes["load_photo_1"].box.animated
