"""Whom a reference fits, among the people of a picture and those spoken of before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nodes.algorithms.language.noun_phrase import Reference

Box = tuple[float, float, float, float]
SURE, UNSURE = 0.6, 0.2
"""Of what somebody does: from where on there is no doubt, and up to where it is not so."""
SMALL = 0.8
"""Of the others' height: who is smaller may be a child."""


@dataclass(frozen=True)
class Member:
    """One person, as far as words can tell people apart. What is not known is left open and speaks for nobody.

    Attributes:
        id: Stable id.
        box: (x0, y0, x1, y1) in pixels.
        name: Given by the artist.
        gender: "male", "female" or "".
        child: Whether a child, None where not known.
        age: "old", "young" or "".
        hair: Colour of hair.
        features: "beard", "glasses", "hat", as far as known.
        wears: Colours by garment; a garment may be "top", "bottom" or "whole" where only the place is known.
        row: "front", "back" or "".
        might: Colours by garment that it might be called by, where none of the names in ``wears`` is meant.
        does: How surely they do what tells them apart: "sit", "stand", "crouch", "walk" to 0..1; empty where unknown.
        passing: Cut by an edge and small: nobody of whom one speaks without saying who.
    """

    id: str
    box: Box
    name: str = ""
    gender: str = ""
    child: bool | None = None
    age: str = ""
    hair: str = ""
    features: frozenset[str] = frozenset()
    wears: Mapping[str, Sequence[str]] = field(default_factory=dict)
    row: str = ""
    might: Mapping[str, Sequence[str]] = field(default_factory=dict)
    does: Mapping[str, float] = field(default_factory=dict)
    passing: bool = False

    @property
    def middle(self) -> float:
        """Middle of the box, from the left."""
        return (self.box[0] + self.box[2]) / 2

    @property
    def height(self) -> float:
        """Height of the box."""
        return self.box[3] - self.box[1]


class Referents:
    """Finds who is meant, and remembers who was spoken of: whoever was "the man" once is no woman later.

    Args:
        members: Everyone in the picture.
        places: Where a garment is worn, by its name: "top", "bottom", "whole", "hat".

    Attributes:
        spoken: Groups of people in the order in which they were spoken of.
        beside: Those next to whom somebody was said to be, last.
        genders: What is known of each, or was said.
        unsure: What was said of somebody whom nothing else tells from the others, and the ids that were taken for it.
    """

    def __init__(self, members: Sequence[Member], places: Mapping[str, str]) -> None:
        self.members = sorted(members, key=lambda member: member.middle)
        self._by_id = {member.id: member for member in self.members}
        self._place = places
        self.spoken: list[tuple[str, ...]] = []
        self.beside: tuple[str, ...] = ()
        self.genders = {member.id: member.gender for member in members}
        self.unsure: dict[str, str] = {}

    def known(self, people: Sequence[str]) -> list[Member]:
        """Those of some ids who are in the picture."""
        return [self._by_id[who] for who in people if who in self._by_id]

    def note(self, people: Sequence[str]) -> None:
        """People were spoken of."""
        if people:
            self.spoken.append(tuple(people))
            del self.spoken[:-32]

    def find(self, reference: Reference, subject: Sequence[str], apart: Sequence[str], is_subject: bool) -> list[str]:
        """Ids of whom a reference means; empty where nobody fits.

        Args:
            reference: Of whom.
            subject: Who does it, for "himself" and for pronouns that cannot mean the one who does it.
            apart: From whom "the others" are told apart.
            is_subject: Whether it is who does it.
        """
        if reference.who == "pronoun" and reference.count > 1:
            return self._both(reference.count, apart)
        if reference.who == "pronoun":
            return self._pronoun(reference, subject, is_subject)
        if reference.who == "self":
            return list(subject)
        if reference.who in ("unknown", "nobody"):
            return []
        found = list(self.members)
        if reference.who == "person" and not (reference.name or reference.ordinal):
            found = [member for member in found if not member.passing] or found
        if reference.who in ("others", "rest"):
            found = [member for member in found if member.id not in apart]
        found = self._described(reference, found)
        for relation, others in reference.relations:
            around = [self._by_id[one] for other in others for one in self.find(other, subject, apart, True)]
            self.beside = tuple(one.id for one in around)
            found = related(relation, found, around, reference)
        found = self._counted(reference, found)
        out = {one for other in reference.excluded for one in self.find(other, subject, apart, False)}
        left = [member for member in found if member.id not in out]
        self._suppose(reference, left)
        return [member.id for member in left]

    def _suppose(self, reference: Reference, found: list[Member]) -> None:
        """Whoever is called a man is one from now on; where nothing tells who is, that is noted."""
        supposed = [m for m in found if (reference.gender and not m.gender) or (reference.child and m.child is None)]
        told = _told(reference)
        new = reference.child or any(self.genders[member.id] != reference.gender for member in supposed)
        open_ = (
            reference.who == "person"
            and supposed
            and new
            and reference.definite
            and not any(told)
            and self._others(reference, supposed)
        )
        if open_ or (reference.group and not any(told) and len(self.members) > len(found) == reference.count):
            self.unsure[reference.text] = ", ".join(member.id for member in supposed or found)
        for member in supposed:
            self.genders[member.id] = reference.gender

    def _others(self, reference: Reference, found: list[Member]) -> bool:
        """Whether somebody else might be meant as well; a child is told by being much the smallest."""
        if reference.child and len(found) == 1 and found[0].height < SMALL * _median(self.members):
            return False
        open_ = [m for m in self.members if self.genders[m.id] in ("", reference.gender) and m not in found]
        return bool(open_) or (reference.plural and len(found) == len(self.members))

    def camps(self, people: Sequence[str]) -> tuple[list[str], list[str]] | None:
        """Two teams of the same size, told apart by what they wear; None where there are no two."""
        teams: dict[str, list[str]] = {}
        for person in people:
            colours = next(iter(self._by_id[person].wears.values()), ())
            teams.setdefault(colours[0] if colours else "", []).append(person)
        two = list(teams.values())
        return (two[0], two[1]) if len(two) == 2 and len(two[0]) == len(two[1]) else None

    def _pronoun(self, reference: Reference, subject: Sequence[str], is_subject: bool) -> list[str]:
        single = reference.pronoun != "plural"
        for people in reversed(self.spoken):
            if single and (len(people) > 1 or (not is_subject and people[0] in subject)):
                continue
            if not single and (len(people) < 2 or (not is_subject and set(people) & set(subject))):
                continue
            if not single or self._may_be(people[0], reference.pronoun):
                return list(people)
        left = [member for member in self.members if is_subject or member.id not in subject]
        if not single:
            one_by_one = {person for people in self.spoken for person in people}
            meant = [member.id for member in left if member.id in one_by_one]
            return meant if len(meant) > 1 else [member.id for member in left]
        known = [member for member in left if self.genders[member.id] == reference.pronoun]
        open_ = [member for member in left if not self.genders[member.id] or reference.pronoun == "any"]
        found = (known or open_)[:1]
        if len(known or open_) > 1:
            self.unsure[reference.text] = found[0].id
        self._suppose(replace(reference, gender=reference.pronoun.replace("any", "")), found)
        return [member.id for member in found]

    def _both(self, count: int, apart: Sequence[str]) -> list[str]:
        """So many who were spoken of together or one after the other, else all who are left; nobody where unsure."""
        recent = list(dict.fromkeys(person for people in reversed(self.spoken) for person in people))
        left = [member.id for member in self.members if member.id not in apart]
        groups = (
            next((list(people) for people in reversed(self.spoken) if len(people) == count), []), left,
            list(self.beside), recent,
        )  # fmt: skip
        found = next((people for people in groups if len(people) == count), [])
        return [member.id for member in self.members if member.id in found]

    def _may_be(self, person: str, gender: str) -> bool:
        return gender == "any" or self.genders[person] in ("", gender)

    def _described(self, reference: Reference, found: list[Member]) -> list[Member]:
        """Everyone whom the words fit; who is known to fit goes before who might."""
        if reference.name:
            return [member for member in found if member.name.lower() == reference.name]
        for judge in self._judges(reference):
            told = [(judge(member), member) for member in found]
            sure = [member for verdict, member in told if verdict]
            found = sure or [member for verdict, member in told if verdict is None]
        return found

    def _judges(self, reference: Reference) -> list[Callable[[Member], bool | None]]:
        """One for each thing that is said; each answers yes, no, or None for unknown."""
        judges: list[Callable[[Member], bool | None]] = []
        if reference.gender:
            judges.append(lambda member: self._gender(member, reference))
        young = reference.child and reference.gender and not any(member.child for member in self.members)
        if reference.child is not None and not young:  # where nobody is a child, "the girl in red" is a woman
            judges.append(lambda member: None if member.child is None else member.child == reference.child)
        either = reference.plural and len(reference.colours) > 1 and not any(worn for _, worn in reference.colours)
        if either:
            judges.append(lambda member: any(self._wears(member, colour, "") for colour, _ in reference.colours))
        for colour, garment in () if either else reference.colours:
            judges.append(lambda member, colour=colour, garment=garment: self._wears(member, colour, garment))  # type: ignore[misc]
        for colour in reference.without:
            judges.append(lambda member, colour=colour: not self._wears(member, colour, ""))  # type: ignore[misc]
        for thing in reference.worn:
            judges.append(lambda member, thing=thing: self._has(member, thing))  # type: ignore[misc]
        if reference.hair and reference.hair != "any":
            judges.append(lambda member: None if not member.hair else member.hair == reference.hair)
        if reference.does:
            judges.append(lambda member: _does(member, reference.does))
        for side in reference.sides:
            if side in ("front", "back"):
                judges.append(lambda member, side=side: member.row == side if member.row else None)  # type: ignore[misc]
        if reference.age in ("old", "young") and any(member.age == reference.age for member in self.members):
            judges.append(lambda member: member.age == reference.age or (None if not member.age else False))
        return judges

    def _gender(self, member: Member, reference: Reference) -> bool | None:
        """Whether somebody is a man, or a woman; who was only called one goes before others where nothing else is said:
        "the woman on the right" is another than "the woman on the left", "the man in red" than "the man in green"."""
        if member.gender or self.genders[member.id] not in ("", reference.gender) or not self.genders[member.id]:
            return None if not self.genders[member.id] else self.genders[member.id] == reference.gender
        return None if any(_told(reference)) else True

    def _wears(self, member: Member, colour: str, garment: str) -> bool | None:
        if not member.wears:
            return None
        if any(colour in colours for colours in self._worn(member.wears, garment)):
            return True
        return None if any(colour in colours for colours in self._worn(member.might, garment)) else False

    def _worn(self, wears: Mapping[str, Sequence[str]], garment: str) -> list[Sequence[str]]:
        """Colours of what is worn where a garment is."""
        place = self._place.get(garment, "any")
        fitting = [
            colours for worn, colours in wears.items()
            if not garment or garment == worn or place == "any" or (worn == place and worn not in self._place)
        ]  # fmt: skip
        if garment and not fitting:  # what one calls a blouse another calls a shirt
            fitting = [colours for worn, colours in wears.items() if self._place.get(worn, worn) == place]
        return fitting or [colours for worn, colours in wears.items() if worn == "any"]

    def _has(self, member: Member, thing: str) -> bool | None:
        if thing in member.wears or thing in member.features:
            return True
        place = self._place.get(thing)
        if place and any(self._place.get(worn, worn) == place for worn in member.wears):
            return place in ("hat", "scarf", "tie")
        return False if member.features or place else None

    def _counted(self, reference: Reference, found: list[Member]) -> list[Member]:
        """Picked by place, size, age, order and number."""
        if reference.ordinal:
            return self._nth(reference, found)
        count = len(found) // 2 or 1 if reference.count < 0 else reference.count
        if reference.count < 0 and not reference.sides:
            return found[: (len(found) + 1) // 2]
        wanted = count or (len(found) if reference.plural or reference.who in ("everyone", "others", "rest") else 1)
        found = self._ranked(reference, found, wanted)
        return found[:wanted]

    def _nth(self, reference: Reference, found: list[Member]) -> list[Member]:
        many = max(1, reference.count)
        if reference.ordinal < 0:
            end = len(found) + reference.ordinal + 1
            return found[max(0, end - many) : max(0, end)]
        return found[reference.ordinal - 1 : reference.ordinal - 1 + many]

    def _ranked(self, reference: Reference, found: list[Member], wanted: int) -> list[Member]:
        """The people who fit best first, then back in order from left to right."""
        if not found:
            return found
        order: list[Callable[[Member], float]] = []
        sided = [side for side in reference.sides if side in ("left", "right", "outer", "middle")]
        if sided and not reference.plural:  # "the boy on the right" is none who stands on the left
            found = _half(found, sided[0], self.members)
        if reference.does:
            order.append(lambda member: -member.does.get(reference.does, 0.0))
        if reference.size:
            order.append(lambda member: -member.height if reference.size == "tall" else member.height)
        if reference.child and not any(member.child for member in found):
            small = SMALL * _median(self.members)
            order.append(lambda member: min(small, member.height) if sided else member.height)
        if reference.age in ("oldest", "youngest") or (
            reference.age and not any(member.age == reference.age for member in found)
        ):
            young = reference.age.startswith("young")
            order.append(lambda member: _seniority(member) if young else -_seniority(member))
        for side in reference.sides:
            order += self._along(side, found)
        if reference.plural and not reference.count and not reference.relations:
            return _half(found, sided[0], self.members) if sided else found
        for rank in reversed(order):
            found = sorted(found, key=rank)
        return sorted(found[:wanted], key=lambda member: member.middle) if wanted > 1 else found

    def _along(self, side: str, found: list[Member]) -> list[Callable[[Member], float]]:
        left, right = found[0].middle, found[-1].middle
        if side == "left":
            return [lambda member: member.middle]
        if side == "right":
            return [lambda member: -member.middle]
        if side == "middle":
            centre = (self.members[0].middle + self.members[-1].middle) / 2
            return [lambda member: abs(member.middle - centre)]
        if side == "outer":
            return [lambda member: -max(abs(member.middle - left), abs(member.middle - right))]
        feet = {"front": -1.0, "back": 1.0}.get(side, 0.0)
        return [] if any(member.row for member in found) else [lambda member: feet * member.box[3]]


def _does(member: Member, deed: str) -> bool | None:
    """Whether somebody does something in the photo, None where that is not sure."""
    sure = member.does.get(deed, 0.0) if member.does else UNSURE
    return True if sure >= SURE else None if sure >= UNSURE else False


def _told(reference: Reference) -> tuple[object, ...]:
    """Everything by which a phrase tells one from another, apart from man, woman and child."""
    return (
        reference.name, reference.colours, reference.worn, reference.hair, reference.sides, reference.ordinal,
        reference.size, reference.age, reference.relations, reference.without, reference.does,
    )  # fmt: skip


def _median(members: Sequence[Member]) -> float:
    return sorted(member.height for member in members)[len(members) // 2]


def _seniority(member: Member) -> float:
    """Larger for older people, as far as words and height tell."""
    stage = {"young": 2.0, "": 3.0, "old": 4.0}[member.age] if not member.child else 1.0
    return stage * 1e6 + member.height


def _half(found: list[Member], side: str, everyone: list[Member]) -> list[Member]:
    """Those on one side of the middle of the picture's people."""
    centre = (everyone[0].middle + everyone[-1].middle) / 2
    if side in ("left", "right"):
        picked = [member for member in found if (member.middle < centre) == (side == "left")]
    else:
        third = (everyone[-1].middle - everyone[0].middle) / 3
        inside = [member for member in found if abs(member.middle - centre) < third]
        picked = inside if side == "middle" else [member for member in found if member not in inside]
    return picked or found


def related(relation: str, found: list[Member], around: list[Member], reference: Reference) -> list[Member]:
    """Those who stand so to others, the nearest first; only as many as are meant."""
    if not around:
        return []
    there = around[0]
    found = [member for member in found if member not in around]
    if relation == "between":
        low, high = min(one.middle for one in around), max(one.middle for one in around)
        centre = (low + high) / 2
        found = sorted((m for m in found if low < m.middle < high), key=lambda m: abs(m.middle - centre))
    elif relation in ("left of", "right of"):
        sign = 1 if relation == "right of" else -1
        found = sorted(
            (m for m in found if sign * (m.middle - there.middle) > 0), key=lambda m: abs(m.middle - there.middle)
        )
        return found if reference.plural else found[:1]
    elif relation == "beside":
        left = [m for m in found if m.middle < there.middle][-1:]
        right = [m for m in found if m.middle > there.middle][:1]
        found = sorted([*left, *right], key=lambda m: abs(m.middle - there.middle))
    elif relation in ("behind", "in front of"):
        further = [
            m for m in found if (m.row, there.row) == (("back", "front") if relation == "behind" else ("front", "back"))
        ]
        sign = 1 if relation == "behind" else -1
        found = further or [m for m in found if sign * (there.box[3] - m.box[3]) > 0]
        if not reference.sides:
            found = sorted(found, key=lambda m: abs(m.middle - there.middle))
    return found
