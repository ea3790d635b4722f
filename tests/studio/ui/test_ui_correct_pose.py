"""The pose tool in the viewport, driven with real mouse and key events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from shot_by_hand import answer, open_shot

from nodes.motion.correct_motion import correct_motion
from nodes.motion.pose_at import pose_at
from nodes.motion.posing import body_from
from studio.media.flow import Ids
from studio.media.motion import Motions
from studio.media.view import ViewPath
from studio.ui.bridge import Answer


@pytest.fixture
def viewport(session: Any) -> Iterator[Any]:
    """A viewport with all tools, on a shot that the engine has answered; the pose tool is in use."""
    from PySide6.QtTest import QTest

    from studio.ui.correct import add_tools
    from studio.ui.viewport.panel import ViewportPanel

    made = ViewportPanel(session)
    add_tools(session, made)
    made.resize(900, 700)
    made.show()
    open_shot(session)
    answer(session)
    made.canvas.view.framing.fit((0.0, 0.0, 240.0, 200.0), made.canvas.view.area())
    made.use_tool("Pose")
    made.activateWindow()
    made.canvas.setFocus()
    for _ in range(100):
        if made.isActiveWindow():
            break
        QTest.qWait(10)
    session.go(12)
    yield made
    made.close()


@pytest.fixture
def hand(viewport: Any) -> Hand:
    """The artist's hand on the mouse."""
    return Hand(viewport)


class Hand:
    """Presses, drags and releases in pixels of the photo."""

    def __init__(self, viewport: Any) -> None:
        self.viewport, self.canvas, self.tool = viewport, viewport.canvas, viewport.canvas.tool

    def point(self, at: tuple[float, float]) -> Any:
        return self.viewport.place().to_widget(*at).toPoint()

    def exact(self, at: tuple[float, float]) -> tuple[float, float]:
        """Where the mouse really is: on a whole pixel of the screen."""
        from PySide6.QtCore import QPointF

        x, y = self.viewport.place().to_picture(QPointF(self.point(at)))
        return float(x), float(y)

    def press(self, at: tuple[float, float], keys: Any = None, button: Any = None) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        QTest.mouseMove(self.canvas, self.point(at))
        QTest.mousePress(
            self.canvas, button or Qt.MouseButton.LeftButton, keys or Qt.KeyboardModifier.NoModifier, self.point(at)
        )

    def move(self, start: tuple[float, float], end: tuple[float, float], keys: Any = None) -> None:
        from PySide6.QtCore import QEvent, QPointF, Qt
        from PySide6.QtGui import QMouseEvent
        from PySide6.QtWidgets import QApplication

        for share in (0.2, 0.5, 0.8, 1.0):
            at = QPointF(self.point(tuple(a + (b - a) * share for a, b in zip(start, end, strict=True))))
            event = QMouseEvent(
                QEvent.Type.MouseMove, at, self.canvas.mapToGlobal(at), Qt.MouseButton.NoButton,
                Qt.MouseButton.LeftButton, keys or Qt.KeyboardModifier.NoModifier,
            )  # fmt: skip
            QApplication.sendEvent(self.canvas, event)

    def release(self, at: tuple[float, float]) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        QTest.mouseRelease(self.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, self.point(at))

    def drag(self, start: tuple[float, float], end: tuple[float, float], keys: Any = None) -> None:
        self.press(start, keys)
        self.move(start, end, keys)
        self.release(end)

    def key(self, key: Any, keys: Any = None) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        QTest.keyClick(self.canvas, key, keys or Qt.KeyboardModifier.NoModifier)

    def joint(self, name: str) -> tuple[float, float]:
        found: tuple[float, float] = self.tool.shown().joints[name]
        return found


def test_a_click_on_a_person_chooses_them_and_one_beside_everybody_lets_go(session: Any, hand: Hand) -> None:
    hand.press((80.0, 100.0))
    assert session.person == "person_1"
    hand.release((80.0, 100.0))
    hand.press((10.0, 10.0))
    assert session.person == ""


def test_a_dragged_wrist_sets_one_step_of_keys_and_the_hand_is_under_the_mouse(session: Any, hand: Hand) -> None:
    session.choose_person("person_1")
    start = hand.exact(hand.joint("leftHand"))
    grip = np.subtract(hand.joint("leftHand"), start)
    steps = len(session.document.past)
    hand.drag(start, (start[0] + 14, start[1] - 30))
    end = np.add(hand.exact((start[0] + 14, start[1] - 30)), grip)
    assert hand.joint("leftHand") == pytest.approx(end, abs=0.2)
    assert len(session.document.past) == steps + 1
    assert session.document.undo_label == "pose left wrist"
    keys = session.graph.nodes["correct_motion_1"].knobs["keys"]
    assert {(one["person"], one["bone"], one["time"]) for one in keys} == {
        ("person_1", "leftUpperArm", 0.5), ("person_1", "leftLowerArm", 0.5)
    }  # fmt: skip
    made = correct_motion(Motions(hand.tool.cast.motions), keys=keys)
    rig = hand.tool.cast.rigs["person_1"]
    assert drawn(rig, pose_at(made, time=0.5)["person_1"], "leftLowerArm") == pytest.approx(end, abs=0.5)
    session.undo()
    assert hand.joint("leftHand") == pytest.approx(np.add(start, grip), abs=0.2)


def drawn(rig: Any, pose: Any, bone: str) -> Any:
    """Where a bone's tail is in the film, as the stage draws it."""
    from nodes.rig.actor import local_pose
    from nodes.rig.puppet import Puppet

    rotations, root = local_pose(rig, pose)[:2]
    return Puppet(rig).pose(rotations, root).tails[rig.bones.index(bone)]


def test_while_dragging_the_document_follows_and_escape_takes_it_back(session: Any, hand: Hand) -> None:
    from PySide6.QtCore import Qt

    session.choose_person("person_1")
    before, start = session.graph, hand.joint("rightHand")
    hand.press(start)
    hand.move(start, (start[0] - 14, start[1] - 20))
    assert session.graph.nodes["correct_motion_1"].knobs["keys"]
    hand.key(Qt.Key.Key_Escape)
    assert session.graph is before
    hand.release(start)
    assert session.graph is before


def test_a_click_without_a_move_sets_no_key(session: Any, hand: Hand) -> None:
    session.choose_person("person_1")
    before = session.graph
    hand.drag(hand.joint("head"), hand.joint("head"))
    assert session.graph is before
    assert hand.tool.selected == {"head"}


def test_the_engine_sets_the_pace_of_a_drag(session: Any, hand: Hand) -> None:
    from studio.ui.bridge import Answer, Look

    told: list[Any] = []
    session.choose_person("person_1")
    session.changed.connect(told.append)
    start = hand.joint("leftHand")
    hand.press(start)
    hand.move(start, (start[0] + 10, start[1] - 10))
    assert len(told) == 1
    session.bridge.answered.emit(Answer(Look("stage_people_1"), session.graph))
    assert len(told) == 2
    hand.release((start[0] + 10, start[1] - 10))


def test_shift_goes_slowly_and_alt_turns_one_bone(session: Any, hand: Hand) -> None:
    from PySide6.QtCore import Qt

    session.choose_person("person_1")
    start = hand.joint("leftHand")
    hand.drag(start, (start[0] + 20, start[1] - 20), Qt.KeyboardModifier.ShiftModifier)
    assert np.hypot(*np.subtract(hand.joint("leftHand"), start)) == pytest.approx(0.2 * np.hypot(20, 20), abs=0.6)
    session.undo()
    elbow = hand.joint("leftElbow")
    hand.drag(start, (start[0] + 60, start[1] - 40), Qt.KeyboardModifier.AltModifier)
    keys = session.graph.nodes["correct_motion_1"].knobs["keys"]
    assert {one["bone"] for one in keys} == {"leftLowerArm"}
    assert hand.joint("leftElbow") == pytest.approx(elbow, abs=0.01)
    assert hand.joint("leftHand")[0] > start[0] + 5


def test_hips_that_are_dragged_leave_planted_feet_and_pinned_hands_where_they_are(session: Any, hand: Hand) -> None:
    from PySide6.QtCore import Qt

    session.choose_person("person_1")
    hand.press(hand.joint("leftHand"))
    hand.release(hand.joint("leftHand"))
    hand.key(Qt.Key.Key_P)
    assert hand.tool.pinned("person_1") == {"leftFoot", "rightFoot", "leftHand"}
    before = {name: hand.joint(name) for name in ("leftFoot", "rightFoot", "leftHand")}
    hips = hand.joint("hips")
    hand.drag(hips, (hips[0] + 3, hips[1] + 5))
    assert hand.joint("hips") != pytest.approx(hips, abs=1)
    for name, at in before.items():
        assert hand.joint(name) == pytest.approx(at, abs=0.6), name
    keys = session.graph.nodes["correct_motion_1"].knobs["keys"]
    assert {"root", "leftUpperLeg", "leftUpperArm"} <= {one["bone"] for one in keys}


def test_keys_are_set_walked_through_moved_and_deleted_from_the_keyboard(session: Any, hand: Hand) -> None:
    from PySide6.QtCore import Qt

    session.choose_person("person_1")
    start = hand.joint("leftHand")
    hand.drag(start, (start[0] + 10, start[1] - 20))
    session.go(30)
    hand.key(Qt.Key.Key_K)
    times = sorted({one["time"] for one in hand.tool.cast.corrections})
    assert times == pytest.approx([0.5, 1.25])
    hand.key(Qt.Key.Key_Comma)
    assert session.frame == 12
    hand.key(Qt.Key.Key_Period)
    assert session.frame == 30
    session.commands["motion.key_later"].trigger()
    assert session.frame == 31
    assert max(one["time"] for one in hand.tool.cast.corrections) == pytest.approx(31 / 24)
    hand.key(Qt.Key.Key_Delete)
    assert {one["time"] for one in hand.tool.cast.corrections} == {0.5}


def test_a_pose_is_copied_pasted_and_mirrored(session: Any, hand: Hand) -> None:
    from PySide6.QtCore import Qt

    session.choose_person("person_1")
    start = hand.joint("leftHand")
    hand.drag(start, (start[0] + 15, start[1] - 40))
    raised = hand.joint("leftHand")
    session.commands["motion.copy_pose"].trigger()
    session.go(60)
    session.commands["motion.paste_pose"].trigger()
    assert hand.joint("leftHand") == pytest.approx(raised, abs=0.1)
    hand.key(Qt.Key.Key_M)
    hips = hand.joint("hips")
    assert hand.joint("rightHand")[1] == pytest.approx(raised[1], abs=3)
    assert hand.joint("rightHand")[0] < hips[0] - 20
    session.commands["motion.reset_pose"].trigger()
    plain = hand.tool.cast.motion("person_1", plain=True)
    from nodes.motion.posing import stance_at
    from studio.ui.correct.doll import posed

    body = body_from(hand.tool.cast.rigs["person_1"])
    assert hand.joint("leftHand") == pytest.approx(posed("p", body, stance_at(body, plain, 2.5)).joints["leftHand"])


def test_with_ctrl_the_whole_correction_goes_along_at_every_key(session: Any, hand: Hand) -> None:
    from PySide6.QtCore import Qt

    session.choose_person("person_1")
    head = hand.joint("head")
    hand.drag(head, (head[0] + 5, head[1] + 1))
    session.go(40)
    hand.tool.selected = {"head"}
    hand.key(Qt.Key.Key_K)
    there = hand.joint("head")
    session.go(12)
    before = hand.tool.cast.corrections
    head = hand.joint("head")
    hand.drag(head, (head[0] + 5, head[1] + 1), Qt.KeyboardModifier.ControlModifier)
    after = hand.tool.cast.corrections
    assert [(one["bone"], one["time"]) for one in after] == [(one["bone"], one["time"]) for one in before]
    session.go(40)
    assert hand.joint("head")[0] - there[0] == pytest.approx(5, abs=1.5)


def test_falloff_is_set_for_keys_that_are_there_and_for_those_to_come(session: Any, hand: Hand) -> None:
    session.choose_person("person_1")
    start = hand.joint("leftHand")
    hand.drag(start, (start[0] + 10, start[1] - 20))
    hand.tool.actions.set_falloff(0.25)
    assert {one["falloff"] for one in hand.tool.cast.corrections} == {0.25}
    hand.tool.actions.set_falloff(0.0)
    hand.drag(hand.joint("head"), (hand.joint("head")[0] + 6, hand.joint("head")[1] + 1))
    assert {one.get("falloff") for one in hand.tool.cast.corrections} == {None}


def test_o_held_shows_the_motion_without_corrections_and_leaves_no_step(session: Any, hand: Hand) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    session.choose_person("person_1")
    start = hand.joint("leftHand")
    hand.drag(start, (start[0] + 10, start[1] - 20))
    after, steps = hand.joint("leftHand"), len(session.document.past)
    QTest.keyPress(hand.canvas, Qt.Key.Key_O)
    assert session.bridge.graph.nodes["correct_motion_1"].bypass
    assert hand.joint("leftHand") == pytest.approx(start, abs=0.1)
    QTest.keyRelease(hand.canvas, Qt.Key.Key_O)
    assert not session.bridge.graph.nodes["correct_motion_1"].bypass
    assert hand.joint("leftHand") == after
    assert len(session.document.past) == steps


def test_a_drag_ends_the_comparison_and_is_one_step_of_its_own(session: Any, hand: Hand) -> None:
    session.choose_person("person_1")
    start = hand.joint("leftHand")
    hand.drag(start, (start[0] + 10, start[1] - 20))
    steps = len(session.document.past)
    hand.tool.actions.compare(True)
    start = hand.joint("rightHand")
    hand.drag(start, (start[0] - 10, start[1] - 20))
    assert not session.graph.nodes["correct_motion_1"].bypass
    assert len(session.document.past) == steps + 1
    session.undo()
    assert not session.graph.nodes["correct_motion_1"].bypass


def held_arm() -> Any:
    """Rigs whose left arms were never seen."""
    from dataclasses import replace

    from contracts import samples

    from studio.media.by_id import ById

    bones = samples.rigs()["person_1"].bones
    freedom = np.array([0.0 if "left" in bone and "Arm" in bone else 1.0 for bone in bones], np.float32)
    reasons = tuple("hidden" if value == 0 else "" for value in freedom)
    return ById((name, replace(rig, freedom=freedom, reasons=reasons)) for name, rig in samples.rigs().items())


def test_a_held_limb_that_is_dragged_is_freed_in_the_same_step_and_says_why_it_was_held(
    session: Any, hand: Hand
) -> None:
    said: list[str] = []
    session.said.connect(lambda _, words: said.append(words))
    hand.tool.cast.rigs = held_arm()
    session.choose_person("person_1")
    before, start, steps = session.graph, hand.joint("leftHand"), len(session.document.past)
    hand.drag(start, (start[0] + 10, start[1] - 20))
    assert "hidden" in said[-1] and "Freed" in said[-1] and "\n" not in said[-1]
    freed = session.graph.nodes["rig_person_1"].knobs["free_limbs"]
    assert {one["bone"] for one in freed} == {"leftUpperArm", "leftLowerArm", "leftHand"}
    assert {one["bone"] for one in hand.tool.cast.corrections} == {"leftUpperArm", "leftLowerArm"}
    assert len(session.document.past) == steps + 1
    session.undo()
    assert session.graph is before


def test_once_the_freed_arm_moves_with_the_motion_it_still_is_where_it_was_dragged_to(session: Any, hand: Hand) -> None:
    from dataclasses import replace

    from contracts import samples

    from nodes.algorithms.rotation import from_vector, multiply
    from studio.media.by_id import ById

    hand.tool.cast.rigs = held_arm()
    session.choose_person("person_1")
    start = hand.joint("leftHand")
    hand.drag(start, (start[0] + 10, start[1] - 20))
    dragged, steps = hand.joint("leftHand"), len(session.document.past)
    swung = {}
    for name, motion in samples.motions().items():
        rotations, j = motion.rotations.copy(), motion.bones.index("leftUpperArm")
        rotations[:, j] = multiply(rotations[:, j], from_vector(np.array([0.0, 0.0, 0.7])))
        swung[name] = replace(motion, rotations=rotations)
    answer(session, retarget_motion=ById(swung))
    assert hand.joint("leftHand") == pytest.approx(dragged, abs=0.3)
    assert len(session.document.past) == steps
    plain = hand.tool.cast.motion("person_1", plain=True)
    assert plain is swung["person_1"], "the motion below is the new one"
    session.undo()
    assert "free_limbs" not in session.graph.nodes["rig_person_1"].knobs and not hand.tool.cast.corrections


def test_a_limb_is_freed_by_command_too(session: Any, hand: Hand) -> None:
    hand.tool.cast.rigs = held_arm()
    session.choose_person("person_1")
    hand.tool.selected = {"leftHand"}
    session.commands["motion.free_limb"].trigger()
    freed = session.graph.nodes["rig_person_1"].knobs["free_limbs"]
    assert {one["bone"] for one in freed} == {"leftUpperArm", "leftLowerArm", "leftHand"}


def test_pins_are_kept_with_the_project_and_undone(session: Any, hand: Hand, tmp_path: Path) -> None:
    from studio.graph.project import load

    session.choose_person("person_1")
    hand.tool.selected = {"leftHand"}
    session.commands["motion.pin"].trigger()
    hand.tool.selected = {"leftFoot"}
    session.commands["motion.pin"].trigger()
    assert hand.tool.pinned("person_1") == {"rightFoot", "leftHand"}
    assert session.document.undo_label == "let go of left ankle"
    session.document.save(tmp_path / "pinned.vivant")
    pins = load(tmp_path / "pinned.vivant", session.library).graph.nodes["correct_motion_1"].knobs["pins"]
    assert {(one["end"], one["pinned"]) for one in pins} == {("leftHand", True), ("leftFoot", False)}
    session.undo()
    session.undo()
    assert hand.tool.pinned("person_1") == {"leftFoot", "rightFoot"}


def test_an_arm_is_drawn_behind_the_body_from_a_frame_on_and_in_front_again(session: Any, hand: Hand) -> None:
    from dataclasses import replace

    from PySide6.QtCore import Qt

    session.choose_person("person_1")
    cast, said = hand.tool.cast, list[str]()
    session.said.connect(lambda _, words: said.append(words))
    hand.tool.selected = {"leftHand"}
    rig = cast.rigs["person_1"]
    cast.rigs = {"person_1": replace(rig, parts=())}
    hand.key(Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    assert "one with the body" in said[-1] and not cast.corrections
    parts: Any = (SimpleNamespace(name="body", order=0), SimpleNamespace(name="leftArm", order=1))
    cast.rigs = {"person_1": replace(rig, parts=parts)}
    hand.key(Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    (key,) = cast.corrections
    assert (key["bone"], key["front"], key["time"]) == ("leftArm", False, 0.5)
    assert not cast.in_front("person_1", "leftArm", 0.5) and cast.in_front("person_1", "leftArm", 2.0)
    hand.key(Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    assert cast.in_front("person_1", "leftArm", 0.5)


def test_who_is_under_the_mouse_is_read_from_the_frame_that_is_shown(session: Any, hand: Hand) -> None:
    from PySide6.QtTest import QTest

    from studio.media.flow import Ids
    from studio.ui.bridge import Answer

    session.look("stage_people_1", "colour", 1)
    where = (80.0, 100.0)
    assert hand.tool.person_at(*where, 0.0) == "person_1", "until the frame is known, as in the photo"
    for _ in range(60):
        if any(look.output == "ids" for look, _ in session.bridge.waiting):
            break
        QTest.qWait(10)
    (look, then) = next(one for one in session.bridge.waiting if one[0].output == "ids")
    assert look.node == "stage_people_1" and look.time == session.time
    index = np.zeros((100, 120), np.uint8)
    index[50, 40], index[20, 10] = 2, 1
    then(Answer(look, session.graph, Ids(index, ("person_1", "person_2"))))
    assert hand.tool.person_at(*where, 0.0) == "person_2"
    assert hand.tool.person_at(20.0, 40.0, 0.0) == "person_1" and hand.tool.person_at(120.0, 10.0, 0.0) == ""
    session.go(20)
    assert hand.tool.person_at(*where, 0.0) == "person_1", "another frame: as in the photo until it is known"


def test_with_another_tool_in_hand_a_key_takes_the_pose_tool_up_and_deletes_nothing(session: Any, hand: Hand) -> None:
    from PySide6.QtCore import Qt

    session.choose_person("person_1")
    start = hand.joint("leftHand")
    hand.drag(start, (start[0] + 10, start[1] - 20))
    before = session.graph
    hand.viewport.use_tool("Matte")
    hand.key(Qt.Key.Key_Delete)
    assert session.graph is before
    assert hand.canvas.tool is hand.tool


def test_nothing_is_fetched_again_while_keys_are_dragged(session: Any, hand: Hand) -> None:
    session.choose_person("person_1")
    session.bridge.waiting.clear()
    start = hand.joint("leftHand")
    hand.drag(start, (start[0] + 10, start[1] - 20))
    nodes = [look.node for look, _ in session.bridge.waiting]
    assert not {"rig_person_1", "retarget_motion_1", "order_layers_1"} & set(nodes)


def test_the_menu_offers_what_fits_the_joint(session: Any, hand: Hand) -> None:
    from studio.ui.correct.pose_menu import pose_menu

    session.choose_person("person_1")
    hand.tool.selected = {"leftHand"}
    words = [action.text() for action in pose_menu(hand.tool, "leftHand").actions()]
    assert {"Pin here", "Draw arm in front or behind", "Set key", "Reset joint", "Mirror pose", "Falloff"} <= set(words)
    assert "Pin here" not in [action.text() for action in pose_menu(hand.tool, "head").actions()]


def test_it_draws_handles_ghosts_and_words_over_the_picture(session: Any, hand: Hand) -> None:
    from PySide6.QtCore import QRectF, Qt
    from PySide6.QtGui import QColor, QImage, QPainter

    def drawn_now() -> QImage:
        image = QImage(hand.canvas.width(), hand.canvas.height(), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        hand.tool.paint(painter, hand.viewport.place(), QRectF(image.rect()))
        painter.end()
        return image

    session.choose_person("person_1")
    spot = hand.point(hand.joint("leftElbow"))
    assert drawn_now().pixelColor(spot).lightness() > 150
    start = hand.joint("leftHand")
    hand.drag(start, (start[0] + 12, start[1] - 40))
    keyed = drawn_now().pixelColor(hand.point(hand.joint("leftHand")))
    assert abs(keyed.hue() - QColor("#e0a93b").hue()) < 12
    session.go(40)
    without = drawn_now()
    session.commands["motion.ghosts"].trigger()
    assert drawn_now() != without


def test_it_stands_an_empty_graph_another_document_and_a_deleted_node(session: Any, hand: Hand) -> None:
    from studio.graph.document import Document
    from studio.graph.edit import remove

    session.choose_person("person_1")
    session.apply(lambda graph: remove(graph, ["rig_person_1", "correct_motion_1"], session.library))
    hand.canvas.grab()
    hand.press((80.0, 100.0))
    hand.release((80.0, 100.0))
    session.open(Document(session.library))
    for name in ("set_key", "delete_key", "mirror_pose", "paste_pose", "pin", "compare", "next_key", "free_limb"):
        session.commands[f"motion.{name}"].trigger()
    hand.canvas.grab()
    assert hand.tool.shown() is None


def test_no_two_commands_of_the_viewport_share_a_shortcut(session: Any, viewport: Any) -> None:
    seen: dict[str, str] = {}
    for command in session.commands:
        for keys in command.action.shortcuts() if command.panel in (viewport, None) else ():
            assert seen.setdefault(keys.toString(), command.name) == command.name, keys.toString()


def turned_round(motions: Motions) -> Motions:
    """The motions of people who have turned round: a picture is mirrored then."""
    return Motions((key, replace(one, channels={**one.channels, "flip": np.full(len(one.root), -1.0, np.float32)}))
                   for key, one in motions.items())  # fmt: skip


def test_the_skeleton_of_who_has_turned_round_lies_over_the_mirror_image_and_is_dragged_there(
    session: Any, hand: Hand
) -> None:
    session.choose_person("person_1")
    plain, hips = hand.joint("leftHand"), hand.joint("hips")
    cast = hand.tool.cast
    cast.motions = turned_round(cast.motions)
    assert hand.joint("leftHand") == pytest.approx((2 * hips[0] - plain[0], plain[1]), abs=1e-3)
    start = hand.exact(hand.joint("leftHand"))
    grip = np.subtract(hand.joint("leftHand"), start)
    hand.press(start)
    hand.move(start, (start[0] - 10, start[1] - 30))
    end = np.add(hand.exact((start[0] - 10, start[1] - 30)), grip)
    assert hand.joint("leftHand") == pytest.approx(end, abs=0.3)
    hand.release((start[0] - 10, start[1] - 30))


def test_who_is_seen_through_a_moving_camera_is_found_by_the_pixels_of_its_frame(
    session: Any, viewport: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = viewport.canvas.tool._people
    session.look("stage_people_1", "colour")
    still = np.array([[120.0, 100.0, 240.0, 200.0]] * 2)
    path = ViewPath(60.0, still, np.ones(2), np.zeros(2, bool), 0.5)
    monkeypatch.setattr(viewport.looking, "beside", lambda media: path if media == "ViewPath" else None)
    index = np.zeros((100, 120), np.uint8)
    index[40:60, 80:100] = 1
    assert people.at(215.0, 150.0) == ""
    people._ask()
    look, then = session.bridge.waiting.pop()
    then(Answer(look, session.graph, Ids(index, ("person_1",))))
    assert people.at(210.0, 150.0) == "person_1" and people.at(180.0, 100.0) == ""
