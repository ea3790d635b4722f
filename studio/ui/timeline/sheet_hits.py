"""What lies under the mouse on the sheet."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from studio.ui.timeline.beat_paint import beat_box, fade_places
from studio.ui.timeline.channel import Channel, Mark
from studio.ui.timeline.contact_paint import contact_box, ramp_places
from studio.ui.timeline.gesture import Found
from studio.ui.timeline.rows import Row
from studio.ui.timeline.sheet_paint import key_height
from studio.ui.timeline.state import NEAR, Picked, TimelineState

EDGE = 6.0
"""Pixels at each end of a beat that trim it."""


def top_of(state: TimelineState, row: Row) -> float:
    """Where a row begins."""
    return state.tops[state.rows.index(row)] - state.scroll


def marks_at(state: TimelineState, point: QPointF) -> set[Mark]:
    """The keys under the mouse: in a row that sums others up, all of one time."""
    row = state.row_at(point.y())
    if row is None or not row.channels:
        return set()
    if row.kind == "person" and abs(point.y() - key_height(row, top_of(state, row))) > 6:
        return set()
    near = [
        Mark(channel, state.times(channel)[at])
        for channel in row.channels
        for at in near_keys(state, channel, point.x(), NEAR)
    ]
    if not near:
        return set()
    nearest = min(near, key=lambda mark: abs(state.x_of(mark.time) - point.x())).time
    return {mark for mark in near if mark.time == nearest}


def near_keys(state: TimelineState, channel: Channel, x: float, pixels: float) -> range:
    """Indices of a channel's keys that lie within so many pixels, across."""
    frames = state.frames_of((channel,))
    ends = (state.span.to_frame(x - pixels), state.span.to_frame(x + pixels))
    first, last = np.searchsorted(frames, ends)
    return range(int(first), int(last))


def beat_at(state: TimelineState, point: QPointF) -> Picked | None:
    """The beat under the mouse, the uppermost where some overlap."""
    row = state.row_at(point.y())
    if row is None or row.kind != "person":
        return None
    for at, beat in reversed(list(enumerate(state.beats_of(row.person)))):
        if beat_box(state, beat, top_of(state, row)).adjusted(-2, 0, 2, 0).contains(point):
            return Picked(row.person, at)
    return None


def grip_at(state: TimelineState, point: QPointF, picked: Picked) -> str:
    """What of a beat is under the mouse: "left", "right", "fade left", "fade right" or "body"."""
    row = state.row_at(point.y())
    if row is None:
        return "body"
    beat = state.beats_of(picked.person)[picked.at]
    place = beat_box(state, beat, top_of(state, row))
    if place.width() > 24 and point.y() < place.top() + 9:
        for x, side in zip(fade_places(state, beat, place), ("left", "right"), strict=True):
            if abs(point.x() - x) < 5:
                return f"fade {side}"
    edge = min(EDGE, place.width() / 4)
    if point.x() < place.left() + edge:
        return "left"
    return "right" if point.x() > place.right() - edge else "body"


def scale_edge_at(state: TimelineState, point: QPointF) -> str:
    """Which end of the bar over selected keys is under the mouse; "bar" between them, "" for none."""
    extent = state.extent()
    if extent is None or point.y() > 11:
        return ""
    x0, x1 = state.x_of(extent[0]), state.x_of(extent[1])
    if abs(point.x() - x0) < NEAR:
        return "left"
    if abs(point.x() - x1) < NEAR:
        return "right"
    return "bar" if x0 < point.x() < x1 and point.y() < 7 else ""


def touch_at(state: TimelineState, point: QPointF) -> tuple[str, str]:
    """The contact under the mouse, and what of it: "left", "right", "ramp left", "ramp right" or "body"."""
    row = state.row_at(point.y())
    if row is None or row.kind != "contact":
        return "", ""
    for contact in reversed([one for one in state.contacts() if {one.first, one.second} == set(row.pair)]):
        place = contact_box(state, contact, top_of(state, row))
        for x, side in zip(ramp_places(state, contact), ("left", "right"), strict=True):
            if abs(point.x() - x) < 5 and point.y() > place.bottom() - 8:
                return contact.id, f"ramp {side}"
        if place.adjusted(-3, 0, 3, 0).contains(point):
            edge = min(EDGE, place.width() / 4)
            near = "left" if point.x() < place.left() + edge else "right"
            return contact.id, near if near == "left" or point.x() > place.right() - edge else "body"
    return "", ""


def inside(state: TimelineState, box: QRectF) -> Found:
    """Keys, beats and contacts in a box."""
    marks: set[Mark] = set()
    beats: set[Picked] = set()
    touches: set[str] = set()
    first, last = (state.time_of(state.span.to_frame(x)) for x in (box.left(), box.right()))
    for row, top in state.visible_rows(state.height):
        if box.top() <= key_height(row, top) <= box.bottom():
            marks |= {Mark(c, time) for c in row.channels for time in state.times(c) if first <= time <= last}
        if row.kind == "person":
            for at, beat in enumerate(state.beats_of(row.person)):
                if beat_box(state, beat, top).intersects(box):
                    beats.add(Picked(row.person, at))
        for contact in state.contacts() if row.kind == "contact" else ():
            if {contact.first, contact.second} == set(row.pair) and contact_box(state, contact, top).intersects(box):
                touches.add(contact.id)
    return marks, beats, touches
