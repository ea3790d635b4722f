"""When each clause happens, and the beats that come of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nodes.algorithms.language.clause import Clause
from nodes.algorithms.language.lexicon import Lexicon
from nodes.algorithms.language.noun_phrase import Reference
from nodes.algorithms.language.referent import Referents
from nodes.algorithms.language.thing_phrase import THING, Item, find_items

REACTION = 0.45
"""Seconds after which somebody answers what is done to them."""
SPEECH = 0.38
"""Seconds that a spoken word takes."""
LONGEST = 600.0
WHOLE = frozenset({"walk", "run", "sit", "stand_up", "kneel", "crouch", "lie_down", "fall", "climb", "swim"})
"""What takes the whole body: nobody does two of these at once."""


@dataclass(frozen=True)
class Beat:
    """One person does one thing.

    Attributes:
        who: Id of the person.
        action: What is done, in snake_case.
        target: Id of the person it is done to or with, "" for none.
        start, duration: Seconds.
        mood: "" for none.
        line: What is said, "" for nothing.
        tempo: 1 is as usual.
        times: How often.
        towards: Where in the picture, "left", "right", "front" or "back"; "" for nowhere.
        thing: What it is done with, "" where nobody says.
        style: The way in which it is done, of several; "" for the usual one.
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
    thing: str = ""
    style: str = ""


@dataclass(frozen=True)
class Move:
    """One move of the camera.

    Attributes:
        action: As in :class:`~nodes.algorithms.language.camera_phrase.CameraPhrase`.
        onto, origin: Ids of people and things that it goes to and comes from; nobody for the whole picture.
        size: "wide", "medium", "close" or "".
        towards: "left", "right", "up", "down" or "".
        start, duration: Seconds.
    """

    action: str
    onto: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    size: str = ""
    towards: str = ""
    start: float = 0.0
    duration: float = 2.0


CAMERA = "camera"
"""What the camera is called where people have their ids."""
AT_ONCE = frozenset({"cut", "handheld", "steady"})
"""What the camera does from one frame to the next."""


@dataclass
class _Deed:
    """A clause with the people found."""

    clause: Clause
    pairs: list[tuple[str, str]]
    subjects: list[str]
    reacts: bool = False
    onto: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()

    @property
    def filmed(self) -> bool:
        """Whether it is the camera that does it."""
        return self.clause.camera is not None


@dataclass
class Scheduler:
    """Turns clauses into beats.

    Attributes:
        lexicon: Lengths of actions.
        referents: Who is there.
        items: What else is there.
        strange: What could not be found, for the artist.
        moves: What the camera does, after :meth:`beats`.
        shown: Ids of the things that the camera went to last.
    """

    lexicon: Lexicon
    referents: Referents
    items: Sequence[Item] = ()
    strange: list[str] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    _known: dict[int, list[str]] = field(default_factory=dict)

    @property
    def camera(self) -> Lexicon:
        """Lengths of what the camera does."""
        return Lexicon(self.lexicon.words["camera"]["moves"], self.lexicon.words)

    def beats(self, clauses: Sequence[Clause]) -> list[Beat]:
        """Beats in order of their start."""
        groups: list[list[_Deed]] = []
        held: list[_Deed] = []
        subject: list[str] = []
        last: _Deed | None = None
        before: _Deed | None = None
        for index, clause in enumerate(clauses):
            following = clauses[index + 1] if index + 1 < len(clauses) else None
            deed = self._filmed(clause, subject) if clause.camera else self._deed(clause, last, subject, following)
            subject = deed.subjects or subject
            idle = clause.negated or not deed.pairs or _heard(clause, following)
            if idle or (last is not None and _again(clause, deed, last)):
                continue
            self._place(groups, deed, before, held)
            last, before = last if deed.filmed else deed, deed
        groups.extend([deed] for deed in held)
        return self._timed(groups)

    def _filmed(self, clause: Clause, subject: list[str]) -> _Deed:
        """What the camera does; nothing where it is to go to somebody or something that is not there."""
        assert clause.camera is not None
        missing = len(self.strange)
        strangers = [one.text for one in (*clause.objects, *clause.camera.origin) if one.who == "unknown"]
        self.strange += strangers
        onto, origin = (self._seen(references) for references in (clause.objects, clause.camera.origin))
        self.referents.note([one for one in onto if self.referents.known([one])])
        pairs = [(CAMERA, "")] if len(self.strange) == missing else []
        return _Deed(clause, pairs, [], onto=tuple(onto), origin=tuple(origin))

    def _seen(self, references: Sequence[Reference]) -> list[str]:
        """Ids of people and things."""
        found: list[str] = []
        for one in references:
            thing = one.who == THING
            again = self.shown if one.pronoun == "any" and not thing else []  # "cut to the dog, then push in on it"
            ids = again or (find_items(one, self.items, self.referents) if thing else self._found([one], [], [], False))
            self.strange += [one.text] * (thing and not ids)
            found += [name for name in ids if name not in found]
        self.shown = [name for name in found if not self.referents.known([name])] or self.shown
        return found

    def _deed(self, clause: Clause, last: _Deed | None, before: list[str], following: Clause | None) -> _Deed:
        subjects = self._subjects(clause, last, before, following)
        self.referents.note(subjects)
        things = len(clause.objects) > 1 or self.lexicon.is_(clause.action, "things")
        named = [one for one in clause.objects if one.who != "everyone" and not (one.pronoun == "any" and things)]
        objects = self._found(named, subjects, subjects, False)
        self.referents.note(objects)
        if clause.back and not objects and last is not None:
            said = clause.action == "talk"
            objects = [who for who, to in last.pairs if who not in subjects and (said or to in subjects)][:1]
        if any(one.who == "everyone" for one in clause.subjects or ()) and len(subjects) > len(objects) > 0:
            subjects = [person for person in subjects if person not in objects]
        done_by, done_to = (objects, subjects) if clause.passive else (subjects, objects)
        return _Deed(clause, self._pairs(clause, done_by, done_to), subjects)

    def _subjects(self, clause: Clause, last: _Deed | None, before: list[str], following: Clause | None) -> list[str]:
        if clause.subjects is None:
            if before and clause.link:
                return before
            if clause.fronted and following is not None and following.subjects:  # "while singing, she claps"
                return self._found(following.subjects, before, [], True, quiet=True)
            if clause.line is not None and len(self.referents.members) > 1:
                self.strange.append(f"who says {clause.line[:60]!r}")
                return []
            return [member.id for member in self.referents.members]
        apart: list[str] = []
        if any(one.who in ("others", "rest") for one in clause.subjects):
            apart = self._apart(clause, last, following)
        elif any(one.who == "pronoun" and one.count > 1 for one in clause.subjects):
            apart = self._found(clause.objects, [], [], False, quiet=True)
        return self._found(clause.subjects, before, apart, True)

    def _apart(self, clause: Clause, last: _Deed | None, following: Clause | None) -> list[str]:
        """From whom "the others" differ: those of the neighbouring clause, and whom they do it to."""
        named: list[str] = []
        alone = following is None or (not clause.objects and following.link in ("", "then"))
        if last is not None and (clause.link or alone):
            named = [person for pair in last.pairs for person in pair if person]
        if not named and following is not None and following.subjects and following.link:
            plain = [one for one in following.subjects if one.who != "pronoun"]
            named = self._found(plain, [], [], True, quiet=True)
        return [*named, *self._found(clause.objects, [], [], False, quiet=True)]

    def _found(
        self,
        references: Sequence[Reference],
        subject: list[str],
        apart: list[str],
        is_subject: bool,
        quiet: bool = False,
    ) -> list[str]:
        found: list[str] = []
        for reference in references:
            people = self._known.get(id(reference)) or self.referents.find(reference, subject, apart, is_subject)
            if reference.relations and not quiet:  # "the one next to him, who laughs" is the same one
                self._known[id(reference)] = people
            if not people and reference.who not in ("nobody", "unknown") and not quiet:
                self.strange.append(reference.text)
            elif 0 < len(people) < reference.count and reference.who == "person" and not quiet:
                self.strange.append(f"{reference.text}: there are only {len(people)}")
            found += [person for person in people if person not in found]
        return found

    def _pairs(self, clause: Clause, subjects: list[str], objects: list[str]) -> list[tuple[str, str]]:
        """(who, to whom) of everyone who does it."""
        mutual = self.lexicon.is_(clause.action, "mutual") and not self.lexicon.one_sided(clause.verb)
        together = mutual or clause.mutual or clause.reciprocal
        if objects:
            if mutual or (clause.mutual and not set(objects) & set(subjects)):
                return _both_ways(subjects, objects)
            if clause.action == "dance":
                return _both_ways(subjects, objects)
            one_each = len(objects) == len(subjects)
            to = [objects[k] if one_each else objects[0] for k in range(len(subjects))]
            return [(who, whom if whom != who else "") for who, whom in zip(subjects, to, strict=True)]
        camps = self.referents.camps(subjects) if mutual and len(subjects) > 2 else None
        if camps is not None:
            return _both_ways(*camps)
        pairing = mutual or clause.reciprocal or (together and clause.action in ("dance", "talk", "look", "walk"))
        if pairing and len(subjects) == 2:
            return _both_ways(subjects[:1], subjects[1:])
        if mutual and len(subjects) > 2:
            return [
                (who, subjects[k ^ 1] if k ^ 1 < len(subjects) else subjects[k - 1]) for k, who in enumerate(subjects)
            ]
        return [(who, "") for who in subjects]

    def _place(self, groups: list[list[_Deed]], deed: _Deed, last: _Deed | None, held: list[_Deed]) -> None:
        """Put a deed where it belongs among those before."""
        link = deed.clause.link
        if deed.clause.fronted == "before":
            held.append(deed)
        elif (deed.clause.turns or deed.clause.backwards) and len(deed.pairs) > 1:
            turns = deed.pairs[:: -1 if deed.clause.backwards else 1]
            groups.extend([_Deed(deed.clause, [pair], deed.subjects)] for pair in turns)
        elif not groups or last is None:
            groups.append([deed])
        elif link == "after":
            at = next((k for k, group in enumerate(groups) if last in group), len(groups) - 1)
            groups.insert(at, [deed])
        elif link in ("while", "main while") or (link in ("and", ",") and self._at_once(deed, last)):
            if last in held or self._clash(deed, last):
                groups.append([deed])
            else:
                next(group for group in groups if last in group).append(deed)
        else:
            deed.reacts = self._reacts(deed, last)
            groups.append([deed])
        if held and deed not in held and link == "main before":
            groups.append([held.pop()])

    def _clash(self, deed: _Deed, last: _Deed) -> bool:
        """Whether nobody can do both at once, which is told: they go one after the other then."""
        both = {who for who, _ in deed.pairs} & {who for who, _ in last.pairs}
        one, other = last.clause, deed.clause
        clash = bool(both) and one.action != other.action and {one.action, other.action} <= WHOLE
        if clash:
            self.strange.append(f"{one.verb} and {other.verb} at once: one comes after the other")
        return clash

    def _at_once(self, deed: _Deed, last: _Deed) -> bool:
        """Whether what is only joined to the clause before goes on beside it: others do it, and it answers nothing.

        Two participles go on at once, too: "walks, waving", "is dancing and singing".
        """
        going = deed.clause.verb.endswith("ing") and deed.clause.subjects is None
        if going and (deed.clause.link == "," or last.clause.verb.endswith("ing")):
            return True
        one = {who for who, _ in deed.pairs}
        other = {who for who, _ in last.pairs}
        if deed.filmed != last.filmed:
            return True
        if one & other or last.clause.line is not None or deed.clause.back or deed.clause.line is not None:
            return False
        return not self._reacts(deed, last)

    def _reacts(self, deed: _Deed, last: _Deed) -> bool:
        """Whether it answers what somebody else did before: a fall after a push, laughter after a fall."""
        if {who for who, _ in deed.pairs} & {who for who, _ in last.pairs}:
            return deed.clause.back
        blow = last.clause.action in ("punch", "push", "kick", "fall", "throw", "fight", "give", "blow_kiss")
        struck = bool(last.pairs[0][1]) or last.clause.action == "fall"
        laughs = deed.clause.action in ("laugh", "surprise") and deed.clause.link != "then"
        answers = laughs or (blow and struck)
        return deed.clause.back or (answers and self.lexicon.is_(deed.clause.action, "reaction"))

    def _timed(self, groups: list[list[_Deed]]) -> list[Beat]:
        beats: list[Beat] = []
        start, previous = 0.0, 0.0
        for number, group in enumerate(groups):
            if beats and all(deed.reacts for deed in group):
                start = min(start, previous + REACTION)
            waits = [deed.clause.wait for deed in group]
            start += max(waits, default=0.0)
            fixed = [deed.clause.at for deed in group if deed.clause.at >= 0]
            start = fixed[0] if fixed else start
            end = start
            acted = [deed for deed in group if not deed.filmed]
            for deed in acted:
                length = self._length(deed.clause)
                beats += [self._beat(deed.clause, who, target, start, length) for who, target in deed.pairs]
                end = max(end, start + length)
            for deed in (deed for deed in group if deed.filmed):
                alone = not acted and _acts(groups[number + 1 :])
                end = max(end, self._film(deed, start, end - start, alone))
            start, previous = end, start
        return beats

    def _film(self, deed: _Deed, start: float, lasts: float, alone: bool) -> float:
        """Note a move of the camera; when what comes next may begin.

        Args:
            deed: What the camera does.
            start: When.
            lasts: Seconds of what people do meanwhile, 0 where they do nothing.
            alone: Whether people do something next.
        """
        clause, said = deed.clause, deed.clause.camera
        assert said is not None
        usual = self.camera.seconds(said.move) / clause.tempo
        at_once = said.move in AT_ONCE
        stretch = lasts and not at_once and clause.tempo == 1
        length = min(LONGEST, clause.seconds or (max(usual, lasts) if stretch else usual))
        self.moves.append(
            Move(said.move, deed.onto, deed.origin, said.size, said.towards, round(start, 3), round(length, 3))
        )
        if said.handheld and said.move != "handheld":
            self.moves.append(Move("handheld", start=round(start, 3), duration=1.0))
        return start if at_once and not clause.seconds and (alone or said.move != "cut") else start + length

    def _length(self, clause: Clause) -> float:
        if clause.seconds:
            return min(LONGEST, clause.seconds)
        usual = self.lexicon.seconds(clause.action)
        if clause.line is not None:
            usual = max(1.0, SPEECH * len(clause.line.split()) + 0.4)
        return min(LONGEST, usual * clause.times / clause.tempo)

    def _beat(self, clause: Clause, who: str, target: str, start: float, length: float) -> Beat:
        return Beat(
            who, clause.action, target, round(start, 3), round(length, 3), clause.mood, clause.line or "", clause.tempo,
            clause.times, clause.towards, clause.thing, clause.style,
        )  # fmt: skip


def _acts(groups: Sequence[Sequence[_Deed]]) -> bool:
    """Whether people do something in the first of these groups."""
    return bool(groups) and any(not deed.filmed for deed in groups[0])


def _heard(clause: Clause, following: Clause | None) -> bool:
    """Whether who listens does something else meanwhile: "the others listen and clap"."""
    goes_on = following is not None and following.subjects is None and following.link == "and"
    return clause.action == "listen" and goes_on


def _again(clause: Clause, deed: _Deed, last: _Deed) -> bool:
    """Whether it says again what was just said: "throws his arms up and cheers"."""
    same = clause.action == last.clause.action and deed.pairs == last.pairs
    return same and clause.link in ("and", ",") and clause.line is None and clause.verb != last.clause.verb


def _both_ways(ones: list[str], others: list[str]) -> list[tuple[str, str]]:
    """Each of the ones with one of the others, and back; nothing where either are nobody."""
    pairs: list[tuple[str, str]] = []
    if not ones or not others:
        return pairs
    for index in range(max(len(ones), len(others))):
        one, other = ones[min(index, len(ones) - 1)], others[min(index, len(others) - 1)]
        for pair in ((one, other), (other, one)):
            if pair not in pairs and pair[0] not in {who for who, _ in pairs}:
                pairs.append(pair)
    return pairs
