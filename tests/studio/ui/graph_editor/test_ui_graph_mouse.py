"""Working in the graph with the mouse."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip

from studio.graph.edit import add_frame
from studio.graph.graph import Source

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def test_a_drag_moves_a_node_in_one_step_of_undo_on_the_grid(hand: Any) -> None:
    node = hand.add("checker")
    steps = len(hand.session.document.past)
    hand.drag(hand.box(node), hand.box(node) + QPoint(93, 48))
    assert hand.graph.nodes[node].position == (100, 40)
    assert len(hand.session.document.past) == steps + 1
    assert hand.editor.mirror.nodes[node].pos().toTuple() == (100, 40)
    hand.session.undo()
    assert hand.editor.mirror.nodes[node].pos().toTuple() == (0, 0)


def test_what_is_picked_moves_together(hand: Any) -> None:
    one, two = hand.add("checker"), hand.add("ramp", 260, 40)
    hand.click(hand.box(one))
    hand.click(hand.box(two), SHIFT)
    hand.drag(hand.box(two), hand.box(two) + QPoint(40, 60))
    assert hand.graph.nodes[one].position == (40, 60)
    assert hand.graph.nodes[two].position == (300, 100)


def test_escape_in_a_drag_leaves_all_as_it_was(hand: Any) -> None:
    node = hand.add("checker")
    steps = len(hand.session.document.past)
    hand.drag(hand.box(node), hand.box(node) + QPoint(90, 90), release=False)
    assert hand.graph.nodes[node].position != (0, 0)
    hand.key("Esc")
    assert hand.graph.nodes[node].position == (0, 0)
    assert len(hand.session.document.past) == steps


def test_a_box_picks_what_it_touches_and_the_session_follows(hand: Any) -> None:
    one, two, far = hand.add("checker"), hand.add("ramp", 240, 0), hand.add("ramp", 240, 400)
    hand.drag(hand.on(-30, -30), hand.on(300, 60))
    assert set(hand.session.selection) == {one, two}
    hand.drag(hand.on(220, 380), hand.on(500, 560), SHIFT)
    assert set(hand.session.selection) == {one, two, far}
    hand.click(hand.on(-60, 300))
    assert hand.session.selection == ()


def test_what_another_panel_selects_is_picked(hand: Any) -> None:
    node = hand.add("checker")
    hand.session.select([node])
    assert hand.editor.mirror.nodes[node].face.selected


def test_a_drag_from_an_output_to_an_input_links_them(hand: Any) -> None:
    one, two = hand.add("checker"), hand.add("blur", 300, 60)
    hand.drag(hand.socket(one, "out"), hand.socket(two, "in"))
    assert hand.graph.nodes[two].inputs["image"] == Source(one, "out")
    assert (two, "image") in hand.editor.mirror.wires


def test_a_drag_from_an_input_to_an_output_links_them_as_well(hand: Any) -> None:
    one, two = hand.add("checker"), hand.add("blur", 300, 60)
    hand.drag(hand.socket(two, "in"), hand.socket(one, "out"))
    assert hand.graph.nodes[two].inputs["image"] == Source(one, "out")


def test_a_link_dropped_on_a_box_takes_its_first_socket_that_fits(hand: Any) -> None:
    one, two = hand.add("checker"), hand.add("merge", 300, 60)
    hand.drag(hand.socket(one, "out"), hand.box(two))
    assert hand.graph.nodes[two].inputs["b"] == Source(one, "out")


def test_while_a_link_is_drawn_what_fits_lights_up(hand: Any) -> None:
    people, pose, blur = hand.add("detect_people"), hand.add("estimate_pose", 300, 0), hand.add("blur", 300, 300)
    hand.drag(hand.socket(people, "out"), hand.on(200, 200), release=False)
    assert hand.editor.mirror.nodes[pose].face.fits == {("in", 1)}
    assert hand.editor.mirror.nodes[blur].face.fits == frozenset()
    hand.key("Esc")
    assert hand.editor.mirror.nodes[pose].face.fits is None


def test_a_wrong_link_is_refused_and_a_tooltip_says_why(hand: Any) -> None:
    people, blur = hand.add("detect_people"), hand.add("blur", 300, 60)
    hand.drag(hand.socket(people, "out"), hand.socket(blur, "in"), release=False)
    assert "takes Image" in hand.canvas.gesture.reason
    hand.wait(QToolTip.isVisible)
    assert "takes Image" in QToolTip.text()
    hand.release(hand.socket(blur, "in"))
    assert not hand.graph.nodes[blur].inputs
    assert any("takes Image" in words for words in hand.said)


def test_a_circle_is_refused(hand: Any) -> None:
    one = hand.add("blur")
    two = hand.add("grade", 300, 0, image=one)
    hand.drag(hand.socket(two, "out"), hand.socket(one, "in"), release=False)
    assert "circle" in hand.canvas.gesture.reason
    hand.release(hand.socket(one, "in"))
    assert not hand.graph.nodes[one].inputs


def test_the_end_of_a_link_moves_to_another_input_or_comes_off(hand: Any) -> None:
    one = hand.add("checker")
    two, three = hand.add("blur", 300, 0, image=one), hand.add("grade", 300, 250)
    steps = len(hand.session.document.past)
    hand.drag(hand.socket(two, "in"), hand.socket(three, "in"))
    assert not hand.graph.nodes[two].inputs
    assert hand.graph.nodes[three].inputs["image"] == Source(one, "out")
    assert len(hand.session.document.past) == steps + 1
    hand.drag(hand.socket(three, "in"), hand.on(100, 350))
    assert not hand.graph.nodes[three].inputs


def test_a_link_dropped_on_nothing_offers_only_what_fits_and_links_it(hand: Any) -> None:
    people = hand.add("detect_people")
    hand.drag(hand.socket(people, "out"), hand.on(300, 200))
    box = hand.panel.searching.box
    assert box.isVisible()
    keys = {entry.key for entry in box.entries}
    assert "estimate_pose" in keys
    assert "reroute" in keys
    assert "blur" not in keys
    hand.type("est pose", box.line)
    hand.key("Return", box.line)
    (made,) = [name for name, node in hand.graph.nodes.items() if node.type == "estimate_pose"]
    assert hand.graph.nodes[made].inputs["people"] == Source(people, "out")
    hand.session.undo()
    assert made not in hand.graph.nodes


def test_an_input_dropped_on_nothing_offers_what_makes_it(hand: Any) -> None:
    pose = hand.add("estimate_pose", 300, 0)
    hand.drag(hand.socket(pose, "in", 1), hand.on(100, 200))
    keys = {entry.key for entry in hand.panel.searching.box.entries}
    assert "detect_people" in keys
    assert "estimate_depth" not in keys
    hand.type("detect", hand.panel.searching.box.line)
    hand.key("Return", hand.panel.searching.box.line)
    assert hand.graph.nodes[pose].inputs["people"].node.startswith("detect_people")


def test_a_node_dropped_on_a_link_goes_into_it_in_one_step(hand: Any) -> None:
    one = hand.add("checker")
    two = hand.add("grade", 500, 0, image=one)
    blur = hand.add("blur", 200, 300)
    steps = len(hand.session.document.past)
    middle = hand.wire(two, "image")
    left, top, right, bottom = hand.editor.mirror.nodes[blur].rect()
    start = hand.box(blur)
    centre = hand.on((left + right) / 2, (top + bottom) / 2)
    hand.drag(start, start + (middle - centre), release=False)
    assert hand.editor.mirror.wires[two, "image"].welcomes
    hand.release(start + (middle - centre))
    assert hand.graph.nodes[two].inputs["image"] == Source(blur, "out")
    assert hand.graph.nodes[blur].inputs["image"] == Source(one, "out")
    assert len(hand.session.document.past) == steps + 1


def test_a_node_that_does_not_fit_is_not_put_into_a_link(hand: Any) -> None:
    one = hand.add("checker")
    two = hand.add("grade", 500, 0, image=one)
    other = hand.add("load_photo", 200, 300)
    middle = hand.wire(two, "image")
    hand.drag(hand.box(other), middle)
    assert hand.graph.nodes[two].inputs["image"] == Source(one, "out")


def test_a_double_click_on_a_link_puts_a_dot_into_it(hand: Any) -> None:
    one = hand.add("checker")
    two = hand.add("grade", 500, 200, image=one)
    hand.double_click(hand.wire(two, "image"))
    dot = hand.graph.nodes[two].inputs["image"].node
    assert hand.graph.nodes[dot].type == "reroute"
    assert hand.graph.nodes[dot].inputs["value"] == Source(one, "out")
    assert hand.editor.picked == (dot,)


def test_ctrl_shift_and_drag_cuts_every_link_it_crosses(hand: Any) -> None:
    one = hand.add("checker")
    two, three = hand.add("blur", 400, 0, image=one), hand.add("grade", 400, 250, image=one)
    hand.drag(hand.on(260, -100), hand.on(260, 500), CONTROL | SHIFT)
    assert not hand.graph.nodes[two].inputs
    assert not hand.graph.nodes[three].inputs
    hand.session.undo()
    assert hand.graph.nodes[two].inputs
    assert hand.graph.nodes[three].inputs


def test_after_x_a_drag_cuts(hand: Any) -> None:
    one = hand.add("checker")
    two = hand.add("blur", 400, 0, image=one)
    hand.key("X")
    hand.drag(hand.on(280, -100), hand.on(280, 200))
    assert not hand.graph.nodes[two].inputs
    hand.drag(hand.on(-50, -50), hand.on(50, 50))
    assert hand.editor.picked == (one,)


def test_a_frame_takes_what_lies_on_it_along_and_is_resized_at_its_corner(hand: Any) -> None:
    one, two = hand.add("checker"), hand.add("ramp", 500, 0)
    frame = hand.session.apply(lambda graph: add_frame(graph, title="Light", box=(-40.0, -60.0, 300.0, 300.0)))
    hand.drag(hand.on(200, -45), hand.on(200, 55))
    assert hand.graph.frames[frame].box == (-40, 40, 300, 300)
    assert hand.graph.nodes[one].position == (0, 100)
    assert hand.graph.nodes[two].position == (500, 0)
    hand.drag(hand.on(255, 335), hand.on(335, 395))
    assert hand.graph.frames[frame].box == (-40, 40, 380, 360)
    hand.session.undo()
    hand.session.undo()
    assert hand.graph.frames[frame].box == (-40, -60, 300, 300)
    assert hand.graph.nodes[one].position == (0, 0)


def test_the_middle_button_pans_and_the_wheel_zooms_about_the_mouse(hand: Any) -> None:
    hand.add("checker")
    before = hand.on(0, 0)
    hand.drag(hand.on(300, 300), hand.on(340, 260), button=Qt.MouseButton.MiddleButton)
    assert hand.on(0, 0) == before + QPoint(40, -40)
    point = QPointF(hand.on(100, 50))
    fixed = hand.canvas.at(point)
    wheel(hand, point, 240)
    assert hand.canvas.zoom > 1.2
    assert (hand.canvas.at(point) - fixed).manhattanLength() < 1e-6
    for _ in range(60):
        wheel(hand, point, -240)
    assert hand.canvas.zoom >= 0.04
    hand.wait(lambda: not hand.editor.mirror.prints.zooming)


def wheel(hand: Any, point: QPointF, turned: int) -> None:
    viewport = hand.canvas.viewport()
    event = QWheelEvent(
        point, viewport.mapToGlobal(point), QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, event)


def test_far_away_the_graph_is_one_painted_item(hand: Any) -> None:
    node = hand.add("checker")
    hand.look(zoom=0.3)
    assert hand.editor.mirror.overview.isVisible()
    assert not hand.editor.mirror.nodes[node].isVisible()
    hand.drag(hand.box(node), hand.box(node) + QPoint(30, 0))
    assert hand.graph.nodes[node].position == (100, 0)
    hand.look(zoom=0.8)
    assert hand.editor.mirror.nodes[node].isVisible()


def test_a_change_from_elsewhere_in_the_middle_of_a_drag_does_no_harm(hand: Any) -> None:
    node = hand.add("checker")
    hand.drag(hand.box(node), hand.box(node) + QPoint(90, 90), release=False)
    hand.session.undo()
    hand.session.undo()
    assert hand.canvas.gesture is None
    hand.release(hand.on(100, 100))
    assert node not in hand.graph.nodes


def test_nodegraphqt_keeps_no_undo_of_its_own(hand: Any) -> None:
    from NodeGraphQt.widgets.viewer import NodeViewer

    assert isinstance(hand.canvas, NodeViewer)
    assert hand.canvas.qaction_for_undo() is None


def test_a_tooltip_tells_what_is_under_the_mouse(hand: Any) -> None:
    from studio.ui.graph_editor.hits import Hit
    from studio.ui.graph_editor.words import about

    one = hand.add("checker")
    two = hand.add("blur", 400, 0, image=one)
    assert "Blur a picture" in about(hand.editor, Hit(box=two))
    assert "Matte" in about(hand.editor, Hit(box=two, socket=("in", 1)))
    assert "Checker.out" in about(hand.editor, Hit(wire=(two, "image")))


def test_pressing_in_the_map_goes_there(hand: Any) -> None:
    from PySide6.QtTest import QTest

    hand.add("checker")
    hand.add("ramp", 4000, 0)
    hand.panel.fit_all()
    hand.look(0, 0, 1.0)
    minimap = hand.panel.minimap
    assert minimap.isVisible()
    hand.panel.fit_all()
    assert not minimap.isVisible(), "where all is seen, it would hide what lies under it"
    hand.look(0, 0, 1.0)
    none = Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(minimap, Qt.MouseButton.LeftButton, none, QPoint(minimap.width() - 12, minimap.height() // 2))
    assert hand.canvas.centre().x() > 3000


def test_a_dropped_photo_becomes_a_node_where_it_was_dropped(hand: Any) -> None:
    from PySide6.QtCore import QMimeData, QUrl
    from PySide6.QtGui import QDropEvent

    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/photos/family.jpg")])
    event = QDropEvent(
        QPointF(hand.on(200, 100)), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    hand.canvas.dropEvent(event)
    (made,) = hand.graph.nodes
    assert hand.graph.nodes[made].knobs["path"] == "/photos/family.jpg"
    assert abs(hand.graph.nodes[made].position[0] - 200) <= 20


def test_held_at_the_edge_the_view_goes_on(hand: Any) -> None:
    node = hand.add("checker")
    edge = QPoint(hand.canvas.viewport().width() - 4, 300)
    hand.drag(hand.box(node), edge, release=False)
    first = hand.graph.nodes[node].position[0]
    hand.wait(lambda: hand.graph.nodes[node].position[0] > first + 60)
    hand.release(edge)
    after = hand.canvas.centre()
    hand.session.undo()
    assert hand.graph.nodes[node].position == (0, 0)
    assert hand.canvas.centre() == after


def test_two_fingers_on_a_touchpad_pan_and_with_ctrl_they_zoom(hand: Any) -> None:
    from PySide6.QtGui import QInputDevice, QPointingDevice

    pad = QPointingDevice(
        "pad", 77, QInputDevice.DeviceType.TouchPad, QPointingDevice.PointerType.Finger,
        QInputDevice.Capability.Scroll, 2, 0,
    )  # fmt: skip
    viewport, point = hand.canvas.viewport(), QPointF(300, 300)

    def swipe(keys: Any) -> None:
        event = QWheelEvent(
            point, viewport.mapToGlobal(point), QPoint(0, 40), QPoint(0, 80), Qt.MouseButton.NoButton, keys,
            Qt.ScrollPhase.ScrollUpdate, False, Qt.MouseEventSource.MouseEventNotSynthesized, pad,
        )  # fmt: skip
        QApplication.sendEvent(viewport, event)

    before = hand.on(0, 0)
    swipe(Qt.KeyboardModifier.NoModifier)
    assert hand.on(0, 0) == before + QPoint(0, 40)
    assert hand.canvas.zoom == 1.0
    swipe(CONTROL)
    assert hand.canvas.zoom > 1.0
    hand.wait(lambda: not hand.editor.mirror.prints.zooming)


def test_of_two_boxes_on_top_of_each_other_the_picked_one_is_taken(hand: Any) -> None:
    one, two = hand.add("checker"), hand.add("ramp", 40, 6)
    hand.session.select([one])
    point = hand.on(100, 14)
    hand.drag(point, point + QPoint(0, 200))
    assert hand.graph.nodes[one].position == (0, 200)
    assert hand.graph.nodes[two].position == (40, 6)
