"""What travels on links. This page is THE page of conventions; every other module refers to it.

Convention:
    Coordinates are ``(x, y)`` in pixels of the upright source picture: origin top left, y down, pixel centres at
    .5 (the first pixel covers 0..1). Sizes are ``(width, height)``; arrays are indexed ``[row, column]``.
    Angles are degrees in knobs and radians inside. Time is seconds; frames are counted from 0.
    Colour is linear-light Rec.709, premultiplied, ``(H, W, 4)``; a torch tensor, kept as float16 in every tier.
    Depth is distance from the camera in metres, larger is farther. Flow is ``(H, W, 2)``: pixels from this frame to the
    next. Space is in metres, right-handed: x right, y up, z towards the viewer, origin on the ground under the camera.
    Rotations are unit quaternions in xyzw order. Bones bear VRM humanoid names (:mod:`studio.media.skeleton`); a
    rotation of identity is the T-pose, facing the viewer (+z), the left arm along +x.
    People, rigs, motions and poses travel as :class:`~studio.media.by_id.ById`, one immutable mapping a link.

Every value is a frozen dataclass (or a tuple, mapping, array or plain scalar), is never written to after it was made,
and can be stored without pickle (:mod:`studio.media.value`). Arrays inside are read-only where numpy allows it.
"""
