"""A script: beats of people and moves of the camera, on one clock."""

from __future__ import annotations

from dataclasses import dataclass

from studio.media.value import media_type


@media_type
@dataclass(frozen=True)
class Beat:
    """One person does one thing. What two do with one another is a beat for each.

    Attributes:
        who: Id of the person.
        action: What is done, in snake_case: "wave", "shake_head", "handshake", "talk".
        target: Id of the person that it is done to or with, or of the thing that is sat on; "" for none.
        start, duration: Seconds.
        mood: "happy", "angry", "sad", "excited", "afraid", "calm", "loving", "proud", "tired" or "surprised"; or
            valence, arousal and dominance from -1 to 1, as "0.50 -0.20 0.10"; "" for none.
        line: What is said, "" for nothing.
        tempo: How fast; 1 is as usual.
        times: How often.
        towards: Where in the picture it goes or is meant for: "left", "right", "front" or "back"; "" for nowhere.
        id: What it is called, "" for nothing: who does what for the how-manieth time ("person_1 wave 2").
        side: The arm that does it, "left" or "right"; "" leaves it to whoever plays it.
        amplitude: How far it goes; 1 is as usual.
        exact: It takes just its duration; otherwise whoever plays it may take longer.
        fade_in, fade_out: Seconds in which it comes and goes; 0 leaves it to whoever plays it.
        thing: What it is done with, "ball" or "cup"; "" where nobody says.
        style: The way in which it is done, of several: to walk in "sneak", to turn in "spin"; "" for the usual one.
    """

    who: str
    action: str
    target: str = ""
    start: float = 0.0
    duration: float = 2.0
    mood: str = ""
    line: str = ""
    tempo: float = 1.0
    times: int = 1
    towards: str = ""
    id: str = ""
    side: str = ""
    amplitude: float = 1.0
    fade_in: float = 0.0
    fade_out: float = 0.0
    exact: bool = False
    thing: str = ""
    style: str = ""


@media_type
@dataclass(frozen=True)
class CameraMove:
    """The camera does one thing.

    Attributes:
        action: "push_in", "pull_out", "zoom_in", "zoom_out", "pan", "tilt", "cut", "hold", "follow", "handheld" (from
            here on it is held by hand) or "steady" (from here on it is not).
        onto: Ids of those who are to be seen afterwards; nobody for the whole picture.
        origin: Ids of those with whom it begins; nobody for what is seen then.
        size: "wide" (whole bodies), "medium" (down to the waist), "chest", "close" (head and shoulders) or "" for what
            is usual.
        towards: "left", "right", "up", "down" or "".
        start, duration: Seconds. A cut is there at once; its duration is how long it is to be seen at least.
        ease: "smooth", "linear", "in" (sets off slowly) or "out" (comes to rest slowly).
        id: What it is called, as of a beat ("camera push_in 1").
        exact: It takes just its duration, whatever people do meanwhile.
    """

    action: str
    onto: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    size: str = ""
    towards: str = ""
    start: float = 0.0
    duration: float = 2.0
    ease: str = "smooth"
    id: str = ""
    exact: bool = False


@media_type
@dataclass(frozen=True)
class Script:
    """Beats in order of their start, and what of the prompt was not understood.

    Attributes:
        beats: In order of their start.
        not_understood: Words and phrases, as written.
        prompted: The beats as the prompt has them, before any was changed by hand.
        reasons: (id of a beat, one line on why it was chosen), of beats that nobody asked for.
        camera: What the camera does, in order of start; nothing leaves it where the photo was taken.
        prompted_camera: What it does by the prompt, before anything was changed by hand.
    """

    beats: tuple[Beat, ...] = ()
    not_understood: tuple[str, ...] = ()
    prompted: tuple[Beat, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    camera: tuple[CameraMove, ...] = ()
    prompted_camera: tuple[CameraMove, ...] = ()

    @property
    def duration(self) -> float:
        """Seconds until the last beat, or move of the camera, ends."""
        ends = [beat.start + beat.duration for beat in self.beats]
        return max([*ends, *(move.start + move.duration for move in self.camera)], default=0.0)
