"""The camera's moves as blocks in a row of their own: moved, trimmed, changed, added, taken away, given back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nodes.script.by_hand import named
from nodes.script.camera_by_hand import CAMERA, changed_moves, named_moves
from studio.graph.edit import add, link
from studio.media.scene import Scene, Thing
from studio.media.script import Beat, CameraMove, Script
from studio.ui.bridge import Answer
from studio.ui.timeline import beat_edit, camera_menu, tips
from studio.ui.timeline.state import Picked

BEATS = named((Beat("person_1", "wave", start=0.5, duration=1.5),))
MOVES = named_moves((CameraMove("push_in", ("person_1",), start=0.5, duration=1.5), CameraMove("cut", start=3.0)))


def answer(desk: Any, late: float = 0.0) -> None:
    """Answer as the engine would, with a script that is played so much later than it is written."""
    assert desk.until(lambda: any(look.node == "write_script_1" for look, _ in desk.session.bridge.waiting))
    waiting = desk.session.bridge.waiting
    ours = [one for one in waiting if one[0].node == "write_script_1"]
    waiting[:] = [one for one in waiting if one not in ours]
    written = changed_moves(MOVES, desk.graph.nodes["write_script_1"].knobs.get("edits", ()))
    camera = tuple(replace(move, start=move.start + late) for move in written)
    for look, then in ours:
        then(Answer(look, desk.graph, Script(BEATS, (), BEATS, camera=camera, prompted_camera=MOVES)))
    desk.feed()


@pytest.fixture
def filmed(desk: Any) -> Any:
    """The timeline of a shot whose script moves the camera."""
    library = desk.session.library

    def edit(graph: Any) -> Any:
        graph, node = add(graph, library, "write_script", (0.0, 0.0), image="load_photo_1", people="detect_people_1")
        graph = link(graph, library, node, "choose_motion_1", "script")
        graph, director = add(graph, library, "direct_camera", (0.0, 0.0), image="load_photo_1")
        return link(graph, library, node, director, "script")

    desk.session.apply(edit)
    desk.session.document.past.clear()
    answer(desk)
    return desk


def blocks(desk: Any) -> list[tuple[str, float, float]]:
    return [(b.motion, round(b.start, 3), round(b.end, 3)) for b in desk.state.beats_of(CAMERA)]


def edits(desk: Any) -> list[dict[str, Any]]:
    return [dict(one) for one in desk.graph.nodes["write_script_1"].knobs.get("edits", ())]


def test_the_camera_has_a_row_with_its_moves_where_a_script_directs_it(filmed: Any, desk: Any) -> None:
    assert [row.title for row in filmed.state.rows if row.person == CAMERA] == ["Camera"]
    assert blocks(filmed) == [("push_in", 0.5, 2.0), ("cut", 3.0, 5.0)]
    assert all(block.given for block in filmed.state.beats_of(CAMERA))
    said = tips.of_beat(filmed.state, filmed.state.beats_of(CAMERA)[0])
    assert said.startswith("The camera: push in") and "As the prompt has it" in said


def test_a_move_that_is_shifted_and_trimmed_is_said_in_the_script_and_undone_in_one_step(filmed: Any) -> None:
    push, cut = filmed.state.beats_of(CAMERA)
    beat_edit.write(filmed.state, CAMERA, [replace(push, start=1.0, length=2.5), cut], "move")
    assert edits(filmed) == [{"id": "camera push_in 1", "start": 1.0, "duration": 2.5}]
    assert blocks(filmed)[0] == ("push_in", 1.0, 3.5) and not filmed.state.beats_of(CAMERA)[0].given
    filmed.session.undo()
    assert edits(filmed) == [] and blocks(filmed)[0] == ("push_in", 0.5, 2.0)


def test_a_script_that_is_played_later_is_changed_by_as_much_as_the_block_is_moved(filmed: Any) -> None:
    filmed.session.apply(lambda graph: replace(graph, shot=replace(graph.shot, last=graph.shot.last)))
    filmed.state.watch.script = replace(
        filmed.state.watch.script, camera=tuple(replace(move, start=move.start + 2.0) for move in MOVES)
    )
    push, cut = filmed.state.beats_of(CAMERA)
    assert push.start == 2.5
    beat_edit.write(filmed.state, CAMERA, [replace(push, start=2.75), cut], "move")
    assert edits(filmed) == [{"id": "camera push_in 1", "start": 0.75}]


def test_moves_are_added_onto_whoever_is_selected_changed_and_taken_away(filmed: Any) -> None:
    filmed.session.choose_person("person_2")
    camera_menu.add_move(filmed.state, "pan", 2.0)
    assert edits(filmed)[-1] | {} == {
        "id": "camera by hand 1", "added": True, "action": "pan", "onto": "person_2", "start": 2.0, "duration": 1.0,
    }  # fmt: skip
    filmed.state.pick((), [Picked(CAMERA, 0)])
    camera_menu._change(filmed.state, "size", "close")
    assert {"id": "camera push_in 1", "size": "close"} in edits(filmed)
    filmed.state.pick((), [Picked(CAMERA, 2)])
    beat_edit.delete_beats(filmed.state)
    assert {"id": "camera cut 1", "delete": True} in edits(filmed)
    assert [name for name, *_ in blocks(filmed)] == ["push_in", "pan"]
    assert beat_edit.is_own(filmed.state, CAMERA)
    beat_edit.give_back(filmed.state, CAMERA)
    assert edits(filmed) == [] and len(blocks(filmed)) == 2


def test_the_menu_of_a_move_says_whom_and_how_and_offers_no_arm(filmed: Any) -> None:
    from PySide6.QtWidgets import QMenu, QWidget

    menu = QMenu(owner := QWidget())
    camera_menu.fill_menu(menu, filmed.state)
    titles = [action.text() for action in menu.actions()]
    assert titles == ["Change to", "Goes to", "How close", "How it goes"]
    owner.deleteLater()


def test_the_camera_can_be_sent_to_the_things_of_the_scene(filmed: Any) -> None:
    from PySide6.QtWidgets import QMenu, QWidget

    library = filmed.session.library

    def with_scene(graph: Any) -> Any:
        graph, node = add(graph, library, "relate_people", (0.0, 0.0), image="load_photo_1", people="detect_people_1")
        return link(graph, library, node, "direct_camera_1", "scene")

    filmed.session.apply(with_scene)
    waiting = filmed.session.bridge.waiting
    assert filmed.until(lambda: any(look.node == "relate_people_1" for look, _ in waiting))
    look, then = next(one for one in waiting if one[0].node == "relate_people_1")
    waiting.remove((look, then))
    things = (Thing("traffic_light", "object", (0, 0, 9, 9)), Thing("person_1", "person", (0, 0, 9, 9)))
    then(Answer(look, filmed.graph, Scene((90, 60), things)))
    menu = QMenu(owner := QWidget())
    filmed.state.pick((), [Picked(CAMERA, 0)])
    camera_menu.fill_menu(menu, filmed.state)
    goes_to = menu.actions()[1].menu()
    light = next(action for action in goes_to.actions() if action.text() == "Traffic light")
    light.trigger()
    assert {"id": "camera push_in 1", "onto": "traffic_light"} in edits(filmed)
    assert "Onto Traffic light" in tips.of_beat(filmed.state, filmed.state.beats_of(CAMERA)[0])
    owner.deleteLater()
