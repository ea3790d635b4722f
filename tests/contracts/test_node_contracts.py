"""What holds for every node in the library, those to come included."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import FakeContext
from immutables import Map
from samples import SAMPLES, SHOT, SIZE, TIME

from studio.engine import Evaluator, NodeError
from studio.engine.call import seal
from studio.engine.clip import NearClip, WholeClip
from studio.engine.digest import content
from studio.graph.graph import Graph, Node, Source
from studio.media.by_id import ById
from studio.media.errors import Cancelled, VivantError
from studio.media.region import WHOLE
from studio.node import NodeType, node
from studio.node.declare import Socket, media_name
from studio.node.knob import Text
from studio.node.library import Library

pytestmark = pytest.mark.filterwarnings("default::DeprecationWarning", "default::PendingDeprecationWarning")

ROOT = Path(__file__).parents[2]
LIBRARY = Library()
LIBRARY.add_package("nodes")
NAMES = list(LIBRARY)
HEAVY = (
    "PySide6", "NodeGraphQt", "pyqtgraph", "torch", "torchvision", "mediapipe", "ultralytics", "igl", "pymatting", "av",
    "moderngl", "onnxruntime", "ai_edge_litert", "numba", "OpenImageIO", "pillow_heif", "pycocotools",
)  # fmt: skip


@pytest.fixture(params=NAMES)
def kind(request: pytest.FixtureRequest) -> NodeType:
    """Each node type in turn."""
    return LIBRARY[request.param]


def test_a_node_is_documented(kind: NodeType) -> None:
    assert kind.summary.endswith("."), "the summary is one sentence"
    assert inspect.getmodule(kind.function).__doc__, "its file says what it is"  # type: ignore[union-attr]
    assert all(socket.doc for socket in kind.inputs), [socket.name for socket in kind.inputs if not socket.doc]
    assert all(knob.doc for knob in kind.knobs), [knob.name for knob in kind.knobs if not knob.doc]
    assert all(socket.doc for socket in kind.outputs), [socket.name for socket in kind.outputs if not socket.doc]


def test_every_number_has_a_range_that_holds_its_default(kind: NodeType) -> None:
    for knob in kind.knobs:
        if knob.kind in ("float", "int", "seed"):
            assert knob.range is not None, knob.name
            low, high = knob.range.soft or (knob.range.low, knob.range.high)
            assert knob.range.low <= low < high <= knob.range.high, knob.name


def test_a_node_is_named_after_its_file_and_its_folder(kind: NodeType) -> None:
    file = Path(inspect.getfile(kind.function))
    assert file.stem == kind.name
    assert file.parent.name == kind.family


def test_services_bear_their_own_names(kind: NodeType) -> None:
    taken = set(inspect.signature(kind.function).parameters)
    wants = {"ctx": kind.wants_ctx, "time": kind.wants_time, "shot": kind.wants_shot, "scale": kind.wants_scale,
             "wanted": kind.wants_wanted, "region": kind.wants_region}  # fmt: skip
    assert {name for name, wanted in wants.items() if wanted} <= taken


def test_upgrades_lead_to_the_present_version(kind: NodeType) -> None:
    assert set(kind.upgrades) == set(range(1, kind.version)), "one upgrade from every earlier version"


def test_importing_nodes_brings_in_neither_a_window_nor_heavy_libraries() -> None:
    code = (
        "import json, sys\n"
        "from studio.node.library import Library\n"
        "library = Library(); library.add_package('nodes'); len([t.inputs for t in library.values()])\n"
        f"print(json.dumps(sorted(set({HEAVY!r}) & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []


@pytest.mark.parametrize("name", [n for n in NAMES if not LIBRARY[n].writes])
def test_a_node_gives_the_same_twice_and_leaves_its_inputs_alone(name: str, tmp_path: Path) -> None:
    kind = LIBRARY[name]
    inputs, knobs = made_inputs(kind, FakeContext()), made_knobs(kind, tmp_path)
    before = {key: content_of(value) for key, value in inputs.items()}
    first = run(kind, inputs, knobs)
    second = run(kind, made_inputs(kind, FakeContext()), knobs)
    assert content(first) == content(second)
    assert {key: content_of(value) for key, value in inputs.items()} == before
    for output, value in outputs_of(kind, first).items():
        assert_media(kind.output(output), value)


@pytest.mark.parametrize("name", [n for n in NAMES if LIBRARY[n].wants_ctx and not LIBRARY[n].writes])
def test_a_node_that_is_stopped_stops(name: str, tmp_path: Path) -> None:
    kind, ctx = LIBRARY[name], FakeContext(cancel_after=0)
    try:
        run(kind, made_inputs(kind, FakeContext()), made_knobs(kind, tmp_path), ctx)
    except Cancelled:
        return
    assert ctx._checks == 0, "it asked whether to stop, and went on"


@pytest.mark.parametrize("name", [n for n in NAMES if LIBRARY[n].wants_wanted])
def test_an_output_is_the_same_whatever_else_is_wanted(name: str, tmp_path: Path) -> None:
    kind = LIBRARY[name]
    inputs, knobs = made_inputs(kind, FakeContext()), made_knobs(kind, tmp_path)
    whole = outputs_of(kind, run(kind, inputs, knobs))
    for output in kind.outputs:
        alone = outputs_of(kind, run(kind, inputs, knobs, wanted=frozenset({output.name})))
        assert content(alone[output.name]) == content(whole[output.name]), output.name


def test_the_contract_notices_a_node_that_breaks_it() -> None:
    @node(family="test", version=1)
    def scribbler(image: Any) -> Any:
        """Write to an input."""
        image.pixels.zero_()
        return image

    kind = Library([scribbler])["scribbler"]
    inputs = made_inputs(kind, FakeContext())
    inputs["image"] = type(inputs["image"])(inputs["image"].pixels.clone())
    before = content_of(inputs["image"])
    run(kind, inputs, {})
    assert content_of(inputs["image"]) != before


@pytest.mark.parametrize("name", [n for n in NAMES if not LIBRARY[n].writes])
def test_a_node_linked_to_nothing_works_or_says_what_it_wants(name: str) -> None:
    graph = Graph(nodes=Graph().nodes.set("n", Node(name, version=LIBRARY[name].version)))
    try:
        Evaluator(LIBRARY).pull(graph, "n", "")
    except NodeError as error:
        assert "\n" not in error.message
        assert isinstance(error.cause, VivantError) or error.cause is None, error.message


def _asks_for_more(kind: NodeType) -> bool:
    sockets = any(socket.window or socket.whole or socket.each for socket in kind.inputs)
    return not kind.writes and (
        sockets or kind.wants_time or kind.wants_shot or kind.wants_scale or kind.wants_wanted
    )  # fmt: skip


@pytest.mark.parametrize("name", [n for n in NAMES if _asks_for_more(LIBRARY[n])])
def test_a_node_depends_on_nothing_that_it_does_not_declare(name: str) -> None:
    kind, context = LIBRARY[name], FakeContext()
    nodes = {"n": Node(name, version=kind.version)}
    for socket in kind.inputs:
        if socket.media in SAMPLES:
            nodes[socket.media] = Node("sample", knobs=Map(media=socket.media))
            nodes["n"] = replace(nodes["n"], inputs=nodes["n"].inputs.set(socket.name, Source(socket.media, "out")))
    library = Library([sample, *(t.function for t in LIBRARY.values())])
    evaluator = Evaluator(library, checked=True, gl=context.gl)
    for time, scale in ((0.0, 1.0), (SHOT.time(1), 1.0), (0.0, 0.5), (SHOT.time(1), 1.0)):
        try:
            evaluator.pull(Graph(nodes=Map(nodes), shot=SHOT), "n", "", time, scale=scale)
        except NodeError as error:
            if "GL" in error.message:
                pytest.skip(error.message)
            raise


@node(family="test", version=1)
def sample(*, media: Text = "Image") -> Any:
    """A made value."""
    return SAMPLES[media]()


def made_inputs(kind: NodeType, ctx: FakeContext) -> dict[str, Any]:
    """A sample for each input; those of an unlinked optional kind that has none stay away."""
    found: dict[str, Any] = {}
    for socket in kind.inputs:
        if socket.media not in SAMPLES and socket.optional:
            continue
        assert socket.media in SAMPLES, f"samples.py has no {socket.media}: add one"
        value = SAMPLES[socket.media]()
        seal(value)
        found[socket.name] = value
    return found


def made_knobs(kind: NodeType, folder: Path) -> dict[str, Any]:
    """Defaults, and a file for whoever reads one."""
    knobs = {knob.name: knob.default for knob in kind.knobs}
    for knob in kind.knobs:
        if knob.kind == "file":
            makers = {"*.bvh": _recording, "*.wav": _sound}
            make = next((maker for pattern, maker in makers.items() if pattern in knob.patterns), _photo)
            knobs[knob.name] = str(make(folder))
    return knobs


def _sound(folder: Path) -> Path:
    """A tenth of a second of a tone."""
    import wave

    path = folder / "sound.wav"
    tone = (8000 * np.sin(np.arange(800) / 5)).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(tone.tobytes())
    return path


def _recording(folder: Path) -> Path:
    """Two frames of a small body that raises an arm."""
    from studio.files.bvh import Bvh, write_bvh

    names, parents, offsets = ["Hips", "Spine", "Head"], [-1, 0, 1], [(0, 90, 0), (0, 40, 0), (0, 25, 0)]
    for side, x in (("Left", 1), ("Right", -1)):
        for limb, root, steps in (
            (("Arm", "ForeArm", "Hand"), 1, ((18 * x, 10, 0), (28 * x, 0, 0), (25 * x, 0, 0))),
            (("UpLeg", "Leg", "Foot"), 0, ((9 * x, 0, 0), (0, -44, 0), (0, -42, 0))),
        ):
            above = root
            for name, step in zip(limb, steps, strict=True):
                names.append(side + name)
                parents.append(above)
                offsets.append(step)
                above = len(names) - 1
    turns = (("Z", "rotation"), ("X", "rotation"), ("Y", "rotation"))
    values = np.zeros((2, 3 * len(names)))
    values[1, 3 * names.index("LeftArm")] = 70
    path = folder / "motion.bvh"
    write_bvh(path, Bvh(tuple(names), tuple(parents), np.array(offsets, float), (turns,) * len(names), values, 0.05))
    return path


def _photo(folder: Path) -> Path:
    import cv2

    path = folder / "photo.png"
    shade = np.linspace(0, 255, SIZE[0] * SIZE[1] * 3).astype(np.uint8).reshape(SIZE[1], SIZE[0], 3)
    assert cv2.imwrite(str(path), shade)
    return path


def run(
    kind: NodeType,
    inputs: dict[str, Any],
    knobs: dict[str, Any],
    ctx: FakeContext | None = None,
    wanted: frozenset[str] | None = None,
) -> Any:
    """Call a node as the evaluator would, one person at a time where it asks for that."""
    handed = dict(knobs)
    services = {
        "ctx": (kind.wants_ctx, ctx or FakeContext()), "time": (kind.wants_time, TIME), "shot": (kind.wants_shot, SHOT),
        "scale": (kind.wants_scale, 1.0), "region": (kind.wants_region, WHOLE),
        "wanted": (kind.wants_wanted, wanted or frozenset(output.name for output in kind.outputs)),
    }  # fmt: skip
    handed |= {name: value for name, (wants, value) in services.items() if wants}
    given = {socket.name: _as_asked(socket, inputs.get(socket.name)) for socket in kind.inputs}
    each = [socket.name for socket in kind.inputs if socket.each]
    try:
        if not each:
            return kind.function(**given, **handed)
        ids = list(given[each[0]])
        return ById((key, kind.function(**{**given, **{e: given[e][key] for e in each}}, **handed)) for key in ids)
    except VivantError as error:
        if "GL" in str(error):
            pytest.skip(str(error))
        raise


def _as_asked(socket: Socket, value: Any) -> Any:
    if socket.window:
        return NearClip(SHOT, TIME, socket.window.first, (value,) * (socket.window.last - socket.window.first + 1))
    return WholeClip(SHOT, TIME, lambda _: value) if socket.whole else value


def outputs_of(kind: NodeType, result: Any) -> dict[str, Any]:
    if len(kind.outputs) == 1 and kind.outputs[0].name == "out":
        return {"out": result}
    return dict(result._asdict())


def content_of(value: Any) -> bytes:
    return content(value)


def assert_media(socket: Socket | None, value: Any) -> None:
    """A node hands back what it declares."""
    assert socket is not None
    if socket.media == "Any":
        return
    if isinstance(value, ById):
        names = {media_name(type(item)) for item in value.values()}
        plural = {"People" if name == "Person" else f"{name}s" for name in names}
        assert plural <= {socket.media}
    else:
        assert type(value).__name__ == socket.media
