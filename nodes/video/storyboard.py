"""Storyboard: the key poses of a shot as thumbnails on a page to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from nodes.algorithms.key_pose import change_of, chosen, extreme
from nodes.video.board_page import Panel, board_page
from studio.media.image import Image
from studio.media.motion import Motion, Motions
from studio.media.person import People
from studio.media.script import Beat, Script
from studio.media.shot import Shot
from studio.node import Clip, Context, node
from studio.node.knob import Range, Seconds, Text


@dataclass(frozen=True)
class Moment:
    """What a panel may show.

    Attributes:
        time: Seconds.
        words: Who does what, "" for nothing in particular.
    """

    time: float
    words: str


@node(family="video", version=1)
def storyboard(
    ctx: Context,
    clip: Clip[Image],
    script: Script | None = None,
    motions: Motions | None = None,
    people: People | None = None,
    *,
    shot: Shot,
    title: Text = "",
    panels: Annotated[int, Range(1, 30, soft=(3, 16))] = 8,
    apart: Annotated[Seconds, Range(0.0, 60.0, "s", (0.1, 2.0))] = 0.4,
) -> Image:
    """Show a shot as a storyboard: one thumbnail at the height of each beat, with time, who and what, on an A4 page.

    Only the frames that are shown are rendered.

    Args:
        ctx: Services lent by the engine.
        clip: The film's pictures.
        script: Who does what; without it the panels are spread over the shot.
        motions: How everybody moves; a beat is shown where its person is farthest from how they began.
        people: Everybody's names.
        shot: Length and pace.
        title: Written at the top.
        panels: How many thumbnails at most; beats that lie nearest to one another then share one.
        apart: Beats whose heights lie closer share a thumbnail.

    Returns:
        The page, A4 at 150 dots an inch: 1754 x 1240 pixels, or upright where that shows the pictures larger.
    """
    moments = _moments(script, motions or Motions(), people or People(), shot, panels)
    groups = chosen([moment.time for moment in moments], panels, apart)
    made = []
    for k, group in enumerate(groups):
        ctx.check()
        ctx.progress(k, len(groups), "key poses")
        time = moments[group[len(group) // 2]].time
        words = [moments[place].words for place in group if moments[place].words]
        made.append(Panel(clip.at(time).srgb8(), clock(time), _together(words)))
    return Image.from_srgb8(board_page(title, made))


def clock(time: float) -> str:
    """Minutes, seconds and tenths."""
    tenths = round(time * 10)
    return f"{tenths // 600}:{tenths // 10 % 60:02d}.{tenths % 10}"


def _moments(script: Script | None, motions: Motions, people: People, shot: Shot, panels: int) -> list[Moment]:
    beats = () if script is None else script.beats
    if beats:
        times: dict[tuple[str, float, frozenset[str]], float] = {}
        found = []
        for beat in beats:  # what two do with one another is one thing to see
            both = (beat.action, round(beat.start, 1), frozenset({beat.who, beat.target}))
            time = times.setdefault(both, _height(beat, motions.get(beat.who), shot))
            found.append(Moment(time, told(beat, people)))
        return found
    count = max(1, min(panels, len(shot.frames)))
    frames = np.linspace(shot.first, shot.last, count).round().astype(int)
    return [Moment(shot.time(int(frame)), "") for frame in frames]


def _height(beat: Beat, motion: Motion | None, shot: Shot) -> float:
    """The frame's time at which a beat is at its height: in its middle where nothing else is known."""
    time = beat.start + 0.5 * beat.duration
    if motion is not None and len(motion.rotations) > 1:
        first, last = ((t - motion.start) * motion.fps for t in (beat.start, beat.start + beat.duration))
        if not motion.loop or last < len(motion.rotations):
            peak = extreme(change_of(motion.rotations, motion.root), round(first), round(last))
            time = motion.start + peak / motion.fps
    frame = min(max(round(time * shot.fps), shot.first), shot.last)
    return shot.time(frame)


def told(beat: Beat, people: People) -> str:
    """Who does what, in words."""
    deed = beat.action.replace("_", " ")
    to = f" → {_name(beat.target, people)}" if beat.target else ""
    mood = f" ({beat.mood})" if beat.mood else ""
    line = f" “{beat.line}”" if beat.line else ""
    return f"{_name(beat.who, people)}: {deed}{to}{mood}{line}"


def _name(person: str, people: People) -> str:
    known = people.get(person)
    return (known.name if known is not None else "") or person.replace("_", " ").capitalize()


def _together(words: Sequence[str]) -> list[str]:
    """Lines in which those who do the same share one."""
    by_deed: dict[str, list[str]] = {}
    for line in words:
        who, _, deed = line.partition(": ")
        names = by_deed.setdefault(deed, [])
        if who not in names:
            names.append(who)
    return [f"{', '.join(names)}: {deed}" for deed, names in by_deed.items()]
