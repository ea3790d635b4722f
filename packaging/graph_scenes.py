"""Pictures of the graph editor, each made by what an artist does with mouse and keys."""

from __future__ import annotations

from typing import Any

from studio.graph.edit import add, bypass, expose, group, remove_frame, rename, set_group
from studio.graph.graph import Graph, Source
from studio.ui.start.views import show_usual_views

WORK = ("retarget_motion_1", "place_people_1", "correct_motion_1", "pose_at_1")


class GraphScenes:
    """The graph of a photo that is open, in a window where the graph is large.

    Args:
        photographer: Holds the window.
    """

    def __init__(self, photographer: Any) -> None:
        self.by, self.session = photographer, photographer.session
        self.panel = photographer.window.graph
        self.canvas = self.panel.canvas

    def take(self) -> None:
        """All of them. Every change is undone again."""
        self.by.window.docks.choose("Compose")
        self.by.work_quietly(400)
        for scene in (self.search, self.link_search, self.refused, self.groups, self.find, self.states):
            self.session.select([])
            self.panel.fit_all()
            before = len(self.session.document.past)
            scene()
            while len(self.session.document.past) > before:
                self.session.undo()
        self.many()

    def at(self, *nodes: str, closest: float = 1.0) -> None:
        """Look at some nodes, with room around them."""
        left, top, right, bottom = self.panel.editor.mirror.extent(nodes)
        self.canvas.fit((left - 120, top - 60, right + 120, bottom + 60), closest)
        self.by.work_quietly(300)

    def socket(self, node: str, side: str, index: int = 0) -> Any:
        """A socket on the canvas."""
        place = self.panel.editor.mirror.nodes[node].socket_place((side, index))
        return self.canvas.on(*place).toPoint()

    def shoot(self, name: str) -> None:
        """The panel, once every box has painted itself."""
        from screenshots import until

        self.by.work_quietly(600)
        until(lambda: not self.panel.editor.mirror.prints.owing)
        self.by.shoot_widget(self.panel, f"graph_{name}")

    def search(self) -> None:
        """What Tab opens, and a few letters."""
        from PySide6.QtTest import QTest

        self.by.drag(self.canvas.viewport(), [self.canvas.on(1150, -260).toPoint()], press=False)
        self.panel.searching.add()
        self.by.work_quietly(200)
        QTest.keyClicks(self.panel.searching.box.line, "mo")
        self.shoot("search")
        self.panel.searching.box.hide()

    def link_search(self) -> None:
        """A link that is let go where nothing is."""
        self.at("find_faces_1", "estimate_camera_1", "order_layers_1")
        start = self.socket("find_faces_1", "out")
        self.by.drag(self.canvas.viewport(), [start, self.canvas.on(1130, 60).toPoint()])
        self.shoot("link_search")
        self.panel.searching.box.hide()

    def refused(self) -> None:
        """A link that does not fit, held over where it may not go."""
        self.at("estimate_depth_1", "clean_plate_1", "order_layers_1", "rig_person_1")
        start, end = self.socket("estimate_depth_1", "out"), self.socket("rig_person_1", "in", 1)
        self.by.drag(self.canvas.viewport(), [start, end], release=False)
        self.shoot("refused")
        self.canvas.break_off()

    def groups(self) -> None:
        """A closed group, an open one, and a node that is bypassed."""
        made: list[str] = []

        def gather(graph: Graph) -> Graph:
            graph, closed = group(graph, ("order_layers_1", "estimate_depth_1"), "Layers")
            graph, opened = group(graph, WORK, "Performance")
            made.extend((closed, opened))
            graph = remove_frame(bypass(graph, "correct_motion_1"), "frame_3")
            graph = expose(graph, self.session.library, "retarget_motion_1", "caution", "Caution", opened)
            return set_group(graph, opened, open=True)

        self.session.apply(gather)
        self.by.work_quietly(300)
        self.at(made[1], made[0], "rig_person_1")
        self.panel.editor.pick([made[1]])
        self.shoot("groups")

    def find(self) -> None:
        """Ctrl+F, and a few letters."""
        from PySide6.QtTest import QTest

        self.panel.searching.find()
        self.by.work_quietly(200)
        QTest.keyClicks(self.panel.searching.box.line, "pose")
        self.shoot("find")
        self.panel.searching.box.hide()

    def states(self) -> None:
        """What is kept, what failed and why, what is animated."""
        library = self.session.library

        def odd(graph: Graph) -> tuple[Graph, str]:
            graph, lost = add(graph, library, "load_photo", (2860.0, 320.0), path="holiday/missing.jpg")
            graph = rename(graph, lost, "Sky")
            x = graph.nodes["stage_people_1"].position[0]
            links = {"a": Source("stage_people_1", "colour"), "b": Source(lost, "out")}
            return add(graph, library, "merge", (x + 220, 320.0), **links)

        merged = self.session.apply(odd)
        self.session.look(merged, "", 1)
        self.by.rest()
        self.at(merged, "load_photo_2", closest=1.4)
        self.shoot("states")
        show_usual_views(self.session)

    def many(self) -> None:
        """Five hundred nodes, seen as a whole."""
        library = self.session.library

        def build(graph: Graph) -> Graph:
            source = Source("stage_people_1", "colour")
            for number in range(484):
                row, column = divmod(number, 22)
                kind = ("grade", "blur", "transform", "crop")[(row + column) % 4]
                step = column if row % 2 == 0 else 21 - column
                graph, made = add(graph, library, kind, (3700.0 + 260 * step, -1100.0 + 130 * row), image=source)
                source = Source(made, "out")
            return graph

        self.session.apply(build)
        self.by.work_quietly(800)
        self.panel.fit_all()
        self.shoot("many")
        self.session.undo()
