"""How fast the stage is drawn: synthetic people, so that no data is needed."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from nodes.algorithms.film_grid import film_grid
from nodes.algorithms.kinematics import global_rotations, local_rotations
from nodes.algorithms.rotation import multiply, normalise, shortest_arc
from nodes.rig.puppet import Puppet
from nodes.rig.stage_drawing import StageDrawing, paste
from nodes.rig.stage_people import stage_people
from studio.gl.context import describe, drawing, open_context
from studio.media.by_id import ById
from studio.media.image import Image, Patch
from studio.media.motion import Pose, Poses
from studio.media.rig import Part, Rig, Rigs
from studio.media.shot import Shot
from studio.media.skeleton import BONES, PARENT, T_POSE_DIRECTION

PLACES: dict[str, tuple[tuple[float, float], tuple[float, float]]] = {
    "hips": ((0, 0.52), (0, 0.45)), "spine": ((0, 0.45), (0, 0.35)), "chest": ((0, 0.35), (0, 0.2)),
    "neck": ((0, 0.2), (0, 0.16)), "head": ((0, 0.16), (0, 0.02)),
    "leftShoulder": ((0.02, 0.2), (0.1, 0.2)), "leftUpperArm": ((0.1, 0.2), (0.2, 0.32)),
    "leftLowerArm": ((0.2, 0.32), (0.24, 0.44)), "leftHand": ((0.24, 0.44), (0.25, 0.48)),
    "leftUpperLeg": ((0.06, 0.52), (0.07, 0.75)), "leftLowerLeg": ((0.07, 0.75), (0.08, 0.95)),
    "leftFoot": ((0.08, 0.95), (0.1, 0.98)), "leftToes": ((0.1, 0.98), (0.11, 0.985)),
}  # fmt: skip
"""Head and tail of bones in units of a person's height, from the top of the head; the right side mirrors the left."""


PARTS = {
    "rightLeg": (("rightUpperLeg", "rightLowerLeg", "rightFoot", "rightToes"), 0.03),
    "leftLeg": (("leftUpperLeg", "leftLowerLeg", "leftFoot", "leftToes"), 0.03),
    "torso": (("hips", "spine", "chest", "leftShoulder", "rightShoulder"), 0.08),
    "head": (("head", "neck"), 0.06),
    "rightArm": (("rightUpperArm", "rightLowerArm", "rightHand"), 0.035),
    "leftArm": (("leftUpperArm", "leftLowerArm", "leftHand"), 0.035),
}
"""Bones and thickness of each part, in draw order."""


def bone_places(middle: float, top: float, height: float) -> tuple[Any, Any]:
    """(J, 3) heads and tails of a standing body, in pixels."""
    ends = []
    for bone in BONES:
        mirror = -1 if bone.startswith("right") else 1
        head, tail = PLACES[bone.replace("right", "left")]
        ends.append([(middle + mirror * x * height, top + y * height, 0.0) for x, y in (head, tail)])
    both = np.array(ends, np.float32)
    return both[:, 0], both[:, 1]


def synthetic_rig(person: str, middle: float, top: float, height: float, layer: int, seed: int) -> Rig:
    """A person of capsules with a random texture.

    Args:
        person: Id.
        middle, top, height: Where it stands, in pixels of the source.
        layer: Draw order.
        seed: Of the texture.
    """
    heads, tails = bone_places(middle, top, height)
    parents = np.array([-1 if PARENT[bone] is None else BONES.index(str(PARENT[bone])) for bone in BONES], np.int32)
    upright = np.array([T_POSE_DIRECTION[bone] for bone in BONES], float)
    seen = (tails - heads) * np.array([1, -1, 1])
    rest = local_rotations(shortest_arc(upright, normalise(seen)), parents).astype(np.float32)
    parts = tuple(
        _part(name, [BONES.index(bone) for bone in chain], heads, tails, thick * height, k, seed)
        for k, (name, (chain, thick)) in enumerate(PARTS.items())
    )
    return Rig(
        person, BONES, parents, heads, tails, rest, np.ones(len(BONES), np.float32), ("",) * len(BONES), (),
        height / 1.7, layer, parts, (middle, top + height), True,
    )  # fmt: skip


def _part(name: str, chain: list[int], heads: Any, tails: Any, thick: float, order: int, seed: int) -> Part:
    """A capsule around a chain of bones, textured with noise, meshed with a grid, weighted by distance."""
    ends = np.concatenate([heads[chain, :2], tails[chain, :2]])
    x0, y0 = (int(v) for v in np.floor(ends.min(axis=0) - thick - 4))
    x1, y1 = (int(v) for v in np.ceil(ends.max(axis=0) + thick + 4))
    xs, ys = np.meshgrid(np.arange(x0, x1) + 0.5, np.arange(y0, y1) + 0.5)
    away = _distances(np.stack([xs, ys], axis=-1).reshape(-1, 2), heads[chain, :2], tails[chain, :2])
    alpha = np.clip(thick - away.min(axis=1) + 0.5, 0, 1).reshape(y1 - y0, x1 - x0, 1)
    random = np.random.default_rng([seed, order])
    noise = random.random((alpha.shape[0] // 8 + 1, alpha.shape[1] // 8 + 1, 3)).repeat(8, 0).repeat(8, 1)
    colour = (0.2 + 0.6 * noise[: alpha.shape[0], : alpha.shape[1]]) * alpha
    step = max(4.0, thick / 2)
    points, triangles = _grid(x0, y0, x1, y1, step)
    near = _distances(points, heads[chain, :2], tails[chain, :2])
    shares = 1 / (near + 0.2 * thick) ** 4
    weights = np.zeros((len(points), len(heads)), np.float32)
    weights[:, chain] = shares / shares.sum(axis=1, keepdims=True)
    texture = Patch(np.concatenate([colour, alpha], axis=2).astype(np.float16), (x0, y0))
    return Part(name, BONES[chain[0]], texture, points, triangles, weights, order)


def _distances(points: Any, heads: Any, tails: Any) -> Any:
    """(N, B) distance of points from bones."""
    along = tails - heads
    t = ((points[:, None] - heads) * along).sum(-1) / np.maximum((along**2).sum(-1), 1e-6)
    return np.linalg.norm(points[:, None] - heads - t.clip(0, 1)[..., None] * along, axis=-1)


def _grid(x0: int, y0: int, x1: int, y1: int, step: float) -> tuple[Any, Any]:
    across, down = max(2, round((x1 - x0) / step)), max(2, round((y1 - y0) / step))
    points = np.stack(np.meshgrid(np.linspace(x0, x1, across), np.linspace(y0, y1, down)), axis=-1).reshape(-1, 2)
    corner = (np.arange(down - 1)[:, None] * across + np.arange(across - 1)).reshape(-1)
    a, b, c, d = corner, corner + 1, corner + across, corner + across + 1
    triangles = np.concatenate([np.stack([a, b, c], 1), np.stack([b, d, c], 1)])
    return points.astype(np.float32), triangles.astype(np.int32)


def synthetic_stage(size: tuple[int, int], people: int) -> tuple[Image, Rigs]:
    """A plate of soft noise and people side by side."""
    width, height = size
    random = np.random.default_rng(7)
    ground = random.random((height // 16 + 1, width // 16 + 1, 3)).repeat(16, 0).repeat(16, 1)[:height, :width]
    tall = 0.85 * height
    rigs = [
        synthetic_rig(f"person_{k + 1}", width * (k + 0.5) / people, 0.08 * height, tall, k, k) for k in range(people)
    ]
    return Image.from_array(0.2 + 0.3 * ground), ById((rig.person, rig) for rig in rigs)


def turned(rig: Rig, degrees: Mapping[str, float], root: Sequence[float] = (0, 0, 0), breath: float = 0.0) -> Pose:
    """A pose with bones, and what hangs on them, turned in the picture's plane (positive is anticlockwise)."""
    angle = np.zeros(len(rig.bones))
    for k, bone in enumerate(rig.bones):
        angle[k] = np.radians(degrees.get(bone, 0)) + (angle[rig.parents[k]] if rig.parents[k] >= 0 else 0)
    turn = np.stack([0 * angle, 0 * angle, np.sin(angle / 2), np.cos(angle / 2)], axis=1)
    now = local_rotations(multiply(turn, global_rotations(rig.rest, rig.parents)), rig.parents)
    return Pose(rig.bones, now.astype(np.float32), np.array(root, np.float32), {"breath": breath})


def waving(rigs: Rigs, seconds: float, amount: float = 1.0) -> Poses:
    """Everyone swings both arms, nods, leans and breathes."""
    poses = []
    for k, (person, rig) in enumerate(rigs.items()):
        wave = amount * np.sin(2 * np.pi * seconds + k)
        bends = {"leftUpperArm": 40, "rightUpperArm": -30, "leftLowerArm": 30, "head": 8, "spine": 3, "leftUpperLeg": 5}
        poses.append((person, turned(rig, {b: v * wave for b, v in bends.items()}, breath=abs(float(wave)))))
    return ById(poses)


def filled_in(ctx: Any, plate: Image, rigs: Rigs) -> tuple[Image, Image]:
    """A photo of everyone, and the plate as filled in behind them: a little off in a band around each."""
    still = Playing(rigs, Shot(), 0, lambda rigs, _: ById((person, turned(rig, {})) for person, rig in rigs.items()))
    wanted = frozenset({"colour"})
    photo = stage_people(ctx, plate, rigs, still, shot=Shot(), scale=1.0, wanted=wanted).colour  # type: ignore[arg-type]
    assert photo is not None
    bare = np.abs(photo.array() - plate.array()).max(axis=2) > 0
    reach = np.ones((13, 13), np.uint8)
    band = cv2.dilate(bare.astype(np.uint8), reach)[..., None] * np.array([0.05, 0.03, -0.03, 0])
    return photo, Image.from_array((plate.array() + band).clip(0))


class Playing:
    """Poses over time, as the engine hands them to a node."""

    def __init__(self, rigs: Rigs, shot: Shot, frame: int, pose: Callable[[Rigs, float], Poses] = waving) -> None:
        self.rigs, self.shot, self.frame, self.pose = rigs, shot, frame, pose

    def at(self, time: float) -> Poses:
        """The poses at a time in seconds."""
        return self.pose(self.rigs, time)

    def near(self, frames: int) -> Poses:
        """The poses so many frames away."""
        return self.at(self.shot.time(self.frame + frames))


class Bench:
    """The little of a Context that the renderer needs."""

    def __init__(self) -> None:
        self.device, self._gl, self._kept = "cpu", open_context(), {}  # type: ignore[var-annotated]

    def gl(self) -> Any:
        """The context."""
        return self._gl

    def check(self) -> None:
        """Nobody cancels."""

    def derive(self, value: object, name: str, make: Callable[[], Any]) -> Any:
        """Kept for the whole run."""
        key = id(value), name
        if key not in self._kept:
            self._kept[key] = (value, make())
        return self._kept[key][1]


def measure(size: tuple[int, int], people: int, frames: int = 48, encode: Path | None = None) -> dict[str, float]:
    """Frames a second of colour alone, and milliseconds of deformation for one person.

    Args:
        size: Of picture and film.
        people: How many.
        frames: How many frames after the warm-up.
        encode: Also write H.264 here.
    """
    ctx, shot = Bench(), Shot(size, 24.0)
    plate, rigs = synthetic_stage(size, people)
    photo, plate = filled_in(ctx, plate, rigs)
    writer = _Writer(encode, size) if encode else None
    for frame in range(-3, frames):
        if frame == 0:
            start = time.perf_counter()
        playing = Playing(rigs, shot, frame + 10)
        stage = stage_people(ctx, plate, rigs, playing, None, photo, shot=shot, scale=1.0, wanted=frozenset({"colour"}))  # type: ignore[arg-type]
        if writer and frame >= 0:
            writer.add(stage.colour)
    if writer:
        writer.close()
    took = time.perf_counter() - start
    puppets = [ctx.derive(rig, "puppet", lambda rig=rig: Puppet(rig)) for rig in rigs.values()]
    return {"frames_per_second": frames / took, "deform_ms": _deform_ms(puppets, rigs, frames)}


def _deform_ms(puppets: list[Puppet], rigs: Rigs, frames: int, tries: int = 5) -> float:
    """Milliseconds of deformation for one person; the best of a few tries, as other work only ever adds."""
    poses = [list(waving(rigs, frame / 24).values()) for frame in range(frames)]
    took = []
    for _ in range(tries):
        start = time.perf_counter()
        for together in poses:
            for puppet, pose in zip(puppets, together, strict=True):
                puppet.pose(pose.rotations, np.zeros(3), pose.channels["breath"])
        took.append(time.perf_counter() - start)
    return min(took) * 1000 / frames / len(puppets)


def stage_by_stage(size: tuple[int, int], people: int, frames: int = 24) -> dict[str, float]:
    """Milliseconds a frame of each step of drawing colour: deform, draw, read and paste."""
    ctx = Bench()
    plate, rigs = synthetic_stage(size, people)
    photo, plate = filled_in(ctx, plate, rigs)
    took = dict.fromkeys(("deform", "draw", "paste"), 0.0)
    with drawing(ctx.gl()):
        for frame in range(-2, frames):
            stage = StageDrawing(ctx, ctx.gl(), plate, rigs, photo, film_grid(size, size), 1.0)  # type: ignore[arg-type]
            times = [time.perf_counter()]
            stands = stage.stands(waving(rigs, frame / 24))
            times.append(time.perf_counter())
            canvas = stage.draw(stands, ("colour",))
            ctx.gl().finish()
            times.append(time.perf_counter())
            paste(stage.film.copy(), canvas, "colour", stage.boxes([stands], ground=True))
            times.append(time.perf_counter())
            for name, step in zip(took, np.diff(times), strict=True):
                took[name] += float(step) * 1000 / frames if frame >= 0 else 0.0
    return {name: round(step, 2) for name, step in took.items()}


class _Writer:
    """H.264 as the film writer makes it: x264 veryfast, crf 18, from I420."""

    def __init__(self, path: Path, size: tuple[int, int]) -> None:
        import av

        self.file = av.open(str(path), "w")
        self.stream = self.file.add_stream("libx264", rate=24, options={"preset": "veryfast", "crf": "18"})
        self.stream.width, self.stream.height, self.stream.pix_fmt = *size, "yuv420p"

    def add(self, image: Image | None) -> None:
        """Encode one frame."""
        import av

        assert image is not None
        yuv = cv2.cvtColor(image.srgb8(), cv2.COLOR_RGB2YUV_I420)
        self.file.mux(self.stream.encode(av.VideoFrame.from_ndarray(yuv, format="yuv420p")))

    def close(self) -> None:
        """Write what is left."""
        self.file.mux(self.stream.encode())
        self.file.close()


def run(data: Path | None, out: Path | None) -> dict[str, Any]:
    """Measure the renderer, and print each figure.

    Args:
        data: Not needed.
        out: Folder for the film that is encoded; None for a temporary one.

    Returns:
        frames_per_second_720p_2, frames_per_second_1080p_5, with_encoding_720p, deform_ms (one person), steps_ms (one
        frame, by film), gl.
    """
    small, large = measure((1280, 720), 2), measure((1920, 1080), 5)
    with tempfile.TemporaryDirectory() as temporary:
        film = measure((1280, 720), 2, encode=Path(out or temporary) / "render.mp4")
    figures = {
        "frames_per_second_720p_2": round(small["frames_per_second"], 1),
        "frames_per_second_1080p_5": round(large["frames_per_second"], 1),
        "with_encoding_720p": round(film["frames_per_second"], 1),
        "deform_ms": round(small["deform_ms"], 2),
        "steps_ms": {"720p_2": stage_by_stage((1280, 720), 2), "1080p_5": stage_by_stage((1920, 1080), 5)},
        "gl": describe(),
    }
    for name, value in figures.items():
        print(f"{name:<26} {value}")
    return figures
