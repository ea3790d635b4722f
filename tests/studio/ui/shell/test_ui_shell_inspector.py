"""The inspector: each kind of knob is edited with the mouse and the keys, and undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from studio.graph.edit import add, expose, group, link_knob, set_key, ungroup
from studio.graph.graph import Graph


@pytest.fixture
def inspector(session: Any, home: Path) -> Any:
    """An inspector of a session with one node of each of some types."""
    from PySide6.QtWidgets import QApplication

    from studio.ui.inspector.panel import InspectorPanel

    def build(graph: Graph) -> Graph:
        for kind in ("blur", "blur", "checker", "transform", "choose_motion", "text", "load_photo", "order_layers"):
            graph, _ = add(graph, session.library, kind)
        return graph

    session.document.apply(build)
    panel = InspectorPanel(session)
    panel.resize(360, 800)
    panel.show()
    QApplication.processEvents()
    yield panel
    panel.close()
    panel.deleteLater()


def show(inspector: Any, *nodes: str) -> None:
    """Select nodes, and let their rows be laid out."""
    from PySide6.QtWidgets import QApplication

    inspector._session.select(nodes)
    assert inspector.rows is not None  # whoever reads them has all of them, however slow the machine
    for _ in range(3):
        QApplication.processEvents()


def drag(widget: Any, start: int, end: int, *, ctrl: bool = False) -> None:
    """Press, move in small steps, and let go."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    keys = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    y = widget.height() // 2
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, keys, QPoint(start, y))
    step = 4 if end > start else -4
    for x in range(start, end, step):
        move(widget, x, y, keys)
    move(widget, end, y, keys)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, keys, QPoint(end, y))


def move(widget: Any, x: int, y: int, keys: Any) -> None:
    """A mouse move with the left button down."""
    from PySide6.QtCore import QEvent, QPointF, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    here = QPointF(x, y)
    left = Qt.MouseButton.LeftButton
    event = QMouseEvent(QEvent.Type.MouseMove, here, QPointF(widget.mapToGlobal(here)), left, left, keys)
    QApplication.sendEvent(widget, event)


def knob(inspector: Any, node: str, name: str) -> Any:
    """A stored value, None where it is the default."""
    return inspector._session.graph.nodes[node].knobs.get(name)


def test_a_slider_drag_is_live_and_one_step_of_undo(inspector: Any) -> None:
    show(inspector, "blur_1")
    seen: list[Any] = []
    inspector._session.changed.connect(lambda _: seen.append(knob(inspector, "blur_1", "size")))
    before = len(inspector._session.document.past)
    slider = inspector.row("size").editor.slider
    drag(slider, 20, slider.width() - 20)
    assert len({value for value in seen if value is not None}) > 5
    assert len(inspector._session.document.past) == before + 1
    inspector._session.undo()
    assert knob(inspector, "blur_1", "size") is None


def test_a_field_is_dragged_finely_with_ctrl(inspector: Any) -> None:
    show(inspector, "blur_1")
    field = inspector.row("size").editor.field
    start = inspector.row("size").binding.value
    drag(field, 10, 50)
    coarse = inspector.row("size").binding.value - start
    inspector._session.undo()
    drag(field, 10, 50, ctrl=True)
    fine = inspector.row("size").binding.value - start
    assert coarse > 0 and fine == pytest.approx(coarse / 10, rel=0.2)


def test_a_number_is_typed_and_one_that_is_not_allowed_is_told_at_the_knob(inspector: Any) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    show(inspector, "blur_1")
    row = inspector.row("size")
    QTest.mouseClick(row.editor.field, Qt.MouseButton.LeftButton)
    QTest.keyClicks(row.editor.field, "12.5")
    QTest.keyClick(row.editor.field, Qt.Key.Key_Return)
    assert knob(inspector, "blur_1", "size") == 12.5
    QTest.mouseClick(row.editor.field, Qt.MouseButton.LeftButton)
    QTest.keyClicks(row.editor.field, "999999")
    QTest.keyClick(row.editor.field, Qt.Key.Key_Return)
    assert knob(inspector, "blur_1", "size") == 12.5
    assert row.problem.isVisible() and "wants" in row.problem.text()
    QTest.mouseClick(row.back, Qt.MouseButton.LeftButton)
    assert knob(inspector, "blur_1", "size") is None and not row.problem.isVisible()


def test_a_dial_turns_an_angle(inspector: Any) -> None:
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    show(inspector, "transform_1")
    dial = next(row for row in inspector.rows if getattr(row.editor, "dial", None) is not None)
    widget, none = dial.editor.dial, Qt.KeyboardModifier.NoModifier
    before = dial.binding.value
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, none, QPoint(28, 15))
    move(widget, 24, 24, none)
    move(widget, 15, 28, none)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, none, QPoint(15, 28))
    assert dial.binding.value - before == pytest.approx(90, abs=8)
    inspector._session.undo()
    assert dial.binding.value == before


def test_a_colour_is_picked_as_the_eye_sees_it_and_stored_in_linear_light(
    inspector: Any, until: Callable[..., None]
) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QColor
    from PySide6.QtTest import QTest

    show(inspector, "checker_1")
    editor = inspector.row("first").editor
    before = len(inspector._session.document.past)
    QTest.mouseClick(editor.swatch, Qt.MouseButton.LeftButton)
    editor.dialog.setCurrentColor(QColor(188, 0, 255))
    red, green, blue, alpha = knob(inspector, "checker_1", "first")
    assert (red, green, blue, alpha) == pytest.approx((0.503, 0, 1, 1), abs=0.002)
    editor.dialog.accept()
    assert len(inspector._session.document.past) == before + 1
    QTest.mouseClick(editor.swatch, Qt.MouseButton.LeftButton)
    editor.dialog.setCurrentColor(QColor(0, 0, 0))
    editor.dialog.reject()
    assert knob(inspector, "checker_1", "first")[0] == pytest.approx(0.503, abs=0.002)
    assert len(inspector._session.document.past) == before + 1


def test_a_choice_a_tick_and_a_seed(inspector: Any) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    show(inspector, "choose_motion_1")
    menu = inspector.row("motion").editor.menu
    menu.setFocus()
    was = menu.currentData()
    QTest.keyClick(menu, Qt.Key.Key_Down)
    menu.activated.emit(menu.currentIndex())
    assert knob(inspector, "choose_motion_1", "motion") not in (None, was)
    QTest.mouseClick(inspector.row("seed").editor.dice, Qt.MouseButton.LeftButton)
    first = inspector.row("seed").binding.value
    QTest.mouseClick(inspector.row("seed").editor.dice, Qt.MouseButton.LeftButton)
    assert inspector.row("seed").binding.value != first
    show(inspector, "order_layers_1")
    tick = inspector.row("pattern").editor.tick
    was_on = inspector.row("pattern").binding.value
    QTest.mouseClick(tick, Qt.MouseButton.LeftButton, pos=tick.rect().center().__class__(8, tick.height() // 2))
    assert inspector.row("pattern").binding.value is (not was_on)


def test_a_text_counts_when_it_is_left(inspector: Any) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    show(inspector, "text_1")
    words = inspector.row("words").editor.words
    words.selectAll()
    QTest.keyClicks(words, "Two")
    QTest.keyClick(words, Qt.Key.Key_Return)
    QTest.keyClicks(words, "lines")
    QTest.keyClick(words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert knob(inspector, "text_1", "words") == "Two\nlines"
    inspector._session.undo()
    assert words.toPlainText() == "Vivant"


def test_a_long_line_is_seen_whole_where_the_panel_wraps_it(inspector: Any) -> None:
    from PySide6.QtTest import QTest

    show(inspector, "text_1")
    words = inspector.row("words").editor.words
    low = words.height()
    words.selectAll()
    QTest.keyClicks(words, "the man waves, then the others clap and she dances ")
    QTest.qWait(50)
    assert "\n" not in words.toPlainText() and words.height() > low
    assert words.verticalScrollBar().maximum() == 0


def test_a_vector_that_may_be_none_is_ticked_and_typed(inspector: Any) -> None:
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    show(inspector, "transform_1")
    editor = inspector.row("centre").editor
    assert inspector.row("centre").binding.value is None and not editor.inner.isEnabled()
    QTest.mouseClick(editor.tick, Qt.MouseButton.LeftButton, pos=QPoint(8, editor.tick.height() // 2))
    assert knob(inspector, "transform_1", "centre") == (0.0, 0.0)
    QTest.mouseClick(editor.inner.fields[1], Qt.MouseButton.LeftButton)
    QTest.keyClicks(editor.inner.fields[1], "30")
    QTest.keyClick(editor.inner.fields[1], Qt.Key.Key_Return)
    assert knob(inspector, "transform_1", "centre") == (0.0, 30.0)


def test_a_file_is_typed_and_shown_small(inspector: Any, photo: Path, until: Callable[..., None]) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    show(inspector, "load_photo_1")
    editor = inspector.row("path").editor
    QTest.keyClicks(editor.field, str(photo))
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    assert knob(inspector, "load_photo_1", "path") == str(photo)
    until(lambda: not editor.picture.pixmap().isNull())


def test_entries_are_edited_in_a_table(inspector: Any) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    show(inspector, "choose_motion_1")
    editor = inspector.row("cast").editor
    QTest.mouseClick(editor.more, Qt.MouseButton.LeftButton)
    QTest.mouseClick(editor.add, Qt.MouseButton.LeftButton)
    editor.table.item(0, 0).setText('"person_1"')
    assert dict(knob(inspector, "choose_motion_1", "cast")[0]) == {"id": "person_1"}
    assert editor.count.text() == "1 entry"
    inspector._session.undo()
    inspector._session.undo()
    assert knob(inspector, "choose_motion_1", "cast") is None


def test_a_key_is_set_and_cleared_and_a_change_between_keys_sets_another(inspector: Any) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    session = inspector._session
    show(inspector, "blur_1")
    row = inspector.row("size")
    QTest.mouseClick(row.key, Qt.MouseButton.LeftButton)
    assert row.binding.keyed_here
    session.go(24)
    assert row.binding.keyed and not row.binding.keyed_here
    row.editor.slider.began.emit()
    row.editor.slider.moved.emit(40.0)
    row.editor.slider.ended.emit()
    times = [key.time for key in session.graph.nodes["blur_1"].curves["size"].keys[0]]
    assert times == [0.0, 1.0]
    session.go(12)
    assert row.binding.value == pytest.approx(22.0) and row.editor.field.text() == "22 px"
    session.go(24)
    QTest.mouseClick(row.key, Qt.MouseButton.LeftButton)
    assert [key.time for key in session.graph.nodes["blur_1"].curves["size"].keys[0]] == [0.0]
    row.attempt(row.binding.clear_curve)
    assert "size" not in session.graph.nodes["blur_1"].curves


def test_a_knob_with_keys_shows_its_curve_and_the_way_to_its_frames(inspector: Any) -> None:
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    session = inspector._session
    show(inspector, "blur_1")
    assert inspector.row("size").curve is None
    for time, value in ((0.0, 4.0), (2.0, 60.0)):
        session.document.apply(
            lambda graph, time=time, value=value: set_key(graph, session.library, "blur_1", "size", time, value)
        )
    show(inspector, "blur_1")
    curve = inspector.row("size").curve
    assert curve.isVisible()
    empty = curve.grab().toImage()
    QTest.mouseClick(curve, Qt.MouseButton.LeftButton, pos=QPoint(curve.width() // 2, 10))
    assert session.frame == curve.frame_at(curve.width() // 2) > 20
    assert curve.grab().toImage() != empty, "the playhead went"
    inspector.row("size").binding.clear_curve()
    assert not curve.isVisible()


def test_a_number_whose_unit_has_no_room_is_not_cut_off(inspector: Any) -> None:
    from studio.node.knob import Range
    from studio.ui.inspector.number import NumberField, Scale

    field = NumberField(Scale(Range(0, 10, "heights"), False))
    field.setFixedWidth(60)
    field.show_value(0.03)
    assert field.text() == "0.03"
    field.setFixedWidth(160)
    field.resize(160, 24)
    field.show_value(0.03)
    assert field.text() == "0.03 heights"


def test_k_sets_a_key_on_the_knob_with_the_focus(inspector: Any) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    show(inspector, "blur_1")
    inspector.activateWindow()
    assert QTest.qWaitForWindowActive(inspector, 2000)
    field = inspector.row("size").editor.field
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_K)
    assert inspector.row("size").binding.keyed_here


def test_a_knob_follows_another_from_its_menu_and_holds_its_own_value_again(inspector: Any) -> None:
    session = inspector._session
    session.document.apply(lambda graph: set_key(graph, session.library, "blur_2", "size", 0.0, 33.0))
    show(inspector, "blur_1")
    row = inspector.row("size")
    menu = row.menu()
    follow = next(action.menu() for action in menu.actions() if action.text() == "Follow another knob")
    of_blur = next(action.menu() for action in follow.actions() if action.text() == "blur_2")
    next(action for action in of_blur.actions() if action.text() == "Size").trigger()
    assert session.graph.nodes["blur_1"].links["size"] == ("blur_2", "size")
    assert row.binding.value == 33.0 and not row.editor.isEnabled()
    row.key.click()
    assert not session.graph.nodes["blur_1"].links and row.binding.value == 33.0


def click_name(row: Any) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    QTest.mouseClick(row.name, Qt.MouseButton.LeftButton)


def test_a_knob_is_linked_by_its_name_and_the_name_of_another_nodes_knob(inspector: Any) -> None:
    session = inspector._session
    show(inspector, "blur_1")
    click_name(inspector.row("size"))
    assert inspector.bar.isVisible()
    assert "Size follows" in inspector.bar.words.text()
    show(inspector, "text_1")
    assert inspector.picking.fits(inspector.row("size").binding)
    assert not inspector.picking.fits(inspector.row("words").binding)
    show(inspector, "blur_2")
    click_name(inspector.row("size"))
    assert session.graph.nodes["blur_1"].links["size"] == ("blur_2", "size")
    assert session.selection == ("blur_1",), "the knob that was linked is shown again"
    assert not inspector.bar.isVisible()
    session.undo()
    assert not session.graph.nodes["blur_1"].links


def test_linking_ends_with_escape_with_the_cross_and_with_the_name_itself(inspector: Any) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    show(inspector, "blur_1")
    row = inspector.row("size")
    for end in (
        lambda: QTest.keyClick(inspector, Qt.Key.Key_Escape),
        lambda: QTest.mouseClick(inspector.bar.shut, Qt.MouseButton.LeftButton),
        lambda: click_name(row),
    ):
        click_name(row)
        assert inspector.picking.binding is row.binding
        end()
        assert inspector.picking.binding is None and not inspector.bar.isVisible()
    assert not inspector._session.graph.nodes["blur_1"].links


def test_what_cannot_be_followed_says_why_and_changes_nothing(inspector: Any) -> None:
    session = inspector._session
    said: list[str] = []
    session.said.connect(lambda _, line: said.append(line))
    show(inspector, "blur_1")
    click_name(inspector.row("size"))
    show(inspector, "text_1")
    click_name(inspector.row("words"))
    assert "cannot follow" in said[-1]
    assert not session.graph.nodes["blur_1"].links


def test_a_name_dragged_onto_another_knob_follows_that_one(inspector: Any) -> None:
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    session = inspector._session
    for node in ("blur_1", "blur_2"):
        session.document.apply(lambda graph, node=node: expose(graph, session.library, node, "size", f"Size of {node}"))
    show(inspector)
    first, second = inspector.shot.rows
    below = first.name.mapFromGlobal(second.editor.mapToGlobal(QPoint(10, 5)))
    QTest.mousePress(first.name, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    QTest.mouseRelease(first.name, Qt.MouseButton.LeftButton, pos=below)
    assert session.graph.nodes["blur_1"].links["size"] == ("blur_2", "size")
    assert not session.graph.nodes["blur_2"].links


def test_a_knob_cannot_follow_itself_in_a_circle_and_says_so(inspector: Any) -> None:
    session = inspector._session
    session.document.apply(lambda graph: link_knob(graph, session.library, "blur_2", "size", "blur_1", "size"))
    show(inspector, "blur_1")
    row = inspector.row("size")
    row.attempt(lambda: row.binding.follow("blur_2", "size"))
    assert "follow itself" in row.problem.text()


def test_several_nodes_are_edited_together(inspector: Any) -> None:
    show(inspector, "blur_1", "blur_2")
    assert inspector.header.title.text() == "2 nodes"
    row = inspector.row("size")
    row.editor.typed.emit("21")
    assert knob(inspector, "blur_1", "size") == knob(inspector, "blur_2", "size") == 21.0
    inspector._session.undo()
    assert knob(inspector, "blur_1", "size") is None is knob(inspector, "blur_2", "size")
    show(inspector, "blur_1")
    inspector.row("size").editor.typed.emit("5")
    show(inspector, "blur_1", "blur_2")
    assert inspector.row("size").editor.field.text() == "—"


def test_a_value_is_copied_and_pasted(inspector: Any) -> None:
    show(inspector, "blur_1")
    inspector.row("size").editor.typed.emit("17.5")
    inspector.row("size").binding.copy()
    show(inspector, "blur_2")
    inspector.row("size").attempt(inspector.row("size").binding.paste)
    assert knob(inspector, "blur_2", "size") == 17.5


def test_a_node_is_renamed_and_bypassed_in_its_head(inspector: Any) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    show(inspector, "blur_1")
    head = inspector.header
    head.title.selectAll()
    QTest.keyClicks(head.title, "Soft edge")
    QTest.keyClick(head.title, Qt.Key.Key_Return)
    QTest.mouseClick(head.bypass, Qt.MouseButton.LeftButton)
    node = inspector._session.graph.nodes["blur_1"]
    assert node.title == "Soft edge" and node.bypass
    QTest.mouseClick(head.pin, Qt.MouseButton.LeftButton)
    assert ("pin", "blur_1", True) in inspector._session.bridge.asked


def test_the_state_of_a_node_and_its_failure_are_told(inspector: Any) -> None:
    from studio.engine.evaluator import NodeState

    show(inspector, "blur_1")
    states = inspector._session.bridge.states_changed
    states.emit({"blur_1": NodeState(kept=True, where="ram", bytes=2**20, milliseconds=1500.0)})
    assert inspector.header.state.text() == "1.5 s  ·  1.0 MiB  ·  in memory"
    states.emit({"blur_1": NodeState(error="blur.size: wants less", source="blur_1")})
    assert inspector.header.problem.isVisible() and inspector.header.again.isVisible()
    assert inspector.row("size").problem.text() == "blur.size: wants less"


def test_with_nothing_selected_the_shot_is_edited_and_what_the_preset_shows(inspector: Any) -> None:
    session = inspector._session
    show(inspector, "blur_1")
    inspector.row("size").binding.toggle_exposed()
    show(inspector)
    assert [row.binding.knob.name for row in inspector.rows] == ["size"]
    inspector.shot.fields["last"].editor.typed.emit("47")
    inspector.shot.fields["fps"].editor.changed.emit("30")
    inspector.shot.fields["tags"].editor.changed.emit("one, two")
    assert (session.graph.shot.last, session.graph.shot.fps, session.graph.tags) == (47, 30.0, ("one", "two"))
    inspector.shot.fields["fps"].editor.changed.emit("fast")
    assert inspector.shot.fields["fps"].problem.isVisible()


def test_a_group_shows_the_knobs_that_it_was_given(inspector: Any) -> None:
    session = inspector._session
    made = session.apply(lambda graph: group(graph, ["blur_1", "blur_2"], "Softness"))
    show(inspector, "blur_1")
    menu = inspector.row("size").menu()
    next(action for action in menu.actions() if action.text() == "Show on the group").trigger()
    session.select((), (made,))
    assert inspector.group.title.text() == "Softness"
    assert [row.binding.label for row in inspector.rows] == ["Size"]
    inspector.row("size").binding.set(44.0)
    assert knob(inspector, "blur_1", "size") == 44.0
    session.apply(lambda graph: expose(graph, session.library, "blur_2", "size", "Second", made))
    assert [row.binding.label for row in inspector.rows] == ["Size", "Second"]
    inspector.group.title.setText("Haze")
    inspector.group.title.setModified(True)
    inspector.group.title.editingFinished.emit()
    assert session.graph.groups[made].title == "Haze"
    session.apply(lambda graph: ungroup(graph, made))
    assert inspector.group is None and inspector.shot is not None


def test_a_node_that_goes_leaves_the_inspector_without_it(inspector: Any) -> None:
    from studio.graph.edit import remove

    show(inspector, "blur_1")
    inspector._session.apply(lambda graph: remove(graph, ["blur_1"]))
    assert inspector.header is None and inspector.shot is not None
    inspector._session.undo()


def test_another_document_ends_the_linking_of_a_knob(inspector: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from studio.graph.document import Document

    broken: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: broken.append(error))
    show(inspector, "blur_1")
    inspector.row("size").binding.toggle_exposed()
    show(inspector)
    inspector.picking.begin(inspector.row("size").binding)
    inspector._session.open(Document(inspector._session.library))
    assert inspector.picking.binding is None
    assert not broken
