"""Who is under the mouse, by the pixels that the photo shows."""

from __future__ import annotations

from studio.media.person import Person
from studio.ui.people.cast import Cast
from studio.ui.session import Session


def visible(session: Session, cast: Cast) -> list[str]:
    """Ids of people who are drawn over the picture."""
    return [name for name in cast.people if name not in session.hidden]


def person_under(session: Session, cast: Cast, x: float, y: float) -> str:
    """The nearest person whose pixels are at a point of the photo, "" for nobody."""
    there = [name for name in visible(session, cast) if covers(cast.people[name], x, y)]
    return max(there, key=lambda name: cast.people[name].layer, default="")


def covers(person: Person, x: float, y: float) -> bool:
    """Whether a person is seen at a point; one without a matte counts with the whole box."""
    matte = person.matte or person.mask
    if matte is None:
        return person.box[0] <= x <= person.box[2] and person.box[1] <= y <= person.box[3]
    column, row = int(x) - matte.origin[0], int(y) - matte.origin[1]
    height, width = matte.coverage.shape
    return 0 <= row < height and 0 <= column < width and bool(matte.coverage[row, column] > 0.5)
