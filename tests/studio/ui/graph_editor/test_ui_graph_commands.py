"""Working in the graph with keys and menus."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from studio.graph.edit import add_frame
from studio.graph.graph import Graph, Source
from studio.graph.project import dumps, loads


def test_tab_finds_a_node_by_a_few_letters_and_adds_it_at_the_mouse(hand: Any) -> None:
    hand.move(hand.on(400, 200))
    hand.key("Tab")
    box = hand.panel.searching.box
    assert box.isVisible()
    assert {entry.family for entry in box.entries} > {"people", "composite", "motion"}
    hand.type("wrm", box.line)
    assert box.entries[0].key == "write_movie"
    hand.key("Return", box.line)
    (made,) = hand.graph.nodes
    assert hand.graph.nodes[made].type == "write_movie"
    x, y = hand.graph.nodes[made].position
    assert abs(x + 88 - 400) <= 20
    assert abs(y + 13 - 200) <= 20
    assert not box.isVisible()
    assert hand.editor.picked == (made,)


def test_the_arrows_choose_shift_and_enter_links_and_escape_leaves(hand: Any) -> None:
    one = hand.add("checker")
    hand.click(hand.box(one))
    hand.move(hand.on(400, 200))
    hand.key("Tab")
    line = hand.panel.searching.box.line
    hand.type("bl", line)
    hand.key("Down", line)
    hand.key("Up", line)
    hand.key("Shift+Return", line)
    (made,) = [name for name, node in hand.graph.nodes.items() if node.type == "blur"]
    assert hand.graph.nodes[made].inputs["image"] == Source(one, "out")
    count = len(hand.graph.nodes)
    hand.key("Tab")
    hand.key("Esc", line)
    assert not hand.panel.searching.box.isVisible()
    assert len(hand.graph.nodes) == count


def test_a_click_beside_the_search_closes_it(hand: Any) -> None:
    hand.move(hand.on(0, 0))
    hand.key("Tab")
    hand.click(hand.canvas.viewport().rect().bottomLeft())
    assert not hand.panel.searching.box.isVisible()


def test_d_bypasses_all_that_is_picked_and_again_none(hand: Any) -> None:
    one, two = hand.add("blur"), hand.add("grade", 300, 0)
    hand.session.select([one, two])
    hand.key("D")
    assert hand.graph.nodes[one].bypass
    assert hand.graph.nodes[two].bypass
    hand.key("D")
    assert not hand.graph.nodes[one].bypass


def test_delete_bridges_and_shift_delete_leaves_a_gap(hand: Any) -> None:
    one = hand.add("checker")
    two = hand.add("blur", 250, 0, image=one)
    three = hand.add("grade", 500, 0, image=two)
    hand.click(hand.box(two))
    hand.key("Delete")
    assert hand.graph.nodes[three].inputs["image"] == Source(one, "out")
    hand.session.undo()
    hand.click(hand.box(two))
    hand.key("Shift+Delete")
    assert not hand.graph.nodes[three].inputs
    assert two not in hand.editor.mirror.nodes


def test_delete_takes_a_picked_link_away(hand: Any) -> None:
    one = hand.add("checker")
    two = hand.add("grade", 500, 200, image=one)
    hand.click(hand.wire(two, "image"))
    assert hand.editor.wires == {(two, "image")}
    hand.key("Delete")
    assert not hand.graph.nodes[two].inputs
    assert two in hand.graph.nodes


def test_copies_are_text_and_are_pasted_at_the_mouse(hand: Any) -> None:
    one = hand.add("checker")
    two = hand.add("blur", 300, 0, image=one)
    hand.session.select([one, two])
    hand.key("Ctrl+C")
    text = QApplication.clipboard().text()
    assert '"format": "vivant"' in text
    hand.move(hand.on(300, 400))
    hand.key("Ctrl+V")
    made = set(hand.graph.nodes) - {one, two}
    assert len(made) == 2
    assert set(hand.editor.picked) == made
    (blur,) = [name for name in made if hand.graph.nodes[name].type == "blur"]
    assert hand.graph.nodes[blur].inputs["image"].node in made
    assert abs(hand.graph.nodes[blur].position[1] - 400) < 60


def test_a_copied_frame_brings_what_lies_on_it(hand: Any) -> None:
    one = hand.add("checker", 200, 100)
    hand.session.select([one])
    hand.key("F")
    hand.type("Light", hand.panel.name_line)
    hand.key("Return", hand.panel.name_line)
    (frame,) = hand.graph.frames
    assert hand.editor.picked == (frame,)
    hand.key("Ctrl+D")
    made, copy = set(hand.graph.nodes) - {one}, set(hand.graph.frames) - {frame}
    assert len(made) == len(copy) == 1
    assert hand.graph.frames[copy.pop()].title == "Light"
    hand.key("Ctrl+X")
    assert (set(hand.graph.nodes), set(hand.graph.frames)) == ({one}, {frame})
    hand.move(hand.on(300, 500))
    hand.key("Ctrl+V")
    (pasted,) = set(hand.graph.frames) - {frame}
    x, y, width, height = hand.graph.frames[pasted].box
    assert abs(x + width / 2 - 300) < 30
    assert abs(y + height / 2 - 500) < 30


def test_pasting_what_is_no_graph_is_said_and_changes_nothing(hand: Any) -> None:
    QApplication.clipboard().setText("a shopping list")
    before = hand.graph
    hand.key("Ctrl+V")
    assert hand.graph is before
    assert hand.said


def test_cut_takes_away_and_duplicate_keeps_what_is_read(hand: Any) -> None:
    one = hand.add("checker")
    two = hand.add("blur", 300, 0, image=one)
    hand.session.select([two])
    hand.key("Ctrl+D")
    (copy,) = set(hand.graph.nodes) - {one, two}
    assert hand.graph.nodes[copy].inputs["image"] == Source(one, "out")
    hand.key("Ctrl+X")
    assert copy not in hand.graph.nodes
    assert "blur" in QApplication.clipboard().text()


def test_f_puts_a_frame_around_and_asks_for_its_title(hand: Any) -> None:
    one = hand.add("checker", 200, 100)
    hand.click(hand.box(one))
    hand.key("F")
    hand.type("Light", hand.panel.name_line)
    hand.key("Return", hand.panel.name_line)
    (frame,) = hand.graph.frames.values()
    assert frame.title == "Light"
    assert frame.box[0] < 200
    assert frame.box[0] + frame.box[2] > 376
    hand.panel.actions_on.colour((0.5, 0.2, 0.2))
    assert next(iter(hand.graph.frames.values())).colour == (0.5, 0.2, 0.2)
    hand.key("Delete")
    assert not hand.graph.frames
    assert one in hand.graph.nodes


def test_f2_renames_and_an_empty_name_is_the_types_own(hand: Any) -> None:
    one = hand.add("checker")
    hand.click(hand.box(one))
    hand.key("F2")
    hand.type("Board", hand.panel.name_line)
    hand.key("Return", hand.panel.name_line)
    assert hand.graph.nodes[one].title == "Board"
    assert hand.editor.mirror.nodes[one].box.title == "Board"
    hand.key("F2")
    hand.type("Other", hand.panel.name_line)
    hand.key("Esc", hand.panel.name_line)
    assert hand.graph.nodes[one].title == "Board"


def test_a_group_closes_opens_in_place_and_is_gone_inside_with_a_way_back(hand: Any) -> None:
    one = hand.add("checker")
    two = hand.add("blur", 220, 0, image=one)
    three = hand.add("grade", 520, 0, image=two)
    hand.session.select([one, two])
    hand.key("Ctrl+G")
    (made,) = hand.graph.groups
    assert set(hand.editor.mirror.nodes) == {made, three}
    assert hand.editor.mirror.wires[three, "image"].wire.source == made
    hand.key("O")
    assert set(hand.editor.mirror.nodes) == {one, two, three}
    assert made in hand.editor.mirror.backdrops
    hand.key("O")
    hand.double_click(hand.box(made))
    assert hand.editor.level == made
    assert set(hand.editor.mirror.nodes) == {one, two}
    assert [button.text() for button in hand.panel.crumbs.buttons] == ["Graph", "Group"]
    assert hand.panel.crumbs.isVisible()
    assert hand.panel.crumbs.width() >= sum(button.sizeHint().width() for button in hand.panel.crumbs.buttons)
    hand.panel.crumbs.buttons[0].click()
    assert hand.editor.level == ""
    hand.click(hand.box(made))
    hand.key("Ctrl+Shift+G")
    assert not hand.graph.groups
    assert set(hand.editor.picked) == {one, two}


def test_a_group_is_shared_as_text(hand: Any) -> None:
    one = hand.add("checker")
    two = hand.add("blur", 220, 0, image=one)
    hand.session.select([one, two])
    hand.key("Ctrl+G")
    hand.key("F2")
    hand.type("Soft board", hand.panel.name_line)
    hand.key("Return", hand.panel.name_line)
    hand.key("Ctrl+C")
    hand.open(Graph())
    hand.key("Ctrl+V")
    (group,) = hand.graph.groups.values()
    assert group.title == "Soft board"
    assert len(hand.graph.nodes) == 2
    assert all(node.group for node in hand.graph.nodes.values())
    assert set(hand.editor.mirror.nodes) == set(hand.graph.groups)


def test_what_is_added_inside_a_group_is_in_it(hand: Any) -> None:
    one = hand.add("checker")
    hand.session.select([one])
    hand.key("Ctrl+G")
    hand.key("I")
    hand.move(hand.on(200, 300))
    hand.key("Tab")
    hand.type("blur", hand.panel.searching.box.line)
    hand.key("Return", hand.panel.searching.box.line)
    (made,) = hand.graph.groups
    assert {node.group for node in hand.graph.nodes.values()} == {made}
    hand.key("U")
    assert hand.editor.level == ""
    assert hand.editor.picked == (made,)


def test_a_link_to_a_closed_groups_socket_is_made_inside(hand: Any) -> None:
    one = hand.add("blur", 300, 0)
    hand.session.select([one])
    hand.key("Ctrl+G")
    (made,) = hand.graph.groups
    source = hand.add("checker")
    hand.drag(hand.socket(source, "out"), hand.socket(made, "in"))
    assert hand.graph.nodes[one].inputs["image"] == Source(source, "out")


def test_when_the_group_that_is_shown_is_undone_the_whole_graph_is_shown(hand: Any) -> None:
    one = hand.add("checker")
    hand.session.select([one])
    hand.key("Ctrl+G")
    hand.key("I")
    hand.session.undo()
    assert hand.editor.level == ""
    assert one in hand.editor.mirror.nodes
    assert not hand.panel.crumbs.isVisible()


def test_a_frame_made_inside_a_group_is_seen_there_alone(hand: Any) -> None:
    one = hand.add("checker")
    hand.session.select([one])
    hand.key("Ctrl+G")
    hand.key("I")
    hand.key("F")
    hand.key("Return", hand.panel.name_line)
    assert set(hand.graph.frames) <= set(hand.editor.mirror.backdrops)
    hand.key("U")
    assert not hand.editor.mirror.backdrops


def test_l_lays_out_in_one_step(hand: Any) -> None:
    hand.open_preset()
    steps = len(hand.session.document.past)
    hand.key("L")
    place = {name: node.position for name, node in hand.graph.nodes.items()}
    for name, node in hand.graph.nodes.items():
        assert all(place[source.node][0] < place[name][0] for source in node.inputs.values())
    assert len(hand.session.document.past) == steps + 1


def test_align_and_distribute(hand: Any) -> None:
    names = [hand.add("checker", x, y) for x, y in ((0, 0), (220, 40), (700, 90))]
    hand.session.select(names)
    hand.key("Shift+H")
    assert {hand.graph.nodes[name].position[1] for name in names} == {0}
    hand.key("Alt+H")
    assert [hand.graph.nodes[name].position[0] for name in names] == [0, 350, 700]
    hand.key("Shift+V")
    assert {hand.graph.nodes[name].position[0] for name in names} == {0}


def test_brackets_pick_up_and_downstream_and_ctrl_a_all(hand: Any) -> None:
    one = hand.add("checker")
    two = hand.add("blur", 250, 0, image=one)
    three = hand.add("grade", 500, 0, image=two)
    hand.session.select([two])
    hand.key("[")
    assert set(hand.session.selection) == {one, two}
    hand.key("]")
    assert set(hand.session.selection) == {one, two, three}
    hand.session.select([])
    hand.key("Ctrl+A")
    assert set(hand.session.selection) == {one, two, three}


def test_numbers_view_what_is_picked_and_a_double_click_looks(hand: Any) -> None:
    one, two = hand.add("checker"), hand.add("ramp", 300, 0)
    hand.click(hand.box(one))
    hand.key("3")
    assert hand.session.views[3].node == one
    assert hand.session.shown == 3
    assert hand.editor.mirror.nodes[one].face.views == (3,)
    hand.double_click(hand.box(two))
    assert hand.session.view().node == two


def test_the_windows_own_number_keys_hold_where_nothing_is_picked(hand: Any) -> None:
    pressed: list[int] = []
    hand.session.commands.add(
        "view.show_3",
        "Show 3",
        lambda: pressed.append(3),
        group="View",
        owner=hand.panel,
        shortcut="3",
        everywhere=True,
    )
    one = hand.add("checker")
    hand.key("3")
    assert pressed == [3]
    hand.click(hand.box(one))
    hand.key("3")
    assert pressed == [3]
    assert hand.session.views[3].node == one


def test_ctrl_f_finds_a_node_inside_a_closed_group(hand: Any) -> None:
    one = hand.add("checker", 3000, 2000)
    hand.session.select([one])
    hand.key("Ctrl+G")
    hand.key("Ctrl+F")
    hand.type("checker", hand.panel.searching.box.line)
    hand.key("Return", hand.panel.searching.box.line)
    assert hand.editor.level in hand.graph.groups
    assert hand.editor.picked == (one,)
    assert hand.canvas.seen().contains(3000, 2000)


def test_bookmarks_are_kept_in_the_project(hand: Any) -> None:
    hand.add("checker")
    hand.look(1234, 567, 0.5)
    hand.key("Shift+4")
    hand.look(0, 0, 1)
    hand.open(loads(dumps(hand.graph, hand.session.library), hand.session.library).graph)
    hand.key("Alt+4")
    assert hand.canvas.zoom == 0.5
    assert abs(hand.canvas.centre().x() - 1234) < 1
    hand.wait(lambda: not hand.editor.mirror.prints.zooming)


def test_a_and_z_show_everything_and_what_is_picked(hand: Any) -> None:
    one = hand.add("checker")
    hand.add("ramp", 3000, 1000)
    hand.key("A")
    assert hand.canvas.seen().contains(0, 0)
    assert hand.canvas.seen().contains(3100, 1000)
    hand.click(hand.box(one))
    hand.key("Z")
    assert not hand.canvas.seen().contains(3000, 1000)
    hand.wait(lambda: not hand.editor.mirror.prints.zooming)


def test_dot_adds_a_reroute_alone_or_into_the_picked_link(hand: Any) -> None:
    hand.move(hand.on(100, 100))
    hand.key(".")
    (dot,) = hand.graph.nodes
    assert hand.graph.nodes[dot].type == "reroute"
    one = hand.add("checker", 0, 200)
    two = hand.add("blur", 500, 300, image=one)
    hand.click(hand.wire(two, "image"))
    hand.key(".")
    assert hand.graph.nodes[two].inputs["image"].node.startswith("reroute")


def test_snap_is_switched_off_by_its_command(hand: Any) -> None:
    node = hand.add("checker")
    hand.session.commands["graph.snap"].trigger()
    hand.drag(hand.box(node), hand.box(node) + hand.on(37, 11) - hand.on(0, 0))
    assert hand.graph.nodes[node].position == (37, 11)


def test_the_menu_of_a_node_holds_its_commands(hand: Any) -> None:
    from studio.ui.graph_editor.hits import Hit
    from studio.ui.graph_editor.menus import menu_for

    node = hand.add("checker")
    frame = hand.session.apply(lambda graph: add_frame(graph, box=(0.0, 300.0, 200.0, 200.0)))
    menu = menu_for(hand.panel, Hit(box=node))
    assert hand.session.commands["graph.bypass"] in menu.actions()
    menu = menu_for(hand.panel, Hit(backdrop=frame, part="head"))
    colours = [action for action in menu.actions() if isinstance(action.menu(), QMenu)]
    assert colours
    hand.click(hand.box(node), button=Qt.MouseButton.RightButton)


def test_every_command_has_a_title_and_no_two_share_a_key(hand: Any) -> None:
    seen: dict[str, str] = {}
    for command in hand.session.commands:
        assert command.title
        for shortcut in command.action.shortcuts():
            keys = shortcut.toString()
            assert keys not in seen, f"{keys}: {seen[keys]} and {command.name}"
            seen[keys] = command.name


def test_an_empty_graph_says_what_to_do(hand: Any) -> None:
    assert hand.panel.hint.isVisible()
    assert "Tab" in hand.panel.hint.words.text()
    hand.add("checker")
    assert not hand.panel.hint.isVisible()
    hand.key("A")
    hand.key("L")
