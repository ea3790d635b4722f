"""The dope sheet: keys are selected, moved, scaled, copied, shaped and deleted with the mouse and the keys."""

from __future__ import annotations

from typing import Any

import pytest


def shift() -> Any:
    from PySide6.QtCore import Qt

    return Qt.KeyboardModifier.ShiftModifier


def control() -> Any:
    from PySide6.QtCore import Qt

    return Qt.KeyboardModifier.ControlModifier


SIZE, ROTATE = "knob:blur_1.size", "knob:transform_1.rotate"


def test_rows_show_what_is_keyed_by_node_and_knob_and_person(desk: Any) -> None:
    desk.feed()
    names = [row.id for row in desk.state.rows]
    assert names == [
        "people", "person:person_1", "person:person_2", "person:person_3", "keys", "node:blur_1", SIZE,
        "node:correct_motion_1", "corrected:correct_motion_1.person_1", "node:transform_1", ROTATE,
    ]  # fmt: skip
    assert desk.row("person:person_1").title == "Anna" and desk.row("person:person_2").colour == "#57b5e8"


def test_dragging_a_key_moves_it_live_in_one_step(desk: Any) -> None:
    start, end = desk.at(24, SIZE), desk.at(30, SIZE)
    desk.drag(desk.sheet, [start, end], release=False)
    assert desk.frames("blur_1", "size") == [0, 30, 48]
    desk.drag(desk.sheet, [end, end])
    assert desk.frames("blur_1", "size") == [0, 30, 48] and desk.steps == 1
    assert desk.session.document.undo_label == "move keys"
    desk.session.undo()
    assert desk.frames("blur_1", "size") == [0, 24, 48]


def test_a_key_passes_over_others_and_takes_the_place_only_of_the_last(desk: Any) -> None:
    desk.drag(desk.sheet, [desk.at(0, SIZE), desk.at(24, SIZE), desk.at(40, SIZE)])
    assert desk.frames("blur_1", "size") == [24, 40, 48]
    desk.drag(desk.sheet, [desk.at(40, SIZE), desk.at(48, SIZE)])
    assert desk.frames("blur_1", "size") == [24, 48]
    assert desk.graph.nodes["blur_1"].curves["size"].keys[0][-1].value == 0.0


def test_keys_snap_to_frames_and_ctrl_turns_it_off(desk: Any) -> None:
    desk.state.span.show(20, 32)
    desk.drag(desk.sheet, [desk.at(24, SIZE), desk.at(27.3, SIZE)])
    assert desk.frames("blur_1", "size")[1] == 27
    desk.drag(desk.sheet, [desk.at(27, SIZE), desk.at(28.4, SIZE)], control())
    assert abs(desk.frames("blur_1", "size")[1] - 28.4) < 0.05
    desk.type("S")
    desk.drag(desk.sheet, [desk.at(desk.frames("blur_1", "size")[1], SIZE), desk.at(30.6, SIZE)])
    assert abs(desk.frames("blur_1", "size")[1] - 30.6) < 0.05


def test_escape_gives_a_drag_up(desk: Any) -> None:
    desk.drag(desk.sheet, [desk.at(24, SIZE), desk.at(40, SIZE)], release=False)
    assert desk.frames("blur_1", "size") == [0, 40, 48]
    desk.type("Esc")
    assert desk.frames("blur_1", "size") == [0, 24, 48] and desk.steps == 0
    assert desk.sheet.gesture is None


def test_a_row_that_sums_others_up_moves_all_their_keys_of_a_time(desk: Any) -> None:
    place = "corrected:correct_motion_1.person_1"
    desk.drag(desk.sheet, [desk.at(12, place), desk.at(20, place)])
    keys = desk.graph.nodes["correct_motion_1"].knobs["keys"]
    assert sorted((key["bone"], round(key["time"] * 24)) for key in keys) == [
        ("head", 20), ("rightHand", 20), ("rightHand", 36),
    ]  # fmt: skip
    desk.state.fold(desk.row(place))
    assert desk.row("bone:correct_motion_1.person_1.rightHand").title == "right hand"
    assert desk.steps == 1


def test_keys_of_a_correction_are_dragged_on_the_persons_own_row_too(desk: Any) -> None:
    desk.feed()
    row = "person:person_1"
    desk.drag(desk.sheet, [desk.at(36, row, 0.87), desk.at(40, row, 0.87)])
    times = sorted(round(key["time"] * 24) for key in desk.graph.nodes["correct_motion_1"].knobs["keys"])
    assert times == [12, 12, 40]


def test_a_box_selects_and_its_bar_scales_about_the_other_end(desk: Any) -> None:
    desk.drag(desk.sheet, [desk.at(-1, SIZE, -0.2), desk.at(62, ROTATE, 0.9)])
    assert len([mark for mark in desk.state.marks if mark.channel.node == "blur_1"]) == 3
    desk.click(desk.sheet, desk.at(80, SIZE))
    desk.drag(desk.sheet, [desk.at(-1, SIZE, 0.1), desk.at(50, SIZE, 0.9)])
    assert len(desk.state.marks) == 3
    desk.drag(desk.sheet, [desk.point(48, 4), desk.point(72, 4), desk.point(96, 4)])
    assert desk.frames("blur_1", "size") == [0, 48, 96] and desk.steps == 1
    desk.drag(desk.sheet, [desk.point(0, 4), desk.point(20, 4), desk.point(48, 4)])
    assert desk.frames("blur_1", "size") == [48, 72, 96]


def test_with_alt_keys_are_scaled_about_the_playhead(desk: Any) -> None:
    from PySide6.QtCore import Qt

    desk.session.go(24)
    desk.drag(desk.sheet, [desk.at(-1, SIZE, 0.1), desk.at(50, SIZE, 0.9)])
    desk.drag(desk.sheet, [desk.point(48, 4), desk.point(60, 4), desk.point(72, 4)], Qt.KeyboardModifier.AltModifier)
    assert desk.frames("blur_1", "size") == [-24, 24, 72]


def test_shift_adds_to_the_selection_and_takes_away(desk: Any) -> None:
    desk.click(desk.sheet, desk.at(0, SIZE))
    desk.click(desk.sheet, desk.at(48, SIZE), shift())
    assert sorted(mark.time for mark in desk.state.marks) == [0.0, 2.0]
    desk.click(desk.sheet, desk.at(0, SIZE), shift())
    assert [mark.time for mark in desk.state.marks] == [2.0]


def test_delete_takes_keys_away_and_the_last_one_leaves_its_value(desk: Any) -> None:
    desk.click(desk.sheet, desk.at(24, SIZE))
    desk.type("Delete")
    assert desk.frames("blur_1", "size") == [0, 48]
    desk.drag(desk.sheet, [desk.at(-1, SIZE, 0.1), desk.at(50, SIZE, 0.9)])
    desk.type("Delete")
    node = desk.graph.nodes["blur_1"]
    assert "size" not in node.curves and node.knobs["size"] == 20.0 and desk.steps == 2


def test_keys_are_copied_to_the_playhead_and_into_another_row(desk: Any) -> None:
    desk.drag(desk.sheet, [desk.at(-1, SIZE, 0.1), desk.at(26, SIZE, 0.9)])
    desk.type("Ctrl+C")
    desk.session.go(60)
    desk.type("Ctrl+V")
    assert desk.frames("blur_1", "size") == [0, 24, 48, 60, 84] and desk.steps == 1
    desk.click(desk.panel.header, desk.row_middle(ROTATE))
    desk.session.go(70)
    desk.type("Ctrl+V")
    assert desk.frames("transform_1", "rotate") == [12, 60, 70, 94]


def test_corrections_are_copied_too(desk: Any) -> None:
    place = "corrected:correct_motion_1.person_1"
    desk.click(desk.sheet, desk.at(12, place))
    desk.type("Ctrl+C")
    desk.session.go(48)
    desk.type("Ctrl+V")
    keys = desk.graph.nodes["correct_motion_1"].knobs["keys"]
    assert sorted((key["bone"], round(key["time"] * 24)) for key in keys if key["time"] > 1.6) == [
        ("head", 48), ("rightHand", 48),
    ]  # fmt: skip


def test_pasting_what_is_no_key_is_told_and_changes_nothing(desk: Any) -> None:
    from PySide6.QtWidgets import QApplication

    said: list[str] = []
    desk.session.said.connect(lambda kind, line: said.append(line))
    for text in ("hello", '{"vivant-keys": 1, "keys": [{"channel": 3}]}', '{"vivant-keys": 1, "keys": []}'):
        QApplication.clipboard().setText(text)
        desk.type("Ctrl+V")
    assert len(said) == 3 and desk.steps == 0


def test_k_keys_the_selected_rows_at_the_playhead_and_takes_the_key_away_again(desk: Any) -> None:
    desk.session.go(36)
    desk.click(desk.panel.header, desk.row_middle(SIZE))
    before = desk.graph.nodes["blur_1"].curves["size"].at(36 / 24)
    desk.type("K")
    assert desk.frames("blur_1", "size") == [0, 24, 36, 48]
    assert desk.graph.nodes["blur_1"].curves["size"].at(36 / 24) == pytest.approx(before)
    desk.type("K")
    assert desk.frames("blur_1", "size") == [0, 24, 48] and desk.steps == 2


def test_a_double_click_sets_a_key(desk: Any) -> None:
    desk.double_click(desk.sheet, desk.at(36, ROTATE))
    assert desk.frames("transform_1", "rotate") == [12, 36, 60]
    assert desk.graph.nodes["transform_1"].curves["rotate"].keys[0][1].interpolation == "linear"


def test_the_diamond_in_the_header_keys_and_the_arrows_go_from_key_to_key(desk: Any) -> None:
    y = desk.row_middle(SIZE).y()
    width = desk.panel.header.width()
    desk.session.go(10)
    desk.click(desk.panel.header, desk.place(width - 26, y))
    assert desk.frames("blur_1", "size") == [0, 10, 24, 48]
    desk.click(desk.panel.header, desk.place(width - 8, y))
    assert desk.session.frame == 24
    desk.click(desk.panel.header, desk.place(width - 45, y))
    assert desk.session.frame == 10


def test_previous_and_next_key_move_the_playhead(desk: Any) -> None:
    desk.type("Ctrl+Right")
    assert desk.session.frame == 12
    desk.type("Ctrl+Right")
    desk.type("Ctrl+Right")
    assert desk.session.frame == 36
    desk.type("Ctrl+Left")
    assert desk.session.frame == 24


def test_interpolation_is_set_for_selected_keys(desk: Any) -> None:
    desk.click(desk.sheet, desk.at(24, SIZE))
    for keys, how in (("H", "constant"), ("Shift+L", "linear"), ("B", "bezier")):
        desk.type(keys)
        assert desk.graph.nodes["blur_1"].curves["size"].keys[0][1].interpolation == how
    assert desk.graph.nodes["blur_1"].curves["size"].keys[0][1].auto


def test_selected_nodes_show_every_knob_and_a_first_key_is_set(desk: Any) -> None:
    desk.session.select(["grade_1"])
    desk.panel.corner.choices["knobs"].trigger()
    names = [row.id for row in desk.state.rows]
    assert "knob:grade_1.gain" in names and "knob:blur_1.size" not in names
    desk.state.fold(desk.row("knob:grade_1.gain"))
    desk.session.go(5)
    desk.click(desk.panel.header, desk.row_middle("part:grade_1.gain.1"))
    desk.type("K")
    assert desk.frames("grade_1", "gain", 1) == [5] and desk.steps == 1


def test_a_knob_without_a_value_says_where_it_gets_one(desk: Any) -> None:
    said: list[str] = []
    desk.session.said.connect(lambda kind, line: said.append(line))
    desk.session.select(["transform_1"])
    desk.panel.corner.choices["knobs"].trigger()
    desk.click(desk.panel.header, desk.row_middle("knob:transform_1.centre"))
    desk.type("K")
    assert said and "inspector" in said[0] and desk.steps == 0


def test_words_narrow_the_rows_down(desk: Any) -> None:
    from PySide6.QtTest import QTest

    desk.feed()
    QTest.keyClicks(desk.panel.corner.search, "rot")
    desk.wait()
    assert [row.id for row in desk.state.rows if row.kind == "channel"] == [ROTATE]
    desk.panel.corner.search.setText("hand anna")
    assert [row.id for row in desk.state.rows if row.person] == [
        "corrected:correct_motion_1.person_1", "bone:correct_motion_1.person_1.head",
        "bone:correct_motion_1.person_1.rightHand",
    ]  # fmt: skip


def test_sections_fold_and_rows_scroll(desk: Any) -> None:
    from PySide6.QtCore import QPoint, QPointF, Qt
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    desk.panel.resize(1200, 220)
    desk.wait()
    place = QPointF(100, 40)
    event = QWheelEvent(
        place, QPointF(desk.sheet.mapToGlobal(place.toPoint())), QPoint(), QPoint(0, -240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(desk.sheet, event)
    assert desk.state.scroll > 0 and desk.panel.bar.value() == desk.state.scroll and desk.panel.bar.isVisible()
    desk.panel.resize(1200, 620)
    desk.wait()
    assert desk.state.scroll == 0
    desk.click(desk.panel.header, desk.row_middle("keys"))
    assert "node:blur_1" not in [row.id for row in desk.state.rows]


def test_values_never_leave_their_knobs_range(desk: Any) -> None:
    from studio.ui.timeline.channel import Channel, Mark
    from studio.ui.timeline.keys import moved

    marks = [Mark(Channel("blur_1", "size"), time) for time in (0.0, 1.0)]
    edit, _ = moved(desk.graph, desk.session.library, marks, lambda mark, value: (mark.time, value - 1e6))
    desk.session.apply(edit)
    low = desk.session.library["blur"].knob("size").range.low
    assert [key.value for key in desk.graph.nodes["blur_1"].curves["size"].keys[0]] == [low, low, 20.0]


def test_an_empty_graph_says_what_to_do_and_every_key_does_nothing(desk: Any) -> None:
    from studio.graph.document import Document

    desk.session.open(Document(desk.session.library))
    desk.wait()
    assert "Nothing is keyed yet" in desk.row("hint").title
    for keys in ("K", "Delete", "Ctrl+C", "Ctrl+A", "F", "T", "U", "H", "Ctrl+D", "Ctrl+Right"):
        desk.type(keys)
    desk.drag(desk.sheet, [desk.place(20, 20), desk.place(300, 100)])
    assert desk.steps == 0


def test_a_node_that_goes_takes_its_rows_and_what_was_selected_of_it(desk: Any) -> None:
    from studio.graph.edit import remove

    desk.click(desk.sheet, desk.at(24, SIZE))
    desk.session.apply(lambda graph: remove(graph, ["blur_1"], desk.session.library))
    desk.wait()
    assert not desk.state.marks and not any(row.node == "blur_1" for row in desk.state.rows)
    desk.session.undo()
    desk.wait()
    assert desk.row(SIZE)


def test_undo_in_the_middle_of_a_drag_ends_it(desk: Any) -> None:
    desk.drag(desk.sheet, [desk.at(24, SIZE), desk.at(30, SIZE)], release=False)
    desk.session.undo()
    assert desk.frames("blur_1", "size") == [0, 24, 48]
    end = desk.at(50, SIZE)
    desk.drag(desk.sheet, [end, end + desk.place(40, 0)])
    assert desk.frames("blur_1", "size") == [0, 24, 48] and desk.steps == 0


def test_another_document_ends_a_drag(desk: Any) -> None:
    from studio.graph.document import Document

    desk.drag(desk.sheet, [desk.at(24, SIZE), desk.at(30, SIZE)], release=False)
    graph = desk.graph
    desk.session.open(Document(desk.session.library))
    assert desk.sheet.gesture is None and not desk.state.marks
    assert desk.graph is not graph and desk.steps == 0


def test_a_narrow_bar_leaves_out_what_is_needed_least(desk: Any) -> None:
    bar = desk.panel.transport
    assert bar.speed.isVisible() and bar.tools.isVisible()
    desk.panel.resize(620, 300)
    desk.wait(40)
    assert bar.frame.isVisible() and bar.tools.isVisible() and not bar.speed.isVisible()
    desk.panel.resize(400, 300)
    desk.wait(40)
    assert bar.frame.isVisible() and not bar.tools.isVisible()


@pytest.mark.parametrize("seed", range(3))
def test_random_hands_leave_the_document_whole_and_undo_goes_back_to_the_start(desk: Any, seed: int) -> None:
    import random
    import sys

    from PySide6.QtCore import Qt

    desk.feed()
    start, dice, raised = desk.graph, random.Random(seed), []
    hook, sys.excepthook = sys.excepthook, lambda *what: raised.append(what)
    keys = (
        "K", "Delete", "Ctrl+C", "Ctrl+V", "Ctrl+A", "Ctrl+D", "F", "T", "U", "H", "B", "G", "N", "M", "I", "O", "S",
        "Ctrl+Right", "Shift+T", "Ctrl+Shift+D", "Left", "Shift+U", "Shift+F", "-", "+",
    )  # fmt: skip
    holds = [Qt.KeyboardModifier.NoModifier] * 3 + [
        Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier,
    ]  # fmt: skip
    try:
        for _ in range(60):
            widget = dice.choice([desk.panel.stack.currentWidget()] * 4 + [desk.ruler, desk.panel.header])
            points = [desk.place(dice.randrange(widget.width()), dice.randrange(widget.height())) for _ in range(2)]
            what = dice.random()
            if what < 0.5:
                desk.drag(widget, points, dice.choice(holds))
            elif what < 0.7:
                desk.click(widget, points[0], dice.choice(holds))
            elif what < 0.75:
                desk.session.undo()
            else:
                desk.type(dice.choice(keys))
        desk.wait(30)
    finally:
        sys.excepthook = hook
    assert raised == []
    while desk.session.document.undo():
        pass
    assert desk.graph is start


def test_keys_snap_to_markers_and_to_other_keys_between_frames(desk: Any) -> None:
    from functools import partial

    from studio.graph.edit import set_key, set_marker

    library = desk.session.library
    desk.session.apply(partial(set_marker, time=30.4 / 24))
    desk.session.apply(lambda graph: set_key(graph, library, "transform_1", "rotate", 40.3 / 24, 5.0))
    desk.drag(desk.sheet, [desk.at(24, SIZE), desk.at(30.5, SIZE)])
    assert desk.frames("blur_1", "size")[1] == 30.4
    desk.drag(desk.sheet, [desk.at(30.4, SIZE), desk.at(40.1, SIZE)])
    assert desk.frames("blur_1", "size")[1] == 40.3
    desk.drag(desk.sheet, [desk.at(40.3, SIZE), desk.at(44, SIZE)])
    assert desk.frames("blur_1", "size")[1] == 44
