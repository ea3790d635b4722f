"""The commands of the pose tool in words: name, title, shortcut, icon, tip."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """A command; ``name`` is that of the method that does it."""

    name: str
    title: str
    keys: str = ""
    icon: str = ""
    tip: str = ""


WORDS = (
    Words("set_key", "Set key", "K", "mdi6.key-plus", "Keep the pose of the chosen joints at this frame"),
    Words("delete_key", "Delete key", "Delete", "mdi6.key-remove", "Of the chosen joints at this frame"),
    Words("previous_key", "Previous key", ",", "mdi6.skip-previous", "Of the chosen person"),
    Words("next_key", "Next key", ".", "mdi6.skip-next", "Of the chosen person"),
    Words("copy_pose", "Copy pose", "Ctrl+Alt+C", "mdi6.content-copy", "How the person stands at this frame"),
    Words("paste_pose", "Paste pose", "Ctrl+Alt+V", "mdi6.content-paste", "Set keys so that the person stands so"),
    Words("mirror_pose", "Mirror pose", "M", "mdi6.flip-horizontal", "Left does what right does"),
    Words("reset_joint", "Reset joint", "Backspace", "mdi6.restore", "As the motion has it, at this frame"),
    Words("reset_pose", "Reset pose", "Shift+Backspace", "", "All joints as the motion has them, at this frame"),
    Words("pin", "Pin or let go", "P", "mdi6.pin", "A pinned hand or foot stays while the body moves"),
    Words("arm_side", "Draw arm in front or behind", "Shift+B", "mdi6.flip-to-front", "From this frame on"),
    Words("smooth_keys", "Smooth keys", "", "", "Draw the person's keys towards their neighbours"),
    Words("reduce_keys", "Reduce keys", "", "", "Leave out keys that the others imply"),
    Words("strengthen_keys", "Strengthen corrections", "", "", "A quarter more of every key"),
    Words("soften_keys", "Soften corrections", "", "", "A fifth less of every key"),
    Words("key_earlier", "Move key one frame earlier", "Ctrl+Alt+Left"),
    Words("key_later", "Move key one frame later", "Ctrl+Alt+Right"),
    Words("free_limb", "Free limb", "", "mdi6.lock-open-variant", "Let a limb move that the photo holds back"),
)
