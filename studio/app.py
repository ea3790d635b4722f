"""The composition root: the one place where the node library, the engine, the models and the files meet.

In plain Python::

    from studio.app import Studio

    studio = Studio()
    graph = studio.preset("group_photo", photo="people.jpg")
    frame = studio.pull(graph, "stage_people", "colour", time=1.0)
    print(frame.srgb8().shape)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import nodes
from studio.engine.cache import Cache
from studio.engine.evaluator import Evaluator
from studio.engine.events import Event
from studio.engine.lend import Derived, Lent, Services
from studio.graph import project
from studio.graph.edit import set_knob
from studio.graph.graph import Graph
from studio.graph.open_file import open_file
from studio.graph.project import Loaded
from studio.media.errors import BadInput
from studio.models.shelf import Shelf
from studio.node.library import Library

if TYPE_CHECKING:
    import moderngl

    from studio.engine.cancel import Cancel
    from studio.ui.bridge import Bridge


@cache
def library() -> Library:
    """Every node type that the program carries."""
    found = Library()
    found.add_package("nodes")
    here = Path(__file__).resolve().parent
    parts = [here / name for name in ("media", "models", "gl", "files")]
    found.know_code([Path(next(iter(nodes.__path__))), *parts, folder("resources")])
    return found


def folder(name: str) -> Path:
    """A folder that the program carries (``presets``, ``resources``, ``benchmarks``), in a checkout or installed."""
    here = Path(__file__).resolve().parent
    inside = {"benchmarks": "tests/benchmarks"}.get(name, name)
    for candidate in (here.parent / inside, here / "_installed" / name):
        if candidate.is_dir():
            return candidate
    raise BadInput(f"the installation is incomplete: {name} is missing; install Vivant again")


class Studio:
    """What it takes to compute graphs: library, evaluator, cache, models, and GL once it is asked for.

    Args:
        listen: Receives every event of the engine (progress, results, failures), on the evaluating thread.
        memory: Bytes of RAM for kept results; by default a third of the machine's.
        disk: Folder for results kept on disk; None for the user's cache folder, "" for none.
        media: Folders in which media files are looked for by digest.
    """

    def __init__(
        self,
        *,
        listen: Callable[[Event], None] | None = None,
        memory: int | None = None,
        disk: str | Path | None = None,
        media: Sequence[Path] = (),
    ) -> None:
        self.library = library()
        self.models = Shelf()
        self.cache = make_cache(memory, disk)
        self.listen = listen
        self.media_folders = tuple(media)
        self._gl: moderngl.Context | None = None
        # textures and factorisations outlive one pull: a scrub makes them once
        self._derived = Derived()

    def evaluator(self, graph: Graph, metadata: Mapping[str, str] | None = None) -> Evaluator:
        """An evaluator over this studio's cache and models, knowing where the graph's media lie now."""
        found = project.find_media(graph, self.library, list(self.media_folders))
        return Evaluator(
            self.library, cache=self.cache, models=self.models, device=pick_device(), gl=self.gl, media=found,
            metadata=metadata, listen=self.listen, derived=self._derived,
        )  # fmt: skip

    def pull(
        self,
        graph: Graph,
        node: str,
        output: str = "out",
        time: float = 0.0,
        *,
        scale: float = 1.0,
        cancel: Cancel | None = None,
    ) -> Any:
        """One output of one node at a time in seconds. ``node`` is an id or, where it is the only one, a type."""
        return self.evaluator(graph).pull(graph, find(graph, node), output, time, scale=scale, cancel=cancel)

    def write(
        self,
        graph: Graph,
        node: str,
        *,
        frames: range | None = None,
        scale: float = 1.0,
        embed: bool = True,
        cancel: Cancel | None = None,
    ) -> Any:
        """Run a writer; its file carries the graph unless ``embed`` is False."""
        metadata = {"vivant_graph": project.dumps(graph, self.library, portable=True)} if embed else {}
        evaluator = self.evaluator(graph, metadata)
        return evaluator.write(graph, find(graph, node), frames=frames, scale=scale, cancel=cancel)

    def context(self) -> Lent:
        """A context for calling a node's function directly, as tests and scripts do."""
        services = Services(pick_device(), self.models, self.gl, {}, {}, self.listen, self._derived)
        return Lent("", services, None)

    def load(self, path: Path) -> Loaded:
        """A graph from a project file, or from a film or picture that carries one, with notes about it."""
        return open_graph(path)

    def preset(self, name: str, photo: str | Path | None = None) -> Graph:
        """A preset's graph, on a photo."""
        graph = open_graph(preset_path(name)).graph
        for node in find_all(graph, "load_photo") if photo is not None else ():
            graph = set_knob(graph, self.library, node, "path", str(photo))
        return graph

    def gl(self) -> moderngl.Context:
        """The headless GL context, made when it is first needed."""
        if self._gl is None:
            from studio.gl.context import open_context

            self._gl = open_context()
        return self._gl


def serve(arena: str, incoming: IO[bytes], outgoing: IO[bytes]) -> None:
    """Compute for a window, in this process, until the window is gone (:mod:`studio.engine.child`)."""
    from studio.engine.child.arena import Arena
    from studio.engine.child.serve import Server
    from studio.engine.child.teller import Teller
    from studio.engine.child.wire import Sender

    sender, shared = Sender(outgoing), Arena.open(arena)
    teller = Teller(sender.send, shared)
    Server(Studio(listen=teller.hear).evaluator(Graph()), teller, shared, incoming, sender).run()


def make_cache(memory: int | None, disk: str | Path | None) -> Cache:
    """A cache of a third of the machine's memory, over the user's cache folder."""
    import psutil

    from studio.files.kept_results import kept_results

    disk = kept_results() if disk is None else disk
    wanted = memory if memory is not None else psutil.virtual_memory().total // 3
    return Cache(wanted, Path(disk) if str(disk) else None)


def pick_device() -> str:
    """ "cuda:0" where torch finds a GPU, else "cpu". VIVANT_DEVICE overrides."""
    wanted = os.environ.get("VIVANT_DEVICE")
    if wanted:
        return wanted
    with suppress(ImportError):
        import torch

        return "cuda:0" if torch.cuda.is_available() else "cpu"
    return "cpu"


def open_graph(path: Path) -> Loaded:
    """Read a graph from a project, or from a film or picture that carries one; the content decides, not the name."""
    return open_file(path, library())


def presets() -> Iterator[Path]:
    """The presets that the program carries."""
    yield from sorted(folder("presets").glob("*.vivant"))


def preset_path(name: str) -> Path:
    """A preset by name, or by path. Raises BadInput that lists the names."""
    for path in presets():
        if path.stem == name:
            return path
    if Path(name).suffix == ".vivant" and Path(name).is_file():
        return Path(name)
    raise BadInput(f"there is no preset {name!r}; there are: {', '.join(path.stem for path in presets())}")


def find_all(graph: Graph, type_name: str) -> list[str]:
    """Ids of every node of a type, in order of id."""
    return sorted(node_id for node_id, node in graph.nodes.items() if node.type == type_name)


def find(graph: Graph, node: str) -> str:
    """A node's id, from its id or from its type where there is only one of it. Raises BadInput."""
    if node in graph.nodes:
        return node
    found = find_all(graph, node)
    if len(found) == 1:
        return found[0]
    if found:
        raise BadInput(f"there are several {node} nodes: {', '.join(found)}; name one")
    raise BadInput(f"the graph has no node {node!r}; it has: {', '.join(sorted(graph.nodes))}")


def open_window(
    file: Path | None = None,
    screenshot: Path | None = None,
    size: tuple[int, int] = (1600, 1000),
    view: int | None = None,
    frame: int | None = None,
) -> int:
    """Open the window, and stay until it is closed; with a screenshot, until its picture is written.

    Args:
        file: A photo, a project, or a film that carries its graph; None for the welcome page.
        screenshot: Where to write a picture of the window, once nothing is left to do.
        size: Of the window in that picture.
        view: The number key that says what is shown.
        frame: Where the playhead is.

    Returns:
        The exit code.

    Raises:
        BadInput: There is no screen.
    """
    from studio.ui.shell.launch import Wish, launch

    def bridge() -> Bridge:
        from studio.ui.help.cache_folder import use_chosen_folder
        from studio.ui.process_bridge import ProcessBridge

        use_chosen_folder()
        return ProcessBridge()

    return launch(library, bridge, Wish(file, screenshot, size, view, frame))
