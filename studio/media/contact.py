"""Where and when two people touch."""

from __future__ import annotations

from dataclasses import dataclass

from studio.media.value import media_type


@media_type
@dataclass(frozen=True)
class Contact:
    """Two people touch for a while, or one sits on something.

    Attributes:
        kind: "handshake", "high_five", "hug", "hold_hands", "hand_over", "push", "hit", "kiss" or "sit_on".
        first: Id of the person who leads: who gives, pushes or hits.
        second: Id of the other one; of "sit_on" the thing that is sat on, as the scene graph has it.
        first_bone, second_bone: What meets, a bone of each (:data:`studio.media.skeleton.BONES`): "rightHand", "chest".
        start, duration: Seconds in which they touch.
        approach, release: Seconds before and after in which the limbs come and go.
        id: What it is called on the timeline: "handshake person_1 person_2 1".
        thing: What is handed over: "ball", "cup"; "none" for nothing that is drawn, "" where nobody says.
        seat: (x, y, floor) of "sit_on", pixels of the source picture: the middle of what is sat on, and the y of the
            floor under it; () for every other kind.
    """

    kind: str
    first: str
    second: str
    first_bone: str = "rightHand"
    second_bone: str = "rightHand"
    start: float = 0.0
    duration: float = 1.0
    approach: float = 0.6
    release: float = 0.5
    id: str = ""
    thing: str = ""
    seat: tuple[float, ...] = ()

    @property
    def end(self) -> float:
        """Second at which they let go."""
        return self.start + self.duration


@media_type
@dataclass(frozen=True)
class Contacts:
    """Everything that touches in a shot.

    Attributes:
        contacts: In order of their start.
        planned: The contacts as the script has them, before any was changed by hand.
    """

    contacts: tuple[Contact, ...] = ()
    planned: tuple[Contact, ...] = ()
