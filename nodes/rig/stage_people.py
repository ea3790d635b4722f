"""Stage people: draw everyone in their pose over the clean plate; the renderer."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from nodes.algorithms.film_grid import film_grid
from nodes.algorithms.openpose import draw_openpose
from nodes.algorithms.people_depth import film_depth, metres_of_people
from nodes.rig.actor import Stand, between
from nodes.rig.stage_drawing import StageDrawing, paste
from nodes.rig.stage_nearer import Nearer
from nodes.rig.stage_view import Seen, mixed, seen_by
from studio.gl.canvas import LAYERS, Canvas
from studio.gl.context import drawing
from studio.media.depth import Depth
from studio.media.errors import BadInput
from studio.media.flow import Flow, Ids
from studio.media.image import Image
from studio.media.motion import Poses
from studio.media.region import WHOLE, pixels_of
from studio.media.rig import Rigs
from studio.media.shot import Shot
from studio.media.value import media_type
from studio.media.view import View
from studio.node.context import Context
from studio.node.declare import Clip, Region, Scale, Wanted, Window, node
from studio.node.knob import Degrees, Fraction, Range

LAYER_OF = {"colour": "colour", "flow": "data", "depth": "data", "ids": "ids"}
"""Which layer of the canvas each output is read from."""


@media_type
class Stage(NamedTuple):
    """What the renderer draws; None where nobody asked for it.

    Attributes:
        colour: The film's frame.
        flow: Where each pixel goes until the next frame, exactly as the meshes and the camera move; 0 on the plate
            where the camera stays.
        depth: Metres; the plate's own where a depth is linked, otherwise inf.
        ids: Who is seen where.
        bones: The posed skeletons in OpenPose's colours, on black.
    """

    colour: Image | None
    flow: Flow | None
    depth: Depth | None
    ids: Ids | None
    bones: Image | None


@node(family="rig", version=1)
def stage_people(
    ctx: Context,
    plate: Image,
    rigs: Rigs,
    poses: Annotated[Clip[Poses], Window(0, 1)],
    depth: Depth | None = None,
    image: Image | None = None,
    view: Annotated[Clip[View], Window(0, 1)] | None = None,
    *,
    shot: Shot,
    scale: Scale,
    wanted: Wanted,
    region: Region = WHOLE,
    shadows: Fraction = 1.0,
    samples: Annotated[int, Range(1, 64, soft=(1, 16))] = 1,
    shutter: Annotated[Degrees, Range(0, 360, "°")] = 180.0,
    framing: Literal["fit", "fill"] = "fit",
    parallax: Fraction = 0.0,
) -> Stage:
    """Draw everyone in their pose over the clean plate, and flow, depth, ids and bones with it.

    In the photo's own pose the frame is the photo; away from the people it is the plate, bit for bit.

    Args:
        ctx: Services lent by the engine.
        plate: The picture without its people, at full size.
        rigs: Everyone who is drawn.
        poses: How they stand; the next frame's are read for flow and motion blur.
        depth: Distance of the plate, for the depth output.
        image: The photo itself. With it, whoever stays as in the photo looks exactly as there, hair and all.
        view: What the camera sees. People and plate are drawn as large as the closest view of the film needs, from the
            photo's own pixels, and what is seen of them is the frame; all outputs agree with it.
        shot: Size of the film.
        scale: Proxy scale.
        wanted: Outputs that are pulled; nothing else is drawn.
        region: The part of the frame that is looked at; around it a frame is empty.
        shadows: How much of the shadow under a foot goes with it when it moves; 0 leaves the ground as in the photo.
        samples: Moments blended into one frame for motion blur; 1 is sharp.
        shutter: How much of the time to the next frame the blur takes; 180 is a film camera's.
        framing: Where the film's shape differs from the picture's: bars beside the whole picture (fit), or a picture
            cut to fill. A camera that moves brings its own.
        parallax: How much more than the background people grow while the camera comes nearer, the nearer the more; 0.1
            is slight. 0 moves all as one picture.

    Returns:
        The frame.
    """
    if image is not None and image.size != plate.size:
        raise BadInput("the photo and the plate differ in size; link the picture that the plate was made from")
    now, blurred = poses.near(0), samples > 1 and shutter > 0 and "colour" in wanted
    after = poses.near(1) if blurred or "flow" in wanted else now
    open_for = [shutter / 360 * k / samples for k in range(samples if blurred else 1)]
    filmed = _filmed(view, plate, shot, scale, region, open_for)
    grid = filmed.seen.stage if filmed else film_grid(plate.size, shot.size, scale, framing == "fill")
    within = filmed.seen.needs(filmed.views) if filmed else pixels_of(region, grid.size)
    gl = ctx.gl()
    with drawing(gl):
        stage = StageDrawing(ctx, gl, plate, rigs, image, grid, shadows, within)
        nearer = Nearer(stage, depth, parallax if filmed else 0.0)
        moments = [nearer(stage.stands(now), filmed.views[0] if filmed else View())]
        for share in open_for[1:]:
            ctx.check()
            seen = filmed.views[len(moments)] if filmed else View()
            moments.append(nearer(stage.stands(_between(now, after, share)), seen))
        following = moments[0]
        if "flow" in wanted:
            following = nearer(stage.stands(after), filmed.after if filmed else View())
        drawn = _draw(stage, moments, following, depth, wanted, filmed)
    bones = _bones(stage, now, moments[0], filmed) if "bones" in wanted else None
    colour = _image(drawn["colour"], ctx.device) if "colour" in drawn else None
    return Stage(colour, drawn.get("flow"), drawn.get("depth"), drawn.get("ids"), bones)


class Filmed(NamedTuple):
    """What the camera sees: how, at each moment that is drawn, and at the next frame."""

    seen: Seen
    views: list[View]
    after: View


def _filmed(
    view: Clip[View] | None, plate: Image, shot: Shot, scale: float, region: Region, moments: list[float]
) -> Filmed | None:
    """What the camera sees; None where it stays where the photo was taken."""
    now = view.near(0) if view is not None else View()
    if view is None or now.window is None:
        return None
    after = view.near(1)
    after = after if after.take == now.take and after.window is not None else now
    size = film_grid(plate.size, shot.size, scale).size
    seen = seen_by(now, plate.size, shot.size, scale, pixels_of(region, size))
    return Filmed(seen, [mixed(now, after, share) for share in moments], after)


def _draw(
    stage: StageDrawing, moments: list[list[Stand]], following: list[Stand], depth: Depth | None,
    wanted: frozenset[str], filmed: Filmed | None,
) -> dict[str, Any]:  # fmt: skip
    layers = tuple(name for name in LAYERS if any(LAYER_OF.get(output) == name for output in wanted))
    if not layers:
        return {}
    flows = [b.places - a.places for a, b in zip(moments[0], following, strict=True)] if "flow" in wanted else None
    depths = _vertex_depths(stage, moments[0], depth) if "depth" in wanted else None
    canvas = stage.draw(moments[0], layers, flows, depths)
    drawn: dict[str, Any] = {}
    boxes = stage.boxes(moments[:1], ground=False)
    width, height = stage.grid.size
    if "data" in layers:
        data = paste(np.zeros((height, width, 4), np.float32), canvas, "data", boxes)
        if "flow" in wanted:
            flow = np.ascontiguousarray(data[..., :2])
            drawn["flow"] = Flow(filmed.seen.flow(flow, filmed.views[0], filmed.after) if filmed else flow)
        if "depth" in wanted:
            plate = film_depth(None if depth is None else depth.metres, stage.grid)
            metres = np.where(data[..., 3] > 0, data[..., 2], plate)
            drawn["depth"] = Depth(filmed.seen.exact(metres, filmed.views[0], np.inf) if filmed else metres)
    if "ids" in wanted:
        ids = paste(np.zeros((height, width, 4), np.uint8), canvas, "ids", boxes)
        index = np.ascontiguousarray(ids[..., 0])
        index = filmed.seen.exact(index, filmed.views[0]) if filmed else index
        drawn["ids"] = Ids(index, tuple(actor.rig.person for actor in stage.cast))
    if "colour" in wanted:
        drawn["colour"] = _through(stage, moments, canvas, filmed) if filmed else _colour(stage, moments, canvas)
    return drawn


def _through(
    stage: StageDrawing, moments: list[list[Stand]], canvas: Canvas, filmed: Filmed
) -> npt.NDArray[np.float16]:  # fmt: skip
    """What the camera sees of everything; the mean of all moments, in linear light."""
    boxes, total = stage.boxes(moments, ground=True), np.zeros(1, np.float32)
    for k, (stands, view) in enumerate(zip(moments, filmed.views, strict=True)):
        stage.ctx.check()
        canvas = stage.draw(stands, ("colour",)) if k else canvas
        total = total + filmed.seen.picture(paste(stage.plate_within(), canvas, "colour", boxes), view)
    return (total / len(moments)).astype(np.float16)


def _colour(stage: StageDrawing, moments: list[list[Stand]], canvas: Canvas) -> npt.NDArray[np.float16]:
    """The plate with the boxes of everyone drawn pasted in; the mean of all moments, in linear light."""
    boxes, film = stage.boxes(moments, ground=True), stage.plate_within()
    if len(moments) == 1:
        return paste(film, canvas, "colour", boxes)
    import torch

    sums = [torch.from_numpy(canvas.read("colour", box)).float() for box in boxes]
    for stands in moments[1:]:
        stage.ctx.check()
        canvas = stage.draw(stands, ("colour",))
        for total, box in zip(sums, boxes, strict=True):
            total += torch.from_numpy(canvas.read("colour", box))
    for total, (x0, y0, x1, y1) in zip(sums, boxes, strict=True):
        film[y0:y1, x0:x1] = (total / len(moments)).half().numpy()
    return film


def _vertex_depths(stage: StageDrawing, stands: list[Stand], depth: Depth | None) -> list[npt.NDArray[np.float32]]:
    """(V,) metres for each person; a limb that reaches towards the viewer is nearer."""
    rigs = [actor.rig for actor in stage.actors]
    metres = metres_of_people(
        [rig.pixels_per_metre for rig in rigs], [rig.layer for rig in rigs], [rig.ground for rig in rigs],
        None if depth is None else depth.metres, stage.plate.size,
    )  # fmt: skip
    return [
        actor.part_of_vertex(np.maximum((far - stand.pose.depth / actor.rig.pixels_per_metre) / stand.size, 0.01))
        for actor, stand, far in zip(stage.actors, stands, metres, strict=True)
    ]


def _between(now: Poses, after: Poses, amount: float) -> Poses:
    return Poses((person, between(pose, after.get(person, pose), amount)) for person, pose in now.items())


def _bones(stage: StageDrawing, now: Poses, stands: list[Stand], filmed: Filmed | None) -> Image:
    points = [
        actor.keypoints(now.get(actor.rig.person), stand)
        for actor, stand in zip(stage.actors, stands, strict=True)
        if "head" in actor.rig.bones  # what is carried has no skeleton
    ]
    if filmed is None:
        return Image.from_srgb8(draw_openpose(points, stage.grid.size))
    return Image.from_srgb8(
        draw_openpose([filmed.seen.to_film(each, filmed.views[0]) for each in points], filmed.seen.size)
    )


def _image(pixels: npt.NDArray[np.float16], device: str) -> Image:
    import torch

    return Image(torch.from_numpy(pixels).to(device))
