"""The people's beats: moved, trimmed, faded, crossed, duplicated, deleted, added, each in one step of undo."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from studio.media.sound import Sound
from studio.ui.timeline.beats import Beat
from studio.ui.timeline.wave import read_wave

ANNA, BEN = "person:person_1", "person:person_2"


def beats(desk: Any, person: str = "person_1") -> list[tuple[str, float, float]]:
    """(motion, first frame, last frame) of a person."""
    found = desk.state.beats_of(person)
    return [(beat.motion, round(beat.start * 24, 3), round(beat.end * 24, 3)) for beat in found]


def cast(desk: Any) -> tuple[Any, ...]:
    found: tuple[Any, ...] = desk.graph.nodes["choose_motion_1"].knobs.get("cast", ())
    return found


@pytest.fixture
def fed(desk: Any) -> Any:
    """The timeline after the people came."""
    desk.feed()
    return desk


def test_what_the_node_chose_is_shown_and_becomes_the_artists_own_when_it_is_moved(fed: Any) -> None:
    assert beats(fed) == [("wave", 12, 48)] and cast(fed) == ()
    fed.drag(fed.sheet, [fed.at(30, ANNA, 0.5), fed.at(36, ANNA, 0.5), fed.at(42, ANNA, 0.5)])
    assert beats(fed) == [("wave", 24, 60)] and fed.steps == 1
    assert [(entry["person"], entry["motion"], entry["start"]) for entry in cast(fed)] == [("person_1", "wave", 1.0)]
    assert beats(fed, "person_2") == [("wave", 12, 48)]
    fed.session.undo()
    assert cast(fed) == () and beats(fed) == [("wave", 12, 48)]


def test_both_edges_trim(fed: Any) -> None:
    fed.drag(fed.sheet, [fed.at(48, ANNA, 0.5) - fed.place(2, 0), fed.at(60, ANNA, 0.5), fed.at(72, ANNA, 0.5)])
    assert beats(fed) == [("wave", 12, 72)] and fed.steps == 1
    fed.drag(fed.sheet, [fed.at(12, ANNA, 0.5) + fed.place(2, 0), fed.at(20, ANNA, 0.5), fed.at(24, ANNA, 0.5)])
    assert beats(fed) == [("wave", 24, 72)] and fed.steps == 2
    fed.drag(fed.sheet, [fed.at(24, ANNA, 0.5) + fed.place(2, 0), fed.at(90, ANNA, 0.5)])
    assert beats(fed)[0][1] == pytest.approx(66) and beats(fed)[0][2] == 72


def test_fades_are_dragged_at_the_upper_corners(fed: Any) -> None:
    fed.drag(fed.sheet, [fed.at(12, ANNA, 0.16) + fed.place(6, 0), fed.at(18, ANNA, 0.16) + fed.place(6, 0)])
    fed.drag(fed.sheet, [fed.at(48, ANNA, 0.16) - fed.place(6, 0), fed.at(36, ANNA, 0.16) - fed.place(6, 0)])
    (entry,) = cast(fed)
    assert (entry["fade_in"], entry["fade_out"]) == (0.25, 0.5) and fed.steps == 2


def test_a_beat_is_given_to_another_person(fed: Any) -> None:
    fed.drag(fed.sheet, [fed.at(30, ANNA, 0.5), fed.at(34, BEN, 0.5)])
    assert beats(fed) == [] and beats(fed, "person_2") == [("wave", 12, 48), ("wave", 16, 52)] and fed.steps == 1
    assert {"person": "person_1", "motion": "subtle"} in [dict(entry) for entry in cast(fed)]
    fed.session.undo()
    assert beats(fed) == [("wave", 12, 48)]


def test_the_edges_of_beats_snap_to_each_other(fed: Any) -> None:
    fed.drag(fed.sheet, [fed.at(30, BEN, 0.5), fed.at(50, BEN, 0.5), fed.at(66.3, BEN, 0.5)])
    assert beats(fed, "person_2") == [("wave", 48, 84)]


def test_duplicate_delete_and_split(fed: Any) -> None:
    fed.click(fed.sheet, fed.at(30, ANNA, 0.5))
    fed.type("Ctrl+D")
    assert beats(fed) == [("wave", 12, 48), ("wave", 48, 84)] and fed.steps == 1
    fed.session.go(60)
    fed.type("Ctrl+Shift+D")
    assert beats(fed) == [("wave", 12, 48), ("wave", 48, 60), ("wave", 60, 84)] and fed.steps == 2
    fed.click(fed.sheet, fed.at(30, ANNA, 0.5))
    fed.type("Delete")
    assert beats(fed) == [("wave", 48, 60), ("wave", 60, 84)] and fed.steps == 3


def test_alt_drags_a_copy_away(fed: Any) -> None:
    from PySide6.QtCore import Qt

    alt = Qt.KeyboardModifier.AltModifier
    fed.drag(fed.sheet, [fed.at(30, ANNA, 0.5), fed.at(50, ANNA, 0.5), fed.at(70, ANNA, 0.5)], alt)
    assert beats(fed) == [("wave", 12, 48), ("wave", 52, 88)] and fed.steps == 1


def test_a_double_click_offers_the_motion_library_with_a_search(fed: Any) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from studio.ui.timeline.motion_menu import MotionMenu

    fed.double_click(fed.sheet, fed.at(60, ANNA, 0.5))
    menu = fed.sheet.findChild(MotionMenu)
    assert menu.isVisible() and menu.list.count() > 12
    QTest.keyClicks(menu.field, "bow")
    assert menu.list.count() >= 1
    QTest.keyClick(menu.field, Qt.Key.Key_Return)
    fed.wait()
    assert [name for name, *_ in beats(fed)] == ["wave", "bow"] and beats(fed)[1][1] == 60 and fed.steps == 1


def test_the_motion_library_shows_poses_and_plays_what_is_under_the_mouse(fed: Any) -> None:
    from PySide6.QtCore import QPoint
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QLabel

    menu = fed.sheet.offer_motions("person_1", 1.0, QPoint(0, 0))
    seen = menu.list.itemWidget(menu.list.item(0)).findChild(QLabel, "poses")
    for _ in range(100):
        if not seen.pixmap().isNull():
            break
        QTest.qWait(20)
    assert not seen.pixmap().isNull()
    menu.list.itemEntered.emit(menu.list.item(3))
    assert menu.player.name == menu.list.item(3).data(0x0100)
    menu.player.play("jump")
    pictures = []
    for _ in range(12):
        menu.player.step()
        pictures.append(menu.player.pixmap().toImage())
    assert any(pictures[0] != picture for picture in pictures)
    menu.field.setText("qqqqqq")
    assert menu.list.count() == 0
    assert menu.player.name == ""
    menu.close()


def test_the_library_is_searched_by_verbs_kinds_and_slips(fed: Any) -> None:
    from studio.ui.timeline.beat_edit import searched

    assert searched("applaud")[0].name == "clap"
    assert searched("jmp")[0].name == "jump"
    assert {"punch", "kick", "block"} <= {offer.name for offer in searched("fight")}
    assert not searched("qqqqqq")


def test_the_menu_of_a_beat_changes_its_motion_and_arm_and_gives_it_back(fed: Any) -> None:
    from studio.ui.timeline import beat_edit
    from studio.ui.timeline.menus import beat_menu
    from studio.ui.timeline.state import Picked

    fed.click(fed.sheet, fed.at(30, ANNA, 0.5))
    beat_edit.replace_motion(fed.state, "nod")
    beat_edit.set_side(fed.state, "left")
    beat_edit.set_amount(fed.state, 0.5)
    (entry,) = cast(fed)
    assert (entry["motion"], entry["side"], entry["amplitude"]) == ("nod", "left", 0.5) and fed.steps == 3
    actions = {action.text(): action for action in beat_menu(fed.sheet, Picked("person_1", 0)).actions()}
    actions["Let the node choose again"].trigger()
    assert cast(fed) == () and beats(fed) == [("wave", 12, 48)]


def test_a_box_selects_beats_which_move_together(fed: Any) -> None:
    fed.drag(fed.sheet, [fed.at(5, ANNA, 0.05), fed.at(20, BEN, 0.6)])
    assert len(fed.state.beats) == 2
    fed.drag(fed.sheet, [fed.at(30, ANNA, 0.5), fed.at(40, ANNA, 0.5)])
    assert beats(fed) == [("wave", 22, 58)] == beats(fed, "person_2") and fed.steps == 1


def test_a_click_on_a_beat_chooses_the_person(fed: Any) -> None:
    fed.click(fed.sheet, fed.at(30, BEN, 0.5))
    assert fed.session.person == "person_2"
    fed.click(fed.panel.header, fed.row_middle(ANNA))
    assert fed.session.person == "person_1"


def test_other_settings_of_an_entry_survive_a_drag(fed: Any) -> None:
    from studio.ui.timeline.beats import with_beats

    library = fed.session.library
    beat = Beat("wave", 1.0, 2.0, entry={"amplitude": 1.5, "tempo": 2.0})
    fed.session.apply(lambda graph: with_beats(graph, library, "choose_motion_1", "person_1", [beat]))
    fed.drag(fed.sheet, [fed.at(40, ANNA, 0.5), fed.at(46, ANNA, 0.5)])
    (entry,) = cast(fed)
    assert (entry["amplitude"], entry["tempo"], entry["start"]) == (1.5, 2.0, 1.25)


def test_somebody_who_is_not_found_is_shown_grey_with_what_they_would_do(fed: Any) -> None:
    from studio.ui.timeline.beats import with_beats

    library = fed.session.library
    beat = Beat("nod", 1.0, 2.0)
    fed.session.apply(lambda graph: with_beats(graph, library, "choose_motion_1", "person_9", [beat]))
    assert fed.row("person:person_9").gone and beats(fed, "person_9") == [("nod", 24, 72)]


def test_people_bear_the_names_and_colours_of_the_roster_at_once(fed: Any) -> None:
    from studio.graph.edit import set_knob

    roster = ({"id": "person_2", "box": (0, 0, 1, 2), "name": "Grandpa", "colour": (1.0, 0.0, 0.0)},)
    fed.session.apply(lambda graph: set_knob(graph, fed.session.library, "detect_people_1", "roster", roster))
    assert (fed.row(BEN).title, fed.row(BEN).colour) == ("Grandpa", "#ff0000")


def test_motions_are_asked_for_again_after_a_change_that_computes(fed: Any) -> None:
    from studio.graph.edit import move, set_knob

    fed.session.apply(lambda graph: move(graph, {"blur_1": (5.0, 5.0)}))
    fed.wait(250)
    assert fed.session.bridge.waiting == []
    fed.session.apply(lambda graph: set_knob(graph, fed.session.library, "choose_motion_1", "seed", 5))
    assert fed.until(lambda: any(look.node == "choose_motion_1" for look, _ in fed.session.bridge.waiting))


def test_the_wave_keeps_the_loudest_sample_at_every_zoom() -> None:
    samples = np.zeros((48000, 2), np.float32)
    samples[24000, 1], samples[24010, 0] = 0.9, -0.7
    wave = read_wave(Sound(samples, 48000))
    for columns in (20, 200, 5000):
        at, low, high = wave.between(0.0, 1.0, columns)
        assert high.max() == np.float32(0.9) and low.min() == np.float32(-0.7)
        assert abs(at[high.argmax()] - 0.5) < 1.5 / columns + 0.01
    assert wave.duration == pytest.approx(1.0)


def test_an_attached_sound_is_drawn_and_played(fed: Any) -> None:
    from studio.graph.edit import add, link
    from studio.node import node
    from studio.node.library import Library
    from studio.ui.bridge import Answer

    @node(family="voice", version=1)
    def make_sound() -> Sound:
        """Make a sound.

        Returns:
            A sound.
        """
        raise NotImplementedError

    types = Library([*(kind.function for kind in fed.session.library.values()), make_sound])
    fed.session.library = types
    fed.session.apply(lambda graph: add(graph, types, "make_sound")[0])
    fed.session.apply(lambda graph: add(graph, types, "write_movie", clip="blur_1")[0])
    fed.session.apply(lambda graph: link(graph, types, "make_sound_1", "write_movie_1", "sound"))
    assert fed.until(lambda: any(look.node == "make_sound_1" for look, _ in fed.session.bridge.waiting))
    sound = Sound(np.sin(np.arange(96000) / 20).astype(np.float32)[:, None], 48000)
    for look, then in fed.session.bridge.waiting:
        then(Answer(look, fed.graph, sound if look.node == "make_sound_1" else None))
    assert fed.until(lambda: fed.state.watch.wave is not None)
    assert fed.row("sound:0") and fed.panel.playback.sound._sound is sound
    image = fed.sheet.grab().toImage()
    ratio = image.devicePixelRatio()
    colour = image.pixelColor(*(round(part * ratio) for part in fed.at(20, "sound:0", 0.4).toTuple()))
    assert colour.green() > 140 and colour.green() > colour.blue() + 40


def test_why_nobody_is_known_is_said_in_the_row(desk: Any) -> None:
    from studio.graph.edit import set_knob
    from studio.ui.bridge import Answer

    desk.session.apply(lambda graph: set_knob(graph, desk.session.library, "correct_motion_1", "keys", ()))
    assert desk.until(lambda: len(desk.session.bridge.waiting) >= 2)
    for look, then in desk.session.bridge.waiting:
        then(Answer(look, desk.graph, None, "load_photo: no photo is chosen yet", "load_photo_1"))
    desk.wait()
    assert desk.row("nobody").title == "load_photo: no photo is chosen yet"


def test_what_did_not_change_is_not_asked_for_again(fed: Any) -> None:
    from studio.graph.edit import set_knob

    fed.session.apply(lambda graph: set_knob(graph, fed.session.library, "grade_1", "exposure", 1.0))
    fed.wait(250)
    assert fed.session.bridge.waiting == []
    fed.session.bridge.went_down.emit("killed")
    assert fed.until(lambda: len(fed.session.bridge.waiting) >= 2)


def test_what_lies_under_the_mouse_is_said(fed: Any) -> None:
    from PySide6.QtCore import QPointF

    def said(frame: float, row: str, down: float = 0.5) -> str:
        text: str = fed.sheet.tip(QPointF(fed.at(frame, row, down)))
        return text

    assert said(30, ANNA).startswith("Wave, frames 12 to 48, 1.50 s") and "Chosen by the node" in said(30, ANNA)
    assert said(24, "knob:blur_1.size") == "size: 10 at frame 24, bezier"
    assert said(12, "corrected:correct_motion_1.person_1") == "2 keys at frame 12"
    assert "Double-click" in said(90, "knob:blur_1.size") and said(5, "people") == ""
