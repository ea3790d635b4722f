"""A real photo: a wrist is dragged, and the film shows it there and nowhere else."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from nodes.algorithms.drag_joint import HANDLES, LIMBS, bones_of, drag, held, place_of
from nodes.algorithms.stance import places
from nodes.motion.correction_keys import with_keys
from nodes.motion.posing import body_from, differing, keys_for, stance_at
from studio.app import Studio
from studio.graph.edit.correct import correct

TIME = 20 / 24


def test_a_dragged_limb_is_where_the_mouse_let_go_and_the_film_shows_it(two_men: Path) -> None:
    studio = Studio()
    graph = studio.preset("group_photo", photo=two_men)
    rigs, motions = studio.pull(graph, "rig_person_1"), studio.pull(graph, "retarget_motion_1")
    tried = []
    for person, rig in rigs.items():
        body = body_from(rig)
        start = stance_at(body, motions[person], TIME)
        before = places(body, start)
        for handle in (name for name in HANDLES if name in LIMBS and not held(body, name)):
            free = min(body.freedom[body.index(bone)] for bone in bones_of(handle))
            root = before[0][body.index(LIMBS[handle][0])][:2]
            # a step towards the shoulder and a little aside: such a point can always be reached
            way = root - place_of(body, handle, *before)[:2]
            target = place_of(body, handle, *before)[:2] + 0.06 * way + 0.02 * np.array([-way[1], way[0]])
            done = drag(body, start, handle, target)
            miss = np.hypot(*(place_of(body, handle, *places(body, done))[:2] - target))
            assert miss < (1.0 if free > 0.5 else 0.1 * np.hypot(*way)), (person, handle, miss)
            tried.append((person, body, start, done))
    person, body, start, done = tried[-1]
    keys = keys_for(person, body, start, done, TIME, differing(body, start, done), 0.4)
    posed, _ = correct(graph, studio.library, lambda entries: with_keys(entries, keys))
    film = [studio.pull(g, "stage_people_1", "colour", time=TIME).array() for g in (graph, posed)]
    changed = np.abs(film[0] - film[1]).max(axis=2) > 0.02
    assert changed.sum() > 20
    x0, y0, x1, y1 = studio.pull(graph, "order_layers_1")[person].box
    rows, columns = np.nonzero(changed)
    room = 0.3 * (y1 - y0)
    assert rows.min() > y0 - room
    assert x0 - room < columns.min() <= columns.max() < x1 + room
    assert np.array_equal(
        studio.pull(graph, "stage_people_1", "colour", time=2.0).array(),
        studio.pull(posed, "stage_people_1", "colour", time=2.0).array(),
    )
