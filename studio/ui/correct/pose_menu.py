"""The menu under the right button in the pose tool."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from nodes.algorithms.drag_joint import LIMBS
from studio.ui.correct.doll import arm_of, title_of
from studio.ui.correct.titled_menu import titled_menu

if TYPE_CHECKING:
    from studio.ui.correct.pose_tool import PoseTool

FRAMES = (0, 4, 8, 12, 24)
"""Frames of falloff on offer; 0 holds."""


def pose_menu(tool: PoseTool, handle: str) -> QMenu:
    """What can be done with a joint, or with the whole person where ``handle`` is ""."""
    commands, actions = tool.session.commands, tool.actions
    person = tool.cast.people.get(tool.session.person)
    about = person.name if person is not None else tool.session.person
    menu = titled_menu(tool.viewport, f"{about}: {title_of(handle)}" if handle else about)
    if handle in LIMBS:
        pinned = handle in tool.pinned(tool.session.person)
        menu.addAction("Let go" if pinned else "Pin here").triggered.connect(actions.pin)
    shown = tool.shown()
    if handle and shown is not None and shown.freedom(handle) < 0.5:
        menu.addAction(commands["motion.free_limb"])
    if arm_of(handle):
        menu.addAction(commands["motion.arm_side"])
    for name in ("set_key", "delete_key", "reset_joint") if handle else ("set_key", "delete_key"):
        menu.addAction(commands[f"motion.{name}"])
    menu.addSeparator()
    for name in ("copy_pose", "paste_pose", "mirror_pose", "reset_pose"):
        menu.addAction(commands[f"motion.{name}"])
    menu.addSeparator()
    fade = menu.addMenu("Falloff")
    fps = tool.session.graph.shot.fps
    for frames in FRAMES:
        action = fade.addAction("Hold" if frames == 0 else f"{frames} frames")
        action.setCheckable(True)
        action.setChecked(round(tool.falloff * fps) == frames)
        action.triggered.connect(partial(actions.set_falloff, frames / fps))
    keys = menu.addMenu("Keys")
    for name in ("smooth_keys", "reduce_keys", "strengthen_keys", "soften_keys", "key_earlier", "key_later"):
        keys.addAction(commands[f"motion.{name}"])
    keys.addSeparator()
    keys.addAction("Delete all of this joint" if handle else "Delete all of this person").triggered.connect(
        actions.clear
    )
    menu.addSeparator()
    menu.addAction(commands["motion.ghosts"])
    menu.addAction(commands["motion.compare"])
    return menu
