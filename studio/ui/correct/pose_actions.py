"""What can be done with poses and keys besides dragging, each a command with a shortcut."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from nodes.algorithms.drag_joint import LIMBS, bones_of
from nodes.algorithms.mirror_pose import mirrored
from nodes.algorithms.stance import F64, Stance
from nodes.motion import correction_keys
from nodes.motion.correction_keys import Chosen, Entries, Entry, of, order_entry, times
from nodes.motion.posing import differing, keys_for, stance_at
from studio.ui.correct.comparison import Comparison
from studio.ui.correct.doll import Doll, arm_of, title_of
from studio.ui.correct.freeing import free, limb_of
from studio.ui.correct.pins import set_pin
from studio.ui.correct.pose_drag import change_keys, put
from studio.ui.correct.pose_tool import PoseTool
from studio.ui.correct.pose_words import WORDS
from studio.ui.session import Session

SMALLEST = 0.02
"""Radians (and hundredths of metres) within which a reduced track is the same."""


ANYWHERE = ("previous_key", "next_key")
"""Commands that change nothing, whatever tool is in use."""


@dataclass(frozen=True)
class Copied:
    """A pose that was copied: local rotations by bone, and where the hips were, in metres."""

    person: str
    rotations: Mapping[str, F64]
    root: F64


class PoseActions(QObject):
    """The commands of the pose tool."""

    def __init__(self, session: Session, tool: PoseTool, owner: QWidget) -> None:
        super().__init__(owner)
        self.session, self.tool, self.owner = session, tool, owner
        self.copied: Copied | None = None
        self._comparison = Comparison(session, tool, owner)
        self._add()

    def _add(self) -> None:
        for name, title, keys, icon, tip in WORDS:
            run = getattr(self, name) if name in ANYWHERE else self._posing(getattr(self, name))
            self.session.commands.add(f"motion.{name}", title, run, group="Motion", owner=self.owner,
                                      shortcut=keys or (), tip=tip, icon=icon)  # fmt: skip
        ghosts = self.session.commands.add(
            "motion.ghosts", "Ghosts of neighbouring keys", self._toggle_ghosts, group="Motion", owner=self.owner,
            shortcut="Shift+O", toggle=True,
        )  # fmt: skip
        ghosts.setChecked(True)

    def _posing(self, run: Callable[[], None]) -> Callable[[], None]:
        """The command while the pose tool is in use; with another tool in hand it takes the pose tool up."""

        def with_tool() -> None:
            if self.tool.viewport.canvas.tool is self.tool:
                run()
            else:
                self.tool.viewport.use_tool(self.tool.title)

        return with_tool

    # -- keys at the playhead

    def bones(self) -> set[str] | None:
        """Bones of the chosen joints; None where none is chosen, which means all."""
        return {bone for handle in self.tool.selected for bone in bones_of(handle)} or None

    def set_key(self) -> None:
        """Keep the pose that the chosen joints have now."""
        shown = self._shown()
        if shown is None:
            return
        bones = self.bones() or set(differing(shown.body, self._below(shown), shown.stance)) or set(_ALL)
        self._put(
            shown, shown.stance, {bone for bone in bones if bone == "root" or bone in shown.body.bones}, "set key"
        )

    def delete_key(self) -> None:
        """Delete the keys of the chosen joints at the playhead."""
        here = of(self.session.person, self.bones(), self.session.time)
        if not any(here(one) for one in self.tool.cast.corrections):
            self.session.said.emit("info", "There is no key at this frame to delete")
            return
        self._change(lambda keys: correction_keys.without(keys, here), "delete key")

    def previous_key(self) -> None:
        """Go to the key before."""
        self._step(-1)

    def next_key(self) -> None:
        """Go to the key after."""
        self._step(1)

    def _step(self, way: int) -> None:
        frames = {
            round(t * self.session.graph.shot.fps)
            for t in times(self.tool.cast.corrections, self.session.person or None)
        }
        ahead = [f for f in frames if (f - self.session.frame) * way > 0]
        if ahead:
            self.session.go(min(ahead, key=lambda f: abs(f - self.session.frame)))

    def reset_joint(self) -> None:
        """The chosen joints as the motion has them, at this frame alone."""
        shown = self._shown()
        if shown is not None:
            self._reset(shown, self.bones())

    def reset_pose(self) -> None:
        """All joints as the motion has them, at this frame alone."""
        shown = self._shown()
        if shown is not None:
            self._reset(shown, None)

    def _reset(self, shown: Doll, bones: set[str] | None) -> None:
        mine = {str(one.get("bone")) for one in self.tool.cast.corrections if of(shown.person, bones)(one)}
        if mine:
            self._put(shown, self._below(shown), mine, "reset pose" if bones is None else "reset joint")

    # -- whole poses

    def copy_pose(self) -> None:
        """Copy how the chosen person stands."""
        shown = self._shown()
        if shown is None:
            return
        rotations = dict(zip(shown.body.bones, shown.stance.local, strict=True))
        self.copied = Copied(shown.person, rotations, shown.stance.root / shown.body.scale)
        self.session.said.emit("info", f"Copied the pose at frame {self.session.frame}")

    def paste_pose(self) -> None:
        """Set keys so that the chosen person stands as was copied."""
        shown = self._shown()
        if shown is None or self.copied is None:
            self.session.said.emit("info", "Copy a pose first, and choose whom to give it to")
            return
        local = np.array(shown.stance.local)
        for bone, rotation in self.copied.rotations.items():
            if bone in shown.body.bones:
                local[shown.body.index(bone)] = rotation
        same = self.copied.person == shown.person
        root = self.copied.root * shown.body.scale if same else shown.stance.root
        self._take(shown, Stance(local, root, shown.stance.size), "paste pose")

    def mirror_pose(self) -> None:
        """Let left do what right does, and the other way round."""
        shown = self._shown()
        if shown is not None:
            self._take(shown, mirrored(shown.body, shown.stance), "mirror pose")

    def _take(self, shown: Doll, wanted: Stance, label: str) -> None:
        self._put(shown, wanted, set(differing(shown.body, shown.stance, wanted)), label)

    # -- tracks

    def smooth_keys(self) -> None:
        """Draw keys towards their neighbours."""
        self._change(lambda keys: correction_keys.smoothed(keys, self._mine()), "smooth keys")

    def reduce_keys(self) -> None:
        """Leave out keys that the others imply."""
        before = len(self.tool.cast.corrections)
        self._change(lambda keys: correction_keys.reduced(keys, self._mine(), SMALLEST), "reduce keys")
        self.session.said.emit("info", f"{before - len(self.tool.cast.corrections)} keys left out")

    def strengthen_keys(self) -> None:
        """A quarter more of every key."""
        self._scale(1.25)

    def soften_keys(self) -> None:
        """A fifth less of every key."""
        self._scale(0.8)

    def key_earlier(self) -> None:
        """Move the keys at the playhead one frame back."""
        self._nudge(-1)

    def key_later(self) -> None:
        """Move the keys at the playhead one frame on."""
        self._nudge(1)

    def _scale(self, amount: float) -> None:
        self._change(lambda keys: correction_keys.scaled(keys, self._mine(), amount), "scale corrections")

    def _nudge(self, frames: int) -> None:
        here = of(self.session.person, self.bones(), self.session.time)
        step = frames / self.session.graph.shot.fps
        if any(here(one) for one in self.tool.cast.corrections):
            self._change(lambda keys: correction_keys.retimed(keys, here, lambda t: t + step), "move key")
            self.session.go(self.session.frame + frames)

    def set_falloff(self, seconds: float) -> None:
        """Let the person's corrections, and those to come, fade in so many seconds; 0 holds them."""
        self.tool.falloff = seconds
        if any(self._mine()(one) for one in self.tool.cast.corrections):
            self._change(lambda keys: correction_keys.with_falloff(keys, self._mine(), seconds), "set falloff")

    def clear(self) -> None:
        """Delete every key of the chosen joints, or of the person."""
        self._change(lambda keys: correction_keys.without(keys, self._mine()), "delete corrections")

    # -- what holds a limb

    def pin(self) -> None:
        """Pin the chosen ends, or let them go again."""
        shown = self._shown()
        ends = [name for name in self.tool.selected if name in LIMBS]
        if shown is None or not ends:
            self.session.said.emit("info", "Choose a wrist or an ankle to pin")
            return
        now = self.tool.pinned(shown.person)
        with self.session.gesture(f"{'let go of' if ends[0] in now else 'pin'} {title_of(ends[0])}"):
            for end in ends:
                set_pin(self.session, shown.person, end, end not in now)

    def arm_side(self) -> None:
        """Draw the chosen arm before the body from this frame on, or behind it."""
        shown = self._shown()
        arms = {arm_of(name) for name in self.tool.selected} - {""}
        if shown is None or not arms:
            self.session.said.emit("info", "Choose an elbow or a wrist: its arm goes before the body, or behind it")
            return
        apart = sorted(arm for arm in arms if self.tool.cast.is_layer(shown.person, arm))
        if not apart:
            self.session.said.emit("info", "This arm is one with the body in the photo: it has no order of its own")
            return
        keys = []
        for arm in apart:
            front = self.tool.cast.in_front(shown.person, arm, self.session.time)
            keys.append(order_entry(shown.person, arm, self.session.time, not front, self.tool.falloff))
        self.compare(False)
        put(self.session, keys, "draw arm behind" if front else "draw arm in front")

    def free_limb(self) -> None:
        """Let the chosen limb move that the photo holds back."""
        shown = self._shown()
        handles = sorted(self.tool.selected)
        if shown is None or not handles:
            self.session.said.emit("info", "Choose a joint of the limb to free")
            return
        free(self.session, shown.person, {bone for handle in handles for bone in limb_of(handle)}, "free limb")

    # -- before and after

    def _toggle_ghosts(self) -> None:
        self.tool.ghosts = self.session.commands["motion.ghosts"].isChecked()
        self.tool.viewport.refresh_overlay()

    def compare(self, without: bool) -> None:
        """Show the motion without corrections, or with them again."""
        self._comparison.show(without)

    # --

    def _shown(self) -> Doll | None:
        shown = self.tool.shown()
        if shown is None:
            self.session.said.emit("info", "Choose a person first: click one in the picture")
        return shown

    def _mine(self) -> Chosen:
        return of(self.session.person, self.bones())

    def _below(self, shown: Doll) -> Stance:
        motion = self.tool.cast.motion(shown.person, plain=True)
        return stance_at(shown.body, motion, self.session.time)

    def _put(self, shown: Doll, wanted: Stance, bones: set[str], label: str) -> None:
        self.compare(False)
        new = keys_for(shown.person, shown.body, self._below(shown), wanted, self.session.time, sorted(bones),
                       self.tool.falloff)  # fmt: skip
        if new:
            put(self.session, new, label)

    def _change(self, change: Callable[[Entries], tuple[Entry, ...]], label: str) -> None:
        self.compare(False)
        change_keys(self.session, change, label)


_ALL = ("hips", "spine", "chest", "neck", "head")
