"""One thing that is done, as a clause says it."""

from __future__ import annotations

from dataclasses import dataclass, field

from nodes.algorithms.language.camera_phrase import CameraPhrase
from nodes.algorithms.language.noun_phrase import Reference


@dataclass
class Clause:
    """One thing that is done.

    Attributes:
        subjects: Who does it; None where the clause names nobody.
        action: What is done, "" where the verb is not known.
        verb: The verb as written.
        objects: To whom.
        link: How it goes on from the clause before: "" (a new sentence), "and", ",", "then", "while", "after" or
            "before".
        fronted: Its own conjunction, where it stands before what it depends on.
        negated, passive, mutual, reciprocal: Not done; done to the subjects; done together; done to one another.
        turns, backwards: One after the other, from the left or from the right.
        mood, tempo, times, seconds, wait, at: How, how fast, how often, how long, after and at how many seconds.
        line: What is said, None where nothing is.
        towards: Where it goes or is meant for in the picture: "left", "right", "front" or "back"; "" for nowhere.
        thing: What it is done with, by the name that it is drawn by, or what is sat on; "" where nobody says.
        style: The way in which it is done, of several ("sneak"); "" for the usual one.
        back: It answers what was done before ("waves back", "answers").
        shows: Nothing is said but the mood that somebody is in ("is happy"), which the action shows.
        camera: What the camera does, where nobody in the picture does anything; the action is then "camera".
    """

    subjects: list[Reference] | None = None
    action: str = ""
    verb: str = ""
    objects: list[Reference] = field(default_factory=list)
    link: str = ""
    fronted: str = ""
    negated: bool = False
    passive: bool = False
    mutual: bool = False
    reciprocal: bool = False
    turns: bool = False
    backwards: bool = False
    mood: str = ""
    tempo: float = 1.0
    times: int = 1
    seconds: float = 0.0
    wait: float = 0.0
    at: float = -1.0
    line: str | None = None
    towards: str = ""
    thing: str = ""
    style: str = ""
    back: bool = False
    shows: bool = False
    camera: CameraPhrase | None = None
