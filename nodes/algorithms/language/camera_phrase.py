"""What the camera is told to do: "pushes in on the woman in red", "cut to the man", "then back to everyone"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from nodes.algorithms.language.lexicon import Lexicon
from nodes.algorithms.language.noun_phrase import NounPhrases, Reference
from nodes.algorithms.language.thing_phrase import ThingPhrases
from nodes.algorithms.language.time_phrase import number_of
from nodes.algorithms.language.tokens import Token

_LEADS = ("camera", "cameraman", "cameraperson", "lens", "shot", "view", "we")
_LET = ("let", "have", "make", "show")
_ARTICLES = ("the", "a", "an")
_SECONDS = ("second", "seconds", "s", "sec", "secs")
_BEGINS = ("begins", "starts", "continues", "keeps", "begin", "start")
_PASSED = ("should", "will", "is", "now", "gently", "smoothly", "also", "just")
_SHOTS = ("shot", "shots", "angle", "view", "framing")
_NOUNS = ("zoom", "pan", "tilt", "dolly", "zoom-in", "zoom-out", "push-in", "pull-out", "pull-back")
"""Moves that are spoken of as things: "a slow zoom on the woman"."""
_PAIRS = (("push", "in"), ("pull", "out"), ("pull", "back"))
_CROSSED = ("across", "along", "past", "through")
_HANDHELD = ("handheld", "hand-held", "shaky")


@dataclass
class CameraPhrase:
    """One move of the camera, as words say it.

    Attributes:
        move: "push_in", "pull_out", "zoom_in", "zoom_out", "pan", "tilt", "cut", "hold", "follow", "handheld" or
            "steady".
        onto, origin: Whom or what it goes to, and comes from; nobody for the whole picture.
        size: "wide", "medium", "close" or "" where nothing is said.
        towards: "left", "right", "up", "down" or "".
        handheld: Whether it is held by hand from here on.
        back: Whether it goes back to what was seen before ("back to everyone").
        tempo, seconds: How fast, and how long where that is said.
        strange: Words that nothing was made of.
    """

    move: str
    onto: list[Reference] = field(default_factory=list)
    origin: list[Reference] = field(default_factory=list)
    size: str = ""
    towards: str = ""
    handheld: bool = False
    back: bool = False
    tempo: float = 1.0
    seconds: float = 0.0
    strange: list[str] = field(default_factory=list)


class CameraPhrases:
    """Reads what the camera does out of tokens.

    Args:
        lexicon: Words; without any of the camera nothing is read.
        phrases: Reads noun phrases.
        things: What is in the picture beside people, as somebody named it.
    """

    def __init__(self, lexicon: Lexicon, phrases: NounPhrases, things: Collection[str] = ()) -> None:
        self.lexicon, self.phrases = lexicon, phrases
        self.words = lexicon.words.get("camera", {})
        self.things = ThingPhrases(lexicon, phrases, things, self.words.get("whole", ()))
        self.moves = Lexicon(self.words.get("moves", {}), lexicon.words)

    def read(
        self, tokens: Sequence[Token], at: int, going: bool, before: bool = False
    ) -> tuple[int, CameraPhrase | None]:
        """What the camera does from a token on.

        Args:
            tokens: Of the prompt.
            at: Where a clause without a subject begins.
            going: Whether what stands right before it was about the camera, too.
            before: Whether anything before it was.

        Returns:
            Where it ends, and the move; the same place and None where it is not about the camera.
        """
        if not self.words or at >= len(tokens):
            return at, None
        here, tempo = self._lead(tokens, at)
        told = here > at
        here, tempo = self._adverbs(tokens, here + told * (_word(tokens, here) in (":", "then")), tempo)
        found = self._shot(tokens, here) or self._back(tokens, here, before or going or told)
        found = found or self._verb(tokens, here, told, going)
        if found is None:
            return at, None
        here, phrase = found
        phrase.tempo *= tempo
        return self._rest(tokens, here, phrase), phrase

    def ahead(self, tokens: Sequence[Token], at: int, going: bool, before: bool) -> bool:
        """Whether the camera is spoken of there."""
        return self.read(tokens, at, going, before)[1] is not None

    def _lead(self, tokens: Sequence[Token], at: int) -> tuple[int, float]:
        """Past "the camera", "a slow camera", and up to the move of "a slow zoom"; else the same place."""
        here, tempo = at + (_word(tokens, at) in _LET), 1.0
        article = _word(tokens, here) in _ARTICLES
        here += article
        if _word(tokens, here) in self.lexicon.words["tempos"]:
            tempo = self.lexicon.words["tempos"][_word(tokens, here)]
            here += 1
        if article and (_word(tokens, here) in _NOUNS or (_word(tokens, here), _word(tokens, here + 1)) in _PAIRS):
            return here, tempo
        if _word(tokens, here) not in _LEADS or _word(tokens, here + 1) == "of":
            return at, 1.0
        return here + 1 + (_word(tokens, here + 1) == "operator"), tempo

    def _adverbs(self, tokens: Sequence[Token], here: int, tempo: float) -> tuple[int, float]:
        tempos = self.lexicon.words["tempos"]
        while True:
            word, after = _word(tokens, here), _word(tokens, here + 1)
            if word in _BEGINS and (after == "to" or after.endswith("ing")):
                here += 1 + (after == "to")
            elif word in tempos or word in _PASSED:
                tempo *= tempos.get(word, 1.0)
                here += 1
            else:
                return here, tempo

    def _shot(self, tokens: Sequence[Token], at: int) -> tuple[int, CameraPhrase] | None:
        """ "a close-up of", "wide shot", "tight on"."""
        here = at + (_word(tokens, at) in _ARTICLES)
        if _word(tokens, here) == "extreme":
            here += 1
        size = self.words["sizes"].get(_word(tokens, here), "")
        if not size or self._part(_word(tokens, here)):
            return None
        word, here = _word(tokens, here), here + 1
        if word == "close" and _word(tokens, here) == "up":
            here += 1
        elif word not in ("close-up", "closeup", "two-shot", "portrait") and _word(tokens, here) not in _SHOTS:
            return None if word != "tight" or _word(tokens, here) != "on" else (here, CameraPhrase("cut", size=size))
        here += _word(tokens, here) in _SHOTS
        return here, CameraPhrase("cut", size=size)

    def _part(self, word: str) -> bool:
        return word in ("face", "faces", "head", "heads", "eyes", "half", "waist", "bust")

    def _back(self, tokens: Sequence[Token], at: int, going: bool) -> tuple[int, CameraPhrase] | None:
        """ "back to everyone"."""
        if not going or _word(tokens, at) != "back" or _word(tokens, at + 1) not in ("to", "on", "out", "in"):
            return None
        out = _word(tokens, at + 1) == "out"
        return at + 1 + out, CameraPhrase("pull_out" if out else "pan", back=True)

    def _verb(self, tokens: Sequence[Token], at: int, told: bool, going: bool) -> tuple[int, CameraPhrase] | None:
        length, move = self.moves.verb(tokens, at)
        if not length:
            return None
        forms = self.lexicon.lemmas(tokens[at].word)
        rest = [token.word for token in tokens[at + 1 : at + length]]
        orders = forms if forms[0].endswith("ing") else forms[:1]  # "zoom in", "zooming in"; who "cuts" is somebody
        whole = [" ".join([form, *rest]) for form in orders]
        said = whole[-1]
        plain = any(one == words or one.startswith(f"{words} ") for one in whole for words in self.words["plain"])
        known = {*self.words["going"], *self.words["plain"]}
        on = going and any(form in known or " ".join([form, *rest]) in known for form in forms)
        if not (told or on or (plain and self._alone(tokens, at, length, said))):
            return None
        return at + length, CameraPhrase(move, back="back" in said, handheld=move == "handheld")

    def _alone(self, tokens: Sequence[Token], at: int, length: int, said: str) -> bool:
        """Whether an order without a subject is for the camera: people hold hands and push one another, too."""
        after = _word(tokens, at + length)
        if said == "hold":
            return after in ("", "for", "on") or not after.isalnum()
        if said in ("follow", "track", "return", "focus", "push in"):
            return at == 0 or tokens[at - 1].kind == "mark" or said == "push in"
        return True

    def _rest(self, tokens: Sequence[Token], here: int, phrase: CameraPhrase) -> int:
        """Whom, how close, how long: up to the end of the clause."""
        while here < len(tokens) and tokens[here].kind == "word":
            for read in (self._seconds, self._direction, self._origin, self._size, self._people, self._manner):
                end = read(tokens, here, phrase)
                if end > here:
                    here = end
                    break
            else:
                return here
        return here

    def _seconds(self, tokens: Sequence[Token], at: int, phrase: CameraPhrase) -> int:
        here = at + (_word(tokens, at) in ("for", "over", "in", "within", "during"))
        number = number_of(_word(tokens, here), self.lexicon.words["numbers"])
        if number is None or _word(tokens, here + 1) not in _SECONDS or _word(tokens, here + 2) == "later":
            return at
        phrase.seconds = number
        return here + 2

    def _direction(self, tokens: Sequence[Token], at: int, phrase: CameraPhrase) -> int:
        here = at + 2 * (_word(tokens, at) in ("to", "towards", "toward") and _word(tokens, at + 1) == "the")
        towards = self.words["towards"].get(_word(tokens, here), "")
        after = _word(tokens, here + 1)
        if not towards or phrase.move not in ("pan", "tilt") or after == "of":
            return at
        if here > at and self.phrases.read(tokens, here - 1)[0] > here + 1:
            return at
        phrase.towards = towards
        crossed = self.things.read(tokens, here + 1)[0]  # "across the street" ends at neither of its sides
        if _word(tokens, here) in _CROSSED and crossed > here + 1:
            return crossed
        return here + 1 + (after == "side")

    def _origin(self, tokens: Sequence[Token], at: int, phrase: CameraPhrase) -> int:
        if _word(tokens, at) != "from":
            return at
        here, word = at + 1, _word(tokens, at + 1)
        if word in ("left", "right", "top", "bottom", "up", "down"):
            phrase.towards = {"left": "right", "right": "left", "top": "down", "up": "down"}.get(word, "up")
            return here + 1 + 2 * (_word(tokens, here + 1) == "to")
        end, found = self._everybody(tokens, here)
        phrase.origin += found
        return end if found else at

    def _size(self, tokens: Sequence[Token], at: int, phrase: CameraPhrase) -> int:
        """ "close-up of", "her face", "a wide shot"."""
        shot = self._shot(tokens, at + (_word(tokens, at) in ("to", "into", "in", "on", "with")))
        if shot is not None:
            end, found = shot
            phrase.size = found.size
            return end
        words = [_word(tokens, at + k) for k in range(4)]
        if words[0] in ("close", "tight", "wide") and words[1] in ("", "on", "to", "in"):
            phrase.size = self.words["sizes"][words[0]]
            return at + 1
        return at

    def _people(self, tokens: Sequence[Token], at: int, phrase: CameraPhrase) -> int:
        here = at
        if _word(tokens, at - 1) in _CROSSED and (end := self.things.read(tokens, at)[0]) > at:
            phrase.towards = phrase.towards or "right"  # "pans across the street"
            return end
        while _word(tokens, here) in self.words["on"]:
            here += 1
        end, found, size = self._whose(tokens, here)
        if not found:
            end, found = self._everybody(tokens, here)
        if found:
            phrase.onto += found
            phrase.size = size or phrase.size
            return end
        if _word(tokens, here) in self.words["whole"] or _word(tokens, here + 1) in self.words["whole"]:
            phrase.size = "wide"
            return here + 1 + (_word(tokens, here) not in self.words["whole"])
        return here

    def _whose(self, tokens: Sequence[Token], at: int) -> tuple[int, list[Reference], str]:
        """ "the woman's face", "her eyes", "the faces of the men"."""
        first = at + (_word(tokens, at) in _ARTICLES)
        if self._part(_word(tokens, first)) and _word(tokens, first + 1) == "of":
            end, found = self._everybody(tokens, first + 2)
            return end, found, "close"
        bare = [replace(token, text=token.text[:-2]) if token.word.endswith("'s") else token for token in tokens[at:]]
        owned = next((k for k, token in enumerate(bare[:6]) if token.word != tokens[at + k].word), -1)
        if owned >= 0 and self._part(_word(tokens, at + owned + 1)):
            end, named = self.phrases.read(bare[: owned + 1], 0)
            if named is not None and named.who != "unknown":
                return at + owned + 2, [named], "close"
        if _word(tokens, at) in ("his", "her", "their") and self._part(_word(tokens, at + 1)):
            who = {"his": "male", "her": "female", "their": "plural"}[_word(tokens, at)]
            meant = Reference(_word(tokens, at), who="pronoun", pronoun=who, plural=who == "plural")
            return at + 2, [meant], "close"
        return at, [], ""

    def _everybody(self, tokens: Sequence[Token], at: int) -> tuple[int, list[Reference]]:
        """People and things joined by "and", as far as they are not the subject of what comes next."""
        found: list[Reference] = []
        end = at
        while True:
            here, named = self._thing(tokens, end + (end > at))
            if named is None:
                here, named = self.phrases.read(tokens, end + (end > at))
            if named is None or (named.who == "unknown" and self._surroundings(named)):
                return end, found
            if found and self._begins_clause(tokens, here):
                return end, found
            end, found = here, [*found, named]
            if _word(tokens, end) != "and":
                return end, found

    def _thing(self, tokens: Sequence[Token], at: int) -> tuple[int, Reference | None]:
        """A thing, with an article or behind a word that leads to one: "cut to black" and "focus" name none."""
        end, named = self.things.read(tokens, at)
        led = _word(tokens, at - 1) in (*self.words["on"], "and", "from", "of")
        return (end, named) if named is not None and (named.definite or led) else (at, None)

    def _surroundings(self, named: Reference) -> bool:
        return named.name in self.words["whole"] or named.name in ("whole", "entire", "full", "camera")

    def _begins_clause(self, tokens: Sequence[Token], at: int) -> bool:
        return bool(self.lexicon.verb(tokens, at)[0]) or _word(tokens, at) in self.lexicon.words["auxiliaries"]

    def _manner(self, tokens: Sequence[Token], at: int, phrase: CameraPhrase) -> int:
        word, tempos = _word(tokens, at), self.lexicon.words["tempos"]
        if word in _HANDHELD:
            phrase.handheld = True
            return at + 1 + (_word(tokens, at + 1) in ("camera", "feel", "look", "style", "motion"))
        if word in tempos:
            phrase.tempo *= tempos[word]
            return at + 1
        if word in self._leaves() or self.lexicon.verb(tokens, at)[0]:
            return at
        if word not in self.words["fill"] and word not in (*_ARTICLES, *self.words["on"], *_LEADS, "back", "only"):
            phrase.strange.append(tokens[at].text)
        return at + 1

    def _leaves(self) -> frozenset[str]:
        """Words with which another clause begins."""
        words = self.lexicon.words
        lists = (words["then"], words["meanwhile"], words["first_of_two"], words["second_of_two"])
        joins = ("and", "but", "or", "who", "which", "that", "at")
        return frozenset(joins).union(*(frozenset(each) for each in lists)) - {"next"}


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].word if 0 <= at < len(tokens) else ""
