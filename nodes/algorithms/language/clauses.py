"""Who does what to whom: clauses read out of a prompt's tokens, in one pass from left to right."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from nodes.algorithms.language.camera_phrase import CameraPhrases
from nodes.algorithms.language.clause import Clause
from nodes.algorithms.language.lexicon import DETERMINERS, Lexicon
from nodes.algorithms.language.lookahead import Lookahead
from nodes.algorithms.language.noun_phrase import NounPhrases, Reference, skip_except
from nodes.algorithms.language.spot import REGIONS
from nodes.algorithms.language.time_phrase import read_time
from nodes.algorithms.language.tokens import Token

_ENDS = frozenset({".", "!", "?", ";", "\n"})
_COMES = frozenset({"come", "comes", "came", "go", "goes", "went"})
_GOES = frozenset({"walk", "run", "look", "turn", "point", "jump", "dodge", "fall"})
"""What has a direction."""
_TO_PEOPLE = frozenset({"wave", "bow", "salute", "blow_kiss", "push", "punch"})
"""What is done to people: whoever it is done to is somebody, even where no list knows the word."""
_WHOM = frozenset({"her", "him", "them", "us"})
"""What a verb that no list has is done to."""
_ONTO = frozenset({"on", "onto", "upon", "in", "into"})
_NO_PROP = frozenset({"and", "then", "to", "from", "with", "in", "on", "at", "while", "him", "them", ",", ".", ";"})
"""What stands in no phrase that names a thing."""


class Reader:
    """Reads clauses.

    Args:
        lexicon: Verbs and words.
        names: Of the people in the picture.
        guess: The action that an unknown verb comes nearest to, "" for none.
        things: Words for what else is in the picture.
    """

    def __init__(
        self, lexicon: Lexicon, names: Sequence[str], guess: Callable[[str], str] = lambda word: "",
        things: Collection[str] = (),
    ) -> None:  # fmt: skip
        self.lexicon, self.phrases, self.guess = lexicon, NounPhrases(lexicon, names), guess
        self.shots = CameraPhrases(lexicon, self.phrases, things)

    def read(self, tokens: Sequence[Token]) -> tuple[list[Clause], list[str]]:
        """Clauses in the order in which they stand, and the words that were not understood."""
        self.tokens, self.at = list(tokens), 0
        self.ahead = Lookahead(self.tokens, self.lexicon, self.phrases)
        self.clauses: list[Clause] = []
        self.strange: list[str] = []
        self._begin("")
        while self.at < len(self.tokens):
            before = self.at
            for step in self._steps:
                if step():
                    break
            else:
                self._other()
            if self.at == before:  # nothing may stand still
                self.at += 1
        self._finish()
        done = [clause for clause in self.clauses if clause.action or clause.line is not None]
        return _in_mood(done), self.strange

    @property
    def _steps(self) -> tuple[Callable[[], bool], ...]:
        """What may stand at a token, in the order in which it is tried."""
        return (
            self._quote, self._mark, self._direction, self._seat, self._aside, self._time, self._camera,
            self._conjunction, self._feels, self._style, self._adverb, self._same, self._given, self._thing, self._name,
            self._verb,
        )  # fmt: skip

    def _begin(self, link: str, fronted: str = "") -> None:
        self.now = Clause(link=link, fronted=fronted)
        self.joined = self.preposition = self.skipped = self.again = self.missed = self.lost = False
        self.stray: list[str] = []

    def _next(self, link: str) -> None:
        """Put the clause away and begin another; one that stood before what it depends on says how the two go."""
        fronted, failed = self.now.fronted, self.now.subjects if not self._said and self.stray else None
        self._finish()
        self._begin(f"main {fronted}" if fronted else link)
        if failed and not self.ahead.clause(self.at):  # what they do next they do, even if this was not understood
            self.now.subjects = failed

    def _finish(self) -> None:
        """Put the clause that is being read away."""
        now = self.now
        if not now.action and now.line is not None:
            now.action, now.verb = "talk", now.verb or "says"
        how = now.times > 1 or now.mood or now.tempo != 1
        if not now.action and not self.stray and (now.link in ("then", "and") or (now.link == "," and how)):
            self._as_before()
        if self.stray:  # beside a verb only what no list has: "the man in zork waves"
            self.strange += [word for word in self.stray if not now.action or not self.lexicon.knows(word)]
        elif not now.action:
            self.strange += [one.name for one in now.subjects or () if one.who == "unknown"]
        if now.subjects is None and now.objects and not now.link and now.verb[-1:] == "s" != now.verb[-2:-1]:
            now.subjects, now.objects = now.objects[:1], now.objects[1:]  # "first nods the man"
        if now.subjects is None and now.line is None and not now.link and (self.stray or now.verb.endswith("ed")):
            self.stray += [now.verb] * (now.verb.endswith("ed") and bool(now.action))
            now.action = ""  # "robots wave", "moved, she cries": whoever is meant, it is not everyone
        if now.action and now.subjects and any(one.who == "unknown" for one in now.subjects):
            self.strange += [one.name for one in now.subjects if one.who == "unknown"]
            known = [one for one in now.subjects if one.who != "unknown"]
            now.subjects = known
            if not known:
                now.action, now.line = "", None
        now.negated = now.negated or (self.missed and not now.objects)
        if now.action or now.line is not None:
            self.clauses.append(now)

    def _as_before(self) -> None:
        """A clause without a verb has that of the clause before: "the first one bows, then the second"."""
        now, before = self.now, self.clauses[-1] if self.clauses else None
        if before is None or before.camera is not None or before.line is not None:
            return
        if now.objects and now.subjects is None:
            now.action, now.verb = before.action, before.verb
        elif now.subjects and all(one.who != "unknown" for one in now.subjects):
            now.action, now.verb, now.objects = before.action, before.verb, before.objects
            now.times = before.times if now.times == 1 else now.times
            now.mood, now.towards = now.mood or before.mood, now.towards or before.towards
            now.style = now.style or before.style
        elif now.towards and before.action in _GOES:
            now.action, now.verb = before.action, before.verb

    def _word(self, ahead: int = 0) -> str:
        return self.ahead.word(self.at + ahead)

    @property
    def _said(self) -> bool:
        """Whether the clause that is being read has its verb."""
        return bool(self.now.action) or self.now.line is not None

    def _quote(self) -> bool:
        token = self.tokens[self.at]
        if token.kind != "quote":
            return False
        self.at += 1
        if self.now.line is not None:
            self._finish()
            self._begin("then")
        self.now.line = token.text
        if self.now.action not in ("", "talk"):
            line, self.now.line = self.now.line, None
            subjects = self.now.subjects
            self._finish()
            self._begin("and")
            self.now.line, self.now.subjects, self.now.action, self.now.verb = line, subjects, "talk", "says"
        return True

    def _mark(self) -> bool:
        mark = self._word()
        if self.tokens[self.at].kind != "mark":
            return False
        self.at += 1
        if mark in _ENDS:
            self._finish()
            self._begin("")
        elif mark == ":" and self.now.subjects and not self._said:
            self.now.verb = "says"
        elif mark in (",", "--", "—", "–", "(", ")"):
            self._comma()
        return True

    def _comma(self) -> None:
        if self.stray and self.now.subjects:
            self._next(",")
        elif self._said and not (self.now.line is not None and self.now.subjects is None and not self.now.verb):
            if not self.ahead.quote(self.at):
                self._next(",")
        else:
            self.joined = True

    def _aside(self) -> bool:
        """Phrases that change nothing, and those that say how."""
        words = tuple(self._word(k) for k in range(5))
        if words[:4] == ("with", "the", "help", "of"):
            self.at += 4
            end, _ = self.phrases.read(self.tokens, self.at)
            self.at = max(end, self.at)
            return True
        if words[:2] in (("next", "to"), ("close", "to")) or words[:3] == ("in", "front", "of"):
            self.at += 2 if words[1] == "to" else 3
            self.skipped = self._said
            return True
        for phrase, flag in self.lexicon.words["ways"]:
            length = len(phrase.split())
            if " ".join(words[:length]) == phrase:
                self.at += length
                if flag:
                    ends = self.now.link == "," and not self._said and self.now.subjects is None and self.clauses
                    setattr(self.clauses[-1] if ends else self.now, flag, True)
                return True
        return False

    def _direction(self) -> bool:
        """Where in the picture somebody goes or looks: "to the left", "forward", "towards the camera"."""
        goes = self.now.action
        if not self._said and self.now.subjects is None and self.now.link in ("then", "and") and self.clauses:
            goes = self.clauses[-1].action  # "looks left, then right"
        if goes not in _GOES or self.now.line is not None:
            return False
        at = 2 * (self._word() in ("to", "towards", "toward") and self._word(1) == "the")
        towards, after = self.lexicon.words["directions"].get(self._word(at), ""), self._word(at + 1)
        if not towards or after == "of" or (at and after != "side" and self.ahead.noun(self.at + at)):
            return False
        self.now.towards = towards
        self.now.style = self.now.style or self.lexicon.style(goes, self._word(at))
        self.at += at + 1 + (after == "side")
        return True

    def _time(self) -> bool:
        length, said = read_time(self.ahead, self.at, self._said)
        for name, value in said.items():
            setattr(self.now, name, value)
        self.at += length
        return length > 0

    def _camera(self) -> bool:
        """What the camera does."""
        if self._said or self.now.subjects is not None:
            return False
        end, phrase = self.shots.read(self.tokens, self.at, *self._filming)
        if phrase is None:
            return False
        now = self.now
        now.camera, now.action, now.verb, now.objects = phrase, "camera", phrase.move, phrase.onto
        now.tempo, now.seconds = now.tempo * phrase.tempo, phrase.seconds or now.seconds
        self.strange += phrase.strange
        self.at = end
        return True

    @property
    def _filming(self) -> tuple[bool, bool]:
        """Whether what was said last is about the camera, and whether anything was."""
        now = self.now.camera is not None
        return now or bool(self.clauses and self.clauses[-1].camera), now or any(one.camera for one in self.clauses)

    def _camera_ahead(self, at: int) -> bool:
        return self.shots.ahead(self.tokens, at, *self._filming)

    def _conjunction(self) -> bool:
        word, after = self._word(), self._word(1)
        if word == "as" and after == "soon" and self._word(2) == "as":
            return self._subordinate("after", 3)
        if word == "at" and self._word(1) == "the" and self._word(2) == "same" and self._word(3) == "time":
            if self._said and (self.at + 4 >= len(self.tokens) or self.tokens[self.at + 4].kind == "mark"):
                self.now.link, self.at = "while", self.at + 4  # "he walks and waves at the same time"
                return True
            return self._link("while", 4)
        if word in ("after", "before") and after in ("that", "this", "which") and not self.ahead.verb(self.at + 2):
            return self._link("then", 2)
        if word == "followed" and after == "by":
            return self._link("then", 2)
        if word in ("first", "firstly", "initially") and not self._said and not self.ahead.noun(self.at + 1):
            self.at += 1 + (after == ",")
            return True
        if word in self.lexicon.words["first_of_two"] and self.ahead.clause(self.at + 1):
            return self._subordinate("after", 1)
        if word in self.lexicon.words["second_of_two"] and self.ahead.clause(self.at + 1):
            return self._subordinate("before", 1)
        if word in self.lexicon.words["meanwhile"] and (
            word == "meanwhile"
            or self.ahead.clause(self.at + 1)
            or (after.endswith("ing") and self.ahead.verb(self.at + 1))
            or self._camera_ahead(self.at + 1)
        ):
            return self._subordinate("while", 1)
        if (
            word in self.lexicon.words["then"]
            and not (word == "next" and after == "to")
            and not (word == "later" and self._said)
        ):
            self.at += 1
            return self._link("then", 0)
        if word in ("and", "but", "or", "plus", "whereas", "&"):
            return self._and(word)
        if word in ("who", "which", "that") and self._antecedent() is not None and self.ahead.verb(self.at + 1):
            return self._who()
        return False

    def _link(self, link: str, length: int) -> bool:
        self.at += length
        if self._said:
            self._finish()
            self._begin(link)
        else:
            self.now.link = link
        return True

    def _subordinate(self, link: str, length: int) -> bool:
        """A conjunction that makes one clause depend on another, before it or behind it."""
        self.at += length
        if self._said:
            self._finish()
            self._begin(link)
        else:
            before = self.now.link
            self._begin(*((link,) if before == "," else ("then" if before else "", link)))
        return True

    def _and(self, word: str) -> bool:
        here = skip_except(self.tokens, self.at, self._many())
        if word == "but" and here > self.at and self.now.subjects and not self._said:
            return False
        self.at += 1
        if self._said or (self.stray and self.now.subjects):
            if (
                self.ahead.clause(self.at)
                or self.ahead.too(self.at)
                or self.ahead.verb(self.at)
                or self.ahead.quote(self.at)
                or self.ahead.linked(self.at)
                or self._camera_ahead(self.at)
            ):
                self._next("and")
            else:
                self.joined = True
        else:
            self.joined = True
            self.now.link = self.now.link or ("and" if self.clauses and word == "and" else "")
        return True

    def _same(self) -> bool:
        """Somebody does what was done before: "and the woman too", "so do the others", "copies him"."""
        word, words = self._word(), self.lexicon.words
        if word == "so" and self._word(1) in ("do", "does", "did") and self.ahead.noun(self.at + 2):
            self._next("and")
            self.now.link = "and"
            self.at += 2
            return True
        length = next((n for n in (3, 2, 1) if self._phrase(n) in words["same"]), 0)
        if not length or self._said or self.now.subjects is None or not self.clauses:
            return False
        self.at += length
        end, whom = self.phrases.read(self.tokens, self.at)
        self.at = end if whom is not None else self.at
        self.now.link = self.now.link if self.now.link == "then" else "and"
        return True

    def _phrase(self, length: int) -> str:
        """So many words from here on, the first as a verb's plain form."""
        said = [self._word(k) for k in range(length)]
        plain = next((form for form in self.lexicon.lemmas(said[0]) if form in self.lexicon.words["same_verbs"]), "")
        return " ".join([plain or said[0], *said[1:]])

    def _given(self) -> bool:
        """What is given is a gesture: "gives the man in the hat a high five"."""
        if self._word(-1) == "with" and self._said:  # "greets her with a handshake"
            length, action = self.lexicon.verb(self.tokens, self.at + 1)
            if self._word() in ("a", "an") and length and self.lexicon.is_(action, "mutual"):
                self.now.action, self.at = action, self.at + 1 + length
                return True
        if self.now.action != "give" or not self.now.objects:
            return False
        ahead = self.tokens[self.at : self.at + 6]
        for skipped in (0, 1):  # "a hug", "a big hug"
            length, action = self.lexicon.verb([Token("give"), *ahead[:1], *ahead[1 + skipped :]], 0)
            if length >= 3 and action != "give":
                self.now.action, self.at = action, self.at + length - 1 + skipped
                return True
        return False

    def _thing(self) -> bool:
        """What is given or taken: "gives her the red ball"."""
        if not self.lexicon.is_(self.now.action, "things"):
            return False
        for ahead in range(4):
            word = self._word(ahead)
            if word in self.lexicon.words["props"]:
                self.now.thing = self.now.thing or self.lexicon.words["props"][word]
                self.at += ahead + 1
                return True
            if word in _NO_PROP or self.lexicon.get("people", word) or (ahead and word in DETERMINERS):
                break
        return False

    def _seat(self) -> bool:
        """What is sat on: "sits down on the old bench". A word that no list has may be a thing named by hand."""
        if self.now.action != "sit" or self.now.thing or self._word() not in _ONTO:
            return False
        words = self._until(1)
        seats = [k for k, word in enumerate(words) if word in self.lexicon.words["seats"]]
        strange = len(words) > 1 and words[0] in DETERMINERS and self._word() not in ("in", "into")
        if not seats and not (strange and not self.lexicon.knows(words[-1]) and words[-1] not in REGIONS):
            return False
        last = seats[0] if seats else len(words) - 1
        self.now.thing = self.lexicon.words["seats"].get(words[last], words[last])
        self.at += last + 2
        return True

    def _until(self, ahead: int) -> list[str]:
        """The words from there on, as far as they may belong to one thing."""
        found: list[str] = []
        for k in range(ahead, ahead + 6):
            word = self._word(k)
            person = self.lexicon.get("people", word) or word in self.lexicon.words["pronouns"]
            if not word or word in _NO_PROP or person or word in ("next", "beside", "near", "by"):
                break
            found.append(word)
        return found

    def _many(self) -> bool:
        return bool(self.now.subjects and self.now.subjects[-1].plural)

    def _antecedent(self) -> Reference | None:
        """Of whom a relative clause speaks: whoever stands last before it."""
        named = self.now.objects or self.now.subjects
        if not named and self.now.link == "," and self.clauses:
            named = self.clauses[-1].objects or self.clauses[-1].subjects
        if not named:
            return None
        last = named[-1]
        return last.excluded[-1] if last.excluded else last

    def _who(self) -> bool:
        """A relative clause: what stands before it does it."""
        self.at += 1
        antecedent = self._antecedent()
        assert antecedent is not None
        if self._said:
            self._next(",")
        self.now.subjects = [antecedent]
        return True

    def _style(self) -> bool:
        """In which way it is done: "sideways", "on tiptoe", "with a limp"."""
        for length in (4, 3, 2, 1) if self._said else ():
            style = self.lexicon.style(self.now.action, " ".join(self._word(k) for k in range(length)))
            if style and not (length == 1 and self.ahead.verb(self.at)):
                self.now.style, self.at = style, self.at + length
                return True
        return False

    def _feels(self) -> bool:
        """A mood that somebody is in is shown: "is happy", "looks very sad", "gets angry"."""
        words, at = self.lexicon.words, 1
        if self._said or self.now.subjects is None or not self._is(self._word(), "feels"):
            return False
        while self._word(at) in words["manners"]:
            at += 1
        mood = words["moods"].get(self._word(at), "")
        if mood not in words["shown"] or self._word(at).endswith("ly") or self.ahead.noun(self.at + at + 1):
            return False
        self.now.action, self.now.verb, self.now.mood = words["shown"][mood], self._word(), mood
        self.now.shows = True
        self.at += at + 1
        return True

    def _adverb(self) -> bool:
        word = self._word()
        words = self.lexicon.words
        if word in ("with", "in", "for") and self._word(1) in words["moods"]:
            self.now.mood = words["moods"][self._word(1)]
            self.at += 2
            return True
        if word in words["moods"] and not self.ahead.noun(self.at + 1):
            self.now.mood = words["moods"][word]
            self.at += 1
            return True
        if word in words["tempos"]:
            self.now.tempo = words["tempos"][word]
            self.at += 1
            return True
        if word in self.lexicon.words["not"]:
            self.now.negated = True
            self.at += 1
            return True
        if word == "back" and self._said:
            self.now.back = self.now.action not in ("walk", "run")
            self.at += 1
            return True
        return False

    def _name(self) -> bool:
        """A noun phrase: who does it, or to whom."""
        if (
            self._word() in self.lexicon.words["causes"]
            and self._said is False
            and self.now.subjects is None
            and self.ahead.noun(self.at + 1)
        ):
            self.at += 1
            return True
        here = skip_except(self.tokens, self.at, True)
        if self._word() == "but" and not self._many():
            here = self.at
        if here > self.at and self.now.subjects:
            end, left_out = self.phrases.read(self.tokens, here)
            if left_out is not None:
                return self._leave_out(left_out, end)
        end, found = self.phrases.read(self.tokens, self.at)
        if found is None:
            return False
        self.at = end
        self._take_name(found)
        return True

    def _leave_out(self, left_out: Reference, end: int) -> bool:
        assert self.now.subjects
        last = self.now.subjects[-1]
        self.now.subjects = [*self.now.subjects[:-1], replace(last, excluded=(*last.excluded, left_out))]
        self.at = end
        if self._word() == "," and self._word(1) == "who":
            self.at += 1
        return True

    def _take_name(self, found: Reference) -> None:
        now = self.now
        before = self.clauses[-1].subjects if self.clauses else None
        if "one" in found.named and not found.gender and before:  # "the first man bows, then the second one"
            found = replace(found, gender=before[-1].gender, child=before[-1].child)
        if now.line is not None and not now.verb and now.subjects is None and not now.action:
            now.subjects = [found]
        elif self.lost:
            pass
        elif found.who == "unknown" and now.subjects and not self._said and not self.joined:
            if self._word(-3) in self.lexicon.words["to"]:
                self.stray.append(found.name)  # "on the shoulder"
            else:
                self._strange_word(found.name)  # "does a cartwheel"
        elif self.again and not self._said and now.subjects is None:
            now.objects.append(found)  # "bows to her, then to him"
        elif not self._said or (now.line is not None and now.subjects is None):
            now.subjects = [*(now.subjects or []), found] if now.subjects is None or self.joined else [found]
        elif self.now.action == "talk" and self._word() == "to" and self.ahead.verb(self.at + 1):
            now.objects.append(found)  # "asks her to dance"
            self._next("then")
            self.now.subjects = [found]
            self.at += 1
        elif self._starts_clause(found):
            link = "while" if now.action == "look" and not self.joined else ("," if self.joined else "and")
            if now.action == "look" and not self.joined:
                now.objects.append(found)
            self._next(link)
            self.now.subjects = [found]
        elif found.who == "unknown":
            self._nobody_known(found.name)
        elif self.skipped:
            self.skipped = False
        else:
            now.objects.append(found)
        self.joined = False

    def _nobody_known(self, name: str) -> None:
        """Somebody to whom something is done, and whom no list knows; what takes two is not done with nobody."""
        mutual = self.lexicon.is_(self.now.action, "mutual")
        someone = name not in self.lexicon.words["directions"] and not name.endswith("'s")
        if someone and not self.now.objects and not self.skipped and (mutual or self.now.action in _TO_PEOPLE):
            self.strange.append(name)
            self.missed = mutual

    def _starts_clause(self, found: Reference) -> bool:
        """Whether a noun phrase behind a verb does what comes next."""
        if self.preposition or self.skipped:
            self.preposition = False
            return False
        if self.now.line is not None and (self.ahead.verb(self.at) or self._word() == ":"):
            return True
        return found.who != "unknown" and (self.ahead.verb(self.at) or (self.joined and self.ahead.strange(self.at)))

    def _verb(self) -> bool:
        word = self._word()
        if (self._said and self._titled(self.at)) or self._word(-1).endswith("'s"):
            return False
        if word in ("gets", "get", "got", "is", "are", "was", "were", "being", "be") and self._passive():
            return True
        length, action = self.lexicon.verb(self.tokens, self.at)
        if word in self.lexicon.words["auxiliaries"] and length < 2:
            self.again = self.again or (word == "to" and self._elliptic)
            self.at += 1
            return True
        if not length:
            return False
        if self.stray and not self._said and self._agrees(self.stray[-1]) and not self._agrees(word):
            self.stray.append(word)  # "the men swap places": the word before is the verb
            self.at += length
            return True
        if self.now.action in ("walk", "run") and word.endswith("ing") and self._word(-1) in _COMES:
            self.now.action, self.now.verb = action, word  # "come running"
        elif self._said and self.now.line is not None and not self.now.verb:
            self.now.verb, self.now.action = word, "talk"
        elif self._said:
            # "push in on the woman waving"
            subjects = self.now.subjects or (self.now.objects if self.now.camera else None)
            self._finish()
            self._begin("and")
            self.now.subjects, self.now.action, self.now.verb = subjects, action, word
        else:
            self.now.action, self.now.verb = action, word
        self._tone(word, length)
        self.at += length
        return True

    def _agrees(self, word: str) -> bool:
        """Whether a word may be the verb of whom the clause is about: "the man waves", "the men wave"."""
        many = len(self.now.subjects or ()) > 1 or self._many()
        return word.endswith(("ing", "ed")) or many != (word.endswith("s") and not word.endswith("ss"))

    def _tone(self, verb: str, length: int) -> None:
        """What a verb says beside what is done: an answer, a quarrel, joy."""
        self.now.back = self.now.back or self._is(verb, "answers")
        self.now.mutual = self.now.mutual or self._is(verb, "quarrels") or self._is(verb, "swaps")
        mood = "angry" if self._is(verb, "angry_verbs") else ""
        if any(token.word == "joy" for token in self.tokens[self.at + 1 : self.at + length]):
            mood = "happy"
        self.now.mood = self.now.mood or mood
        said = " ".join(token.word for token in self.tokens[self.at : self.at + length])
        self.now.style = self.lexicon.style(self.now.action, said) or self.now.style
        rest = [token.word for token in self.tokens[self.at + 1 : self.at + length]]
        hand = rest[-1:] in (["hand"], ["hands"])
        if hand and self.lexicon.is_(self.now.action, "mutual") and (whose := set(rest) & {"his", "her"}):
            gender = "male" if "his" in whose else "female"  # "shakes her hand"
            self.now.objects.append(Reference(min(whose), who="pronoun", pronoun=gender))
        if self.now.action in _GOES and rest:  # "steps back", "walks away"
            self.now.towards = {**self.lexicon.words["directions"], "back": "back"}.get(rest[-1], "")

    def _is(self, word: str, heading: str) -> bool:
        return self.lexicon.has(heading, word) is not None

    def _passive(self) -> bool:
        """ "is pushed by the woman"."""
        length, action = self.lexicon.verb(self.tokens, self.at + 1)
        whole, _ = self.lexicon.verb(self.tokens, self.at)
        if not length or whole > length or self._word(1 + length) != "by":
            return False
        end, doer = self.phrases.read(self.tokens, self.at + 2 + length)
        if doer is None:
            return False
        self.now.passive, self.now.action, self.now.verb = True, action, self._word(1)
        self.now.objects, self.at = [doer], end
        return True

    def _other(self) -> None:
        """A preposition, a filler, or a word that nobody knows."""
        word = self._word()
        self.at += 1
        if word in self.lexicon.words["to"]:
            self._preposition()
        elif word in self.lexicon.words["aside"]:
            self.skipped = self._said
            if word == "between":
                self._skip_pair()
        elif word in self.lexicon.words["manners"]:
            pass
        elif not self._said:
            self._strange_word(self.tokens[self.at - 1].text)
        elif word.endswith("ly") or self._stranger(self.tokens[self.at - 1].text):
            self.strange.append(self.tokens[self.at - 1].text)

    def _stranger(self, text: str) -> bool:
        """Whether a word behind a verb is a name of nobody here, or in no list."""
        return self._titled(self.at - 1) or not (self.skipped or self.lexicon.knows(text))

    def _titled(self, at: int) -> bool:
        """Whether a name stands there: "waves to Bob"."""
        return self.tokens[at].text.istitle() and self.tokens[at - 1].word in self.lexicon.words["to"]

    def _preposition(self) -> None:
        self.preposition, self.again = self._said, self._elliptic

    @property
    def _elliptic(self) -> bool:
        """Whether a clause begins that may have its verb from the one before."""
        return not self._said and self.now.subjects is None and self.now.link in ("and", "then")

    def _skip_pair(self) -> None:
        for _ in range(2):
            end, found = self.phrases.read(self.tokens, self.at)
            self.at = end if found is not None else self.at
            if self._word() != "and":
                break
            self.at += 1
        self.skipped = False

    def _strange_word(self, word: str) -> None:
        if self.now.subjects is None and self.now.link and self.clauses and self._word() in _WHOM:
            self.now.subjects, self.lost = self.clauses[-1].subjects, True  # "walks over, taps her and leaves"
        if self.now.subjects is None:
            if self.ahead.verb(self.at) or self.tokens[self.at - 1].text[:1].isupper():
                self.now.subjects = [Reference(word, who="unknown", name=word)]
            else:
                self.stray.append(word)
            return
        action = self.guess(word)
        if action:
            self.now.action, self.now.verb = action, word
        else:
            self.stray.append(word)


def _in_mood(clauses: Sequence[Clause]) -> list[Clause]:
    """Whoever is in a mood and does something does that in the mood: "she is sad and cries"."""
    done: list[Clause] = []
    for clause in clauses:
        mood = done[-1] if done and done[-1].shows and not done[-1].negated else None
        same = clause.subjects is None or all(one.who == "pronoun" for one in clause.subjects)
        if mood is not None and same and clause.link in ("", "and", ",") and clause.camera is None:
            done.pop()
            clause.subjects, clause.mood, clause.link = mood.subjects, clause.mood or mood.mood, mood.link
        done.append(clause)
    return done
